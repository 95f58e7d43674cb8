import type { VerifyResult } from '@red-points/server/ledger/index';
import { ABOUT_WORDS, BAD_WORDS, type BadEntry } from '@red-points/shared/domain/verification';

/** Rows that people are shown; a program gets them all. */
const ROWS_MAX = 50;

/** What a verification came to, in plain words: each bad account with its first bad entry, then what to do. */
export function reportText({ accounts, transactions, bad, digest }: VerifyResult): string {
  const lines = [`accounts      ${accounts}`, `entries       ${transactions}`, `fingerprint   ${digest}`, ''];
  if (bad.length === 0) return [...lines, '✓ Everything holds.', ''].join('\n');
  lines.push(`✗ ${bad.length === 1 ? 'One thing does' : `${bad.length} things do`} not hold.`, '');
  for (const row of bad.slice(0, ROWS_MAX)) {
    lines.push(`✗ ${placeText(row)}`, `  ${BAD_WORDS[row.code].en.what} (${row.code})`);
  }
  if (bad.length > ROWS_MAX) lines.push(`… and ${bad.length - ROWS_MAX} more: --json lists all of them.`);
  lines.push('', 'What to do:');
  for (const [todo, codes] of advice(bad)) lines.push(`- ${codes.join(', ')}: ${todo}`);
  return [...lines, ''].join('\n');
}

function placeText({ account, seq, about }: BadEntry): string {
  const thing = about === undefined ? '' : `${ABOUT_WORDS[about.kind].en} ${about.id}`;
  if (account === '') return thing;
  const entry = seq === 0 ? 'no entry' : `entry ${seq}`;
  return [`account ${account}`, entry, thing].filter((part) => part !== '').join(', ');
}

/** Every advice once, with the codes that it is for. */
function advice(bad: readonly BadEntry[]): Map<string, string[]> {
  const byAdvice = new Map<string, string[]>();
  for (const code of new Set(bad.map((row) => row.code))) {
    const { todo } = BAD_WORDS[code].en;
    byAdvice.set(todo, [...(byAdvice.get(todo) ?? []), code]);
  }
  return byAdvice;
}

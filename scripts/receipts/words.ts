import type { ReceiptCheck, ReceiptFault, ReceiptStep } from '@red-points/shared/domain/digests';

const STEPS: Readonly<Record<ReceiptStep, string>> = {
  content: 'the entry has the hash on the receipt',
  chain: "the account's later entries of that day lead from it to the leaf",
  tree: 'the leaf is in the tree of that day',
  digest: 'the tree belongs to the digest on the receipt',
  published: 'that digest is the one that was given',
};

const FAULTS: Readonly<Record<ReceiptFault, string>> = {
  content_unreadable: 'What the receipt says of the entry is not written as the ledger writes it.',
  content_changed: 'The entry is not what it was when its hash was made: something on the receipt was changed.',
  code_wrong: "The receipt's short code does not belong to its entry.",
  chain_number_wrong: 'The numbers of the entries do not lead to the one in the tree.',
  chain_broken: 'The later entries do not lead from this entry to the one in the tree.',
  place_wrong: 'The tree has no such place.',
  not_in_tree: 'The entry is not in the tree of that day.',
  digest_changed: 'The digest on the receipt is not the hash of what stands beside it.',
  not_the_published_one: 'The receipt belongs to another digest than the one that was given: compare the day.',
};

const MARKS = { holds: '✓', fails: '✗', not_reached: '·' } as const;

/** A check in plain sentences. */
export function checkText(check: ReceiptCheck, published: string): string {
  const steps = check.steps.map(({ step, outcome }) => `${MARKS[outcome]} ${STEPS[step]}`);
  return [...entryLines(check), ...steps, verdictOf(check, published), ''].join('\n');
}

/** What is said of a file that is no receipt. */
export function unreadableText(): string {
  return 'The receipt does not hold: this file is not a receipt of Red Points, or it was cut off.\n';
}

function verdictOf({ failed }: ReceiptCheck, published: string): string {
  if (failed === null)
    return `The receipt holds: digest ${published} covers this entry, and nothing in it was changed.`;
  return `The receipt does not hold. ${FAULTS[failed.fault]}`;
}

function entryLines({ entry }: ReceiptCheck): string[] {
  if (entry === null) return [];
  const { account, seq, kind, points, minutes, rule, recordedAtMs } = entry;
  const parts = [kind, `${points} points`, ...(minutes === 0 ? [] : [`${minutes} minutes`])];
  if (rule !== null) parts.push(`rule ${rule.code}, version ${rule.version}`);
  return [`entry ${seq} of account ${account}: ${parts.join(', ')}, recorded ${instantText(recordedAtMs)}`];
}

/** A receipt may say anything, also what is no instant. */
function instantText(instantMs: number): string {
  const instant = new Date(instantMs);
  return Number.isNaN(instant.getTime()) ? String(instantMs) : instant.toISOString();
}

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { consoleOversight } from './zh/console-oversight.ts';

const SERVER = fileURLToPath(new URL('../../../server/src/', import.meta.url));

/** Where an act is named as a whole: `action: 'shops.close'`, or for a function that records it: `note(deps, principal, 'teams.found', …`. */
const NAMED = /(?:\baction: |\b(?:audited|note|trace\w*|record\w+)\([^'()]*)'([a-z_]+\.[a-z_]+)'/g;

function recordedActs(): string[] {
  const acts = new Set<string>();
  for (const file of readdirSync(SERVER, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    for (const [, act = ''] of readFileSync(`${SERVER}${file}`, 'utf8').matchAll(NAMED)) acts.add(act);
  }
  return [...acts].sort();
}

describe('the acts in the audit records', () => {
  it('have words each: who reads them is shown no code', () => {
    const acts = recordedActs();
    expect(acts).toContain('shops.close');
    expect(acts.filter((act) => !(act.replace('.', '_') in consoleOversight.act))).toEqual([]);
  });
});

import type { LedgerEntry } from './types.ts';

/** What of today's debt comes from one entry. */
export interface DebtPart {
  readonly entry: LedgerEntry;
  /** Whole points of its shortfall that are still owed. */
  readonly left: number;
}

/**
 * Which entries today's debt comes from, newest first. What was paid counts against the oldest shortfall, as the oldest
 * points are spent first: so the debt that is left is that of the newest ones.
 *
 * @param owed what the account owes now
 * @param made entries of the account that added to what is owed (`owedChange` above zero), newest first
 */
export function openDebts(owed: number, made: Iterable<LedgerEntry>): DebtPart[] {
  const parts: DebtPart[] = [];
  let rest = owed;
  for (const entry of made) {
    if (rest <= 0) break;
    const left = Math.min(rest, entry.owedChange);
    parts.push({ entry, left });
    rest -= left;
  }
  return parts;
}

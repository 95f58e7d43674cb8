import { type Cap, capPeriodClosesAt, capPeriodStartsAt, lateCapKey } from '@red-points/shared/domain/ledger';
import type { Ledger } from './types.ts';

/** Entries read at once. */
const PAGE = 200;

type Counters = Readonly<Record<string, number>>;

const closedOf = (caps: readonly Cap[], nowMs: number) => caps.filter(({ key }) => capPeriodClosesAt(key) <= nowMs);

/**
 * The caps of a credit that comes after a period closed, as the ledger can still count them: under a late key, up to what
 * the period itself left. Nothing is added under the period's own key any more, so that this is exact however many come at once.
 */
export async function capsCountedLate(
  ledger: Pick<Ledger, 'statement'>,
  account: string,
  caps: readonly Cap[],
  nowMs: number,
): Promise<Cap[]> {
  const closed = closedOf(caps, nowMs);
  const used = await usedOf(ledger, account, closed);
  return caps.map((cap) => {
    const key = closed.includes(cap) ? lateCapKey(cap.key) : null;
    return key === null ? cap : { key, pointsMax: Math.max(0, cap.pointsMax - (used.get(cap.key) ?? 0)) };
  });
}

/** What an account has used of these caps, also of periods that are closed. */
export async function countersOf(
  ledger: Pick<Ledger, 'view' | 'statement'>,
  account: string,
  caps: readonly Cap[],
  nowMs: number,
): Promise<Counters> {
  const { counters } = (await ledger.view(account)).state;
  const closed = closedOf(caps, nowMs);
  if (closed.length === 0) return counters;
  const used = await usedOf(ledger, account, closed);
  const late = closed.map(({ key }) => [key, (used.get(key) ?? 0) + (counters[lateCapKey(key) ?? ''] ?? 0)]);
  return { ...counters, ...Object.fromEntries(late) };
}

/** What counted under these keys and was not reversed: from the account's entries since the first of the periods began. */
async function usedOf(
  ledger: Pick<Ledger, 'statement'>,
  account: string,
  caps: readonly Cap[],
): Promise<ReadonlyMap<string, number>> {
  const used = new Map<string, number>();
  if (caps.length === 0) return used;
  const sinceMs = Math.min(...caps.map(({ key }) => capPeriodStartsAt(key)));
  // Newest first: a reversal is met before what it reverses.
  const reversed = new Set<number>();
  let before: { beforeSeq?: number } = {};
  for (;;) {
    const page = await ledger.statement(account, { ...before, limit: PAGE, kinds: ['earn', 'reverse'] });
    for (const { kind, seq, refersTo, points, capKeys = [] } of page.entries) {
      if (kind === 'reverse' && refersTo !== undefined) reversed.add(refersTo);
      if (kind !== 'earn' || reversed.has(seq)) continue;
      for (const key of capKeys) used.set(key, (used.get(key) ?? 0) + points);
    }
    const oldest = page.entries.at(-1);
    if (page.nextBeforeSeq === null || oldest === undefined || oldest.recordedAtMs < sinceMs) return used;
    before = { beforeSeq: page.nextBeforeSeq };
  }
}

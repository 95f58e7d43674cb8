import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import { ledgerCollection } from './collection.ts';
import { insertOrdered } from './insert.ts';
import { lookKeysUp } from './lookup.ts';
import { within } from './time-limit.ts';

/**
 * How an unknown outcome was settled: the entry is `written`; its key has an entry (`found`, perhaps this very
 * one); another entry has its place for good, so that it can never arrive (`conflict`); or time ran out (`unknown`).
 */
export type Settlement =
  | { readonly kind: 'written' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'found'; readonly entry: LedgerEntry };

const PAUSE_MS = 100;

/**
 * Finds out what became of an entry whose write was not answered, by inserting the identical document again.
 * Tries at least once, then until `deadlineMs` on the monotonic clock. Never throws.
 */
export async function settleUnknown(
  db: Db,
  own: LedgerEntry,
  deadlineMs: number,
  timeoutMs: number,
): Promise<Settlement> {
  for (;;) {
    const settlement = await tryToSettle(db, own, timeoutMs).catch(() => null);
    if (settlement !== null) return settlement;
    if (performance.now() >= deadlineMs) return { kind: 'unknown' };
    await sleep(PAUSE_MS);
  }
}

async function tryToSettle(db: Db, own: LedgerEntry, timeoutMs: number): Promise<Settlement | null> {
  const collection = ledgerCollection(db);
  const [result] = await insertOrdered(db, [own], timeoutMs);
  if (result === 'written') return { kind: 'written' };
  if (result !== 'duplicate') return null;
  const [state] = await lookKeysUp(collection, [own], timeoutMs);
  if (state === undefined || state === 'pending') return null;
  if (state !== 'absent') return { kind: 'found', entry: state };
  // Only an entry that a majority has keeps ours out for good: one that is rolled back would make room for it again.
  const other = await within(
    timeoutMs,
    collection.findOne({ _id: own._id }, { projection: { key: 1 }, maxTimeMS: timeoutMs }),
  );
  return other !== null && other.key !== own.key ? { kind: 'conflict' } : null;
}

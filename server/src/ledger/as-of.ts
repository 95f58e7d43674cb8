import { entryId, entryIdRange, StateInvariantError } from '@red-points/shared/domain/ledger';
import type { Collection } from 'mongodb';
import type { StoredEntry } from './collection.ts';
import { readNewest } from './heads.ts';
import { within } from './time-limit.ts';

/** How many entries one step of the search looks at: a round trip costs more than reading a few fields of them. */
const PROBES = 15;

/**
 * The newest entry of an account recorded at or before an instant; null where there was none yet.
 *
 * `recordedAtMs` never falls from one entry of an account to the next, so that it is found by number: each step reads
 * the times of a few entries by their ids and keeps one part of sixteen. An account of a million entries takes five.
 */
export async function newestAsOf(
  collection: Collection<StoredEntry>,
  account: string,
  instantMs: number,
  maxTimeMS: number,
): Promise<StoredEntry | null> {
  const newest = await readNewest(collection, entryIdRange(account), maxTimeMS);
  if (newest === null || newest.recordedAtMs <= instantMs) return newest;
  // `before` was recorded by then (0: nothing was), `after` was not; what is looked for is `before` once they meet.
  let before = 0;
  let after = newest.seq;
  while (after - before > 1) {
    const seqs = between(before, after);
    const found = await readTimes(collection, account, seqs, maxTimeMS);
    for (const { seq, recordedAtMs } of found) {
      if (recordedAtMs <= instantMs) before = Math.max(before, seq);
      else after = Math.min(after, seq);
    }
    if (found.length < seqs.length) throw new StateInvariantError(`account ${account} has a gap in its history`);
  }
  if (before === 0) return null;
  return within(maxTimeMS, collection.findOne({ _id: entryId(account, before) }, { maxTimeMS }));
}

/** Up to `PROBES` numbers strictly between two that are not neighbours, evenly spread. */
function between(before: number, after: number): number[] {
  const inner = after - before - 1;
  const count = Math.min(PROBES, inner);
  return Array.from({ length: count }, (_, index) => before + Math.ceil(((index + 1) * inner) / (count + 1)));
}

async function readTimes(
  collection: Collection<StoredEntry>,
  account: string,
  seqs: readonly number[],
  maxTimeMS: number,
): Promise<Pick<StoredEntry, 'seq' | 'recordedAtMs'>[]> {
  const ids = seqs.map((seq) => entryId(account, seq));
  const projection = { _id: 0, seq: 1, recordedAtMs: 1 };
  return within(maxTimeMS, collection.find({ _id: { $in: ids } }, { projection, maxTimeMS }).toArray());
}

import { entryId } from '@red-points/shared/domain/ledger';
import type { Collection } from 'mongodb';
import type { StoredEntry } from './collection.ts';
import { within } from './time-limit.ts';

/** Where the end of a history may be: entry `from` is there (0: the history may be empty), entry `before` is not. */
interface Reach {
  readonly from: number;
  readonly before: number;
}

/** Each first probe is so many times further than the one before it. */
const WIDENING = 4;
/** The last of the first probes: a longer history is searched for as a single one is. */
const FURTHEST = WIDENING ** 10;
/** Numbers of one account that are asked for at once, when it is known where they begin and end. */
const PROBES_MAX = 12;
/** Accounts of one query. */
const ACCOUNTS_PER_QUERY = 500;

const FIRST_PROBES: readonly number[] = Array.from(
  { length: Math.log2(FURTHEST) / Math.log2(WIDENING) + 1 },
  (_, power) => WIDENING ** power,
);

/**
 * Finds how far histories go of which nothing is known, for many accounts at once: asks whether some of their numbers are
 * there, by the ids alone, and comes closer with each answer. That costs the database a sixth of looking for the last id of
 * each account. Answers are of different moments: whoever asks looks at the end itself once more.
 * @returns the newest number of each account, 0 where there is none; accounts that have gaps or go too far are left out
 */
export async function seekEnds(
  collection: Collection<StoredEntry>,
  accounts: readonly string[],
  timeoutMs: number,
): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  const parts: Promise<void>[] = [];
  for (let first = 0; first < accounts.length; first += ACCOUNTS_PER_QUERY) {
    parts.push(seekPart(collection, accounts.slice(first, first + ACCOUNTS_PER_QUERY), timeoutMs, ends));
  }
  await Promise.all(parts);
  return ends;
}

async function seekPart(
  collection: Collection<StoredEntry>,
  accounts: readonly string[],
  timeoutMs: number,
  ends: Map<string, number>,
): Promise<void> {
  let open = new Map<string, Reach>(accounts.map((account) => [account, { from: 0, before: FURTHEST * WIDENING }]));
  while (open.size > 0) {
    const asked = [...open].map(([account, reach]) => ({ account, reach, probes: probesOf(reach) }));
    const ids = asked.flatMap(({ account, probes }) => probes.map((seq) => entryId(account, seq)));
    const reading = collection
      .find({ _id: { $in: ids } }, { projection: { _id: 1 }, batchSize: ids.length, maxTimeMS: timeoutMs })
      .toArray();
    const present = new Set((await within(timeoutMs, reading)).map(({ _id }) => _id));
    open = new Map();
    for (const { account, reach, probes } of asked) {
      const closer = narrowed(
        reach,
        probes,
        probes.map((seq) => present.has(entryId(account, seq))),
      );
      if (closer === null) continue;
      if (closer.before === closer.from + 1) ends.set(account, closer.from);
      else open.set(account, closer);
    }
  }
}

/** The numbers to ask for next: all that are left where they are few, else some at equal distances. */
export function probesOf({ from, before }: Reach): readonly number[] {
  if (before > FURTHEST) return FIRST_PROBES;
  const step = Math.ceil((before - from) / (PROBES_MAX + 1));
  const probes: number[] = [];
  for (let seq = from + step; seq < before; seq += step) probes.push(seq);
  return probes;
}

/** What is left after an answer; null where what is there has a gap, or goes further than is searched here. */
export function narrowed(reach: Reach, probes: readonly number[], present: readonly boolean[]): Reach | null {
  const firstAbsent = present.indexOf(false);
  if (firstAbsent === -1) {
    // All of them are there: the end lies behind the last one that was asked for.
    const from = probes.at(-1) ?? reach.from;
    return reach.before > FURTHEST ? null : { from, before: reach.before };
  }
  if (present.includes(true, firstAbsent)) return null;
  return { from: probes[firstAbsent - 1] ?? reach.from, before: probes[firstAbsent] ?? reach.before };
}

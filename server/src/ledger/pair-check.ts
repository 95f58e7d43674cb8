import type { BadEntry } from '@red-points/shared/domain/verification';
import type { LedgerCheck, MakeLedgerCheck } from './check.ts';
import { ledgerCollection, type StoredEntry } from './collection.ts';

/** What of an entry its other half must agree with. */
interface Half {
  readonly account: string;
  readonly seq: number;
  readonly kind: StoredEntry['kind'];
  readonly other: string;
  readonly key: string;
  readonly points: number;
  readonly minutes: number;
  readonly recordedAtMs: number;
  /** Canonical text of what was carried, without its direction; null where nothing was. */
  readonly carried: string | null;
  readonly direction: 'out' | 'in';
}

/**
 * Matches the two entries of each pair: one without its other half, or with another amount, does not hold. Memory grows
 * with pairs of which one half was met, and is free again when the other comes.
 */
export const pairCheck: MakeLedgerCheck = ({ db }): LedgerCheck => {
  const open = new Map<string, Half>();
  const bad: BadEntry[] = [];
  return {
    name: 'pairs',
    take: (stored) => {
      if (stored.counterparty.kind !== 'account') return;
      const half = halfOf(stored);
      const name = `${[half.account, half.other].sort().join('|')}|${half.key}`;
      const other = open.get(name);
      open.delete(name);
      if (other === undefined) open.set(name, half);
      else if (!belongTogether(half, other)) bad.push(badOf(half), badOf(other));
    },
    finish: async () => {
      for (const half of open.values()) {
        // A pair posted while the ledger was read may have been seen by half; of one account's history, only half is seen.
        const other = await ledgerCollection(db).findOne({ account: half.other, key: half.key });
        if (other === null || !belongTogether(half, halfOf(other))) bad.push(badOf(half));
      }
      return bad;
    },
  };
};

function halfOf(entry: StoredEntry): Half {
  const { account, seq, kind, key, points, minutes, recordedAtMs, carried } = entry;
  const counters = Object.entries(carried?.counters ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    account,
    seq,
    kind,
    other: entry.counterparty.id,
    key,
    points,
    minutes,
    recordedAtMs,
    carried: carried === undefined ? null : JSON.stringify([carried.items, carried.earned, counters]),
    direction: carried?.direction ?? (points < 0 ? 'out' : 'in'),
  };
}

function belongTogether(one: Half, other: Half): boolean {
  return (
    one.account === other.other &&
    other.account === one.other &&
    one.kind === other.kind &&
    one.points + other.points === 0 &&
    one.minutes + other.minutes === 0 &&
    one.recordedAtMs === other.recordedAtMs &&
    one.carried === other.carried &&
    one.direction !== other.direction
  );
}

function badOf({ account, seq }: Half): BadEntry {
  return { account, seq, code: 'pair_mismatch' };
}

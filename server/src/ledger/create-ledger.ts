import {
  available,
  emptyState,
  entryId,
  entryIdRange,
  heldPoints,
  type LedgerEntry,
  recordedAfter,
  SEQ_MAX,
} from '@red-points/shared/domain/ledger';
import type { Collection, Db } from 'mongodb';
import { gathered } from '../platform/gather.ts';
import { newestAsOf } from './as-of.ts';
import { ledgerCollection, type StoredEntry, toEntry } from './collection.ts';
import { GroupCommit, type GroupCommitSettings, groupCommitDefaults } from './group-commit.ts';
import { HeadReader } from './head-reader.ts';
import { blankHead, type Head, headOf } from './heads.ts';
import { PairPosting } from './post-pair.ts';
import { readDebts } from './read-debts.ts';
import { sharesOf } from './shares.ts';
import { SpendingAtOnce } from './spend-at-once.ts';
import type { AccountView, KindTotals, Ledger, StatementPage, StatementQuery } from './types.ts';

export const STATEMENT_LIMIT_MAX = 200;

export interface LedgerDependencies {
  readonly db: Db;
  readonly clock: { now(): number };
  /** Departures from `groupCommitDefaults`. */
  readonly settings?: Partial<GroupCommitSettings>;
}

/** The ledger of a database whose collection was made by `ensureLedgerCollection`. One per process. */
export function createLedger({ db, clock, settings }: LedgerDependencies): Ledger {
  const all = { ...groupCommitDefaults, ...settings };
  const heads = new HeadReader(db, all.operationTimeoutMs, all.seenAccountsMax);
  const commit = new GroupCommit(db, clock, all, heads);
  const pairs = new PairPosting(db, clock, all, heads);
  const atOnce = new SpendingAtOnce(db, clock, all.operationTimeoutMs, heads);
  const collection = ledgerCollection(db);
  const maxTimeMS = all.operationTimeoutMs;
  const head = gathered((accounts: readonly string[]) => heads.read(accounts));
  const view = async (account: string): Promise<AccountView> => {
    entryIdRange(account);
    return viewOf(account, await head(account), clock.now());
  };
  return {
    post: (command) => commit.post(command),
    postPair: (command) => pairs.post(command),
    spendAtOnce: (spending, beside) => atOnce.spend(spending, beside),
    close: async () => {
      await Promise.all([commit.close(), pairs.close(), atOnce.close()]);
    },
    view,
    views: (accounts) => Promise.all(accounts.map(view)),
    asOf: async (account, instantMs) => {
      const newest = await newestAsOf(collection, account, instantMs, maxTimeMS);
      const view = viewOf(account, newest === null ? blankHead : headOf(newest), instantMs);
      return { ...view, atMs: instantMs, entry: entryOrNull(newest) };
    },
    statement: (account, query) => readStatement(collection, account, query, maxTimeMS),
    totals: (account, afterSeq, untilSeq) => totalsOf(collection, account, afterSeq, untilSeq, maxTimeMS),
    shares: async (account, afterSeq, untilSeq, parts) =>
      untilSeq <= afterSeq
        ? []
        : sharesOf(collection, account, rangeOf(account, { afterSeq, beforeSeq: untilSeq + 1 }), parts, maxTimeMS),
    entry: async (account, seq) => {
      if (!Number.isSafeInteger(seq) || seq < 1 || seq > SEQ_MAX) return null;
      return entryOrNull(await collection.findOne({ _id: entryId(account, seq) }, { maxTimeMS }));
    },
    entryByKey: async (account, key) => entryOrNull(await collection.findOne({ account, key }, { maxTimeMS })),
    entries: async (ids) => {
      const stored = await collection.find({ _id: { $in: [...ids] } }, { maxTimeMS }).toArray();
      const byId = new Map(stored.map((document) => [document._id, toEntry(document)]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
    debts: (account, owed) => readDebts(collection, account, owed, maxTimeMS),
    referringTo: async (account, seq) => {
      const stored = await collection.find({ account, refersTo: seq }, { maxTimeMS }).sort({ _id: 1 }).toArray();
      return stored.map(toEntry);
    },
  };
}

function viewOf(account: string, head: Head, nowMs: number): AccountView {
  const state = head.seq === 0 ? emptyState : head.state;
  return {
    account,
    seq: head.seq,
    state,
    available: available(state, recordedAfter(nowMs, head.recordedAtMs)),
    held: heldPoints(state),
  };
}

/** A page of a statement by a range on `_id`, newest first: its cost does not depend on how long the history is. */
async function readStatement(
  collection: Collection<StoredEntry>,
  account: string,
  query: StatementQuery,
  maxTimeMS: number,
): Promise<StatementPage> {
  const limit = Math.min(Math.max(1, Math.trunc(query.limit)), STATEMENT_LIMIT_MAX);
  if (query.beforeSeq !== undefined && query.beforeSeq <= 1) return { entries: [], nextBeforeSeq: null };
  const kinds = query.kinds === undefined ? {} : { kind: { $in: [...query.kinds] } };
  const found = await collection
    .find({ _id: rangeOf(account, query), ...kinds }, { maxTimeMS })
    .sort({ _id: -1 })
    .limit(limit + 1)
    .toArray();
  const entries = found.slice(0, limit).map(toEntry);
  const last = entries.at(-1);
  return { entries, nextBeforeSeq: found.length > limit && last !== undefined ? last.seq : null };
}

function rangeOf(account: string, { beforeSeq, afterSeq = 0 }: Omit<StatementQuery, 'limit'>): Record<string, string> {
  const range = entryIdRange(account, beforeSeq);
  return afterSeq < 1 ? range : { ...range, $gt: entryId(account, afterSeq) };
}

async function totalsOf(
  collection: Collection<StoredEntry>,
  account: string,
  afterSeq: number,
  untilSeq: number,
  maxTimeMS: number,
): Promise<KindTotals[]> {
  if (untilSeq <= afterSeq) return [];
  const sums = {
    points: { $sum: '$points' },
    gained: { $sum: { $max: ['$points', 0] } },
    minutes: { $sum: '$minutes' },
    owedChange: { $sum: '$owedChange' },
  };
  const groups = await collection
    .aggregate<Omit<KindTotals, 'kind'> & { _id: KindTotals['kind'] }>(
      [
        { $match: { _id: rangeOf(account, { afterSeq, beforeSeq: untilSeq + 1 }) } },
        { $group: { _id: '$kind', entries: { $sum: 1 }, ...sums } },
        { $sort: { _id: 1 } },
      ],
      { maxTimeMS },
    )
    .toArray();
  return groups.map(({ _id, ...totals }) => ({ kind: _id, ...totals }));
}

function entryOrNull(stored: StoredEntry | null): LedgerEntry | null {
  return stored === null ? null : toEntry(stored);
}

import type { Db } from 'mongodb';
import { collectionMatcher, type ExpectedEntry, type RecordMatcher } from '../ledger/index.ts';
import { type AccountChangeRecord, accountChangeCollection, closingKey, joiningKey } from './store.ts';

const POSTED = { state: 'done' } as const;
/** One that the ledger refused has no entry; one that was confirmed may have it already. */
const POSTING = { state: { $in: ['confirmed', 'done'] } } as const;

/** Closings and the entries that closed accounts, for matching both ways. */
export function closingMatcher(db: Db): RecordMatcher {
  return collectionMatcher({
    sourceKind: 'closing',
    entryKinds: ['close'],
    collection: accountChangeCollection(db),
    posted: { kind: 'closing', ...POSTED },
    posting: { kind: 'closing', ...POSTING },
    idOf: (id) => id,
    fields: ['accountId', 'entrySeq', 'state'],
    expect: ({ _id, accountId, entrySeq, state }) => [
      {
        sourceId: _id,
        account: accountId,
        key: closingKey(_id),
        seq: entrySeq,
        points: 0,
        minutes: 0,
        onItsWay: state !== 'done',
      },
    ],
  });
}

/** Joinings and their two entries each, for matching both ways. */
export function joiningMatcher(db: Db): RecordMatcher {
  const changes = accountChangeCollection(db);
  const matcher = collectionMatcher({
    sourceKind: 'joining',
    entryKinds: ['join'],
    collection: changes,
    posted: { kind: 'joining', ...POSTED },
    posting: { kind: 'joining', ...POSTING },
    idOf: (id) => id,
    fields: ['accountId', 'keptAccountId', 'movedPoints', 'entrySeq', 'state'],
    expect: joined,
  });
  return {
    ...matcher,
    async *posted(account) {
      const ofAccount = account === null ? {} : { $or: [{ accountId: account }, { keptAccountId: account }] };
      for await (const change of changes.find({ kind: 'joining', ...POSTED, ...ofAccount })) {
        for (const expected of joined(change)) if (account === null || expected.account === account) yield expected;
      }
    },
  };
}

function joined({ _id, accountId, keptAccountId, movedPoints, entrySeq, state }: AccountChangeRecord): ExpectedEntry[] {
  const entry = {
    sourceId: _id,
    key: joiningKey(_id),
    // Negative where a debt went along.
    points: movedPoints === null ? null : Math.abs(movedPoints),
    minutes: null,
    onItsWay: state !== 'done',
  };
  return [
    { ...entry, account: accountId, seq: entrySeq },
    { ...entry, account: keptAccountId ?? '', seq: null },
  ];
}

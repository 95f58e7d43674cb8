import type { Db } from 'mongodb';
import { collectionMatcher, type ExpectedEntry, type RecordMatcher } from '../ledger/index.ts';
import { type DonationRecord, donationCollection, donationKey } from './store.ts';

/** Donations and their entries, one in a giver's account and, to an organisation, one in its own, for matching both ways. */
export function donationMatcher(db: Db): RecordMatcher {
  const donations = donationCollection(db);
  const matcher = collectionMatcher({
    sourceKind: 'donation',
    entryKinds: ['donate'],
    collection: donations,
    posted: { state: 'posted' },
    posting: { state: { $ne: 'refused' } },
    idOf: (id) => id,
    fields: ['accountId', 'to', 'points', 'entrySeq', 'state'],
    expect: entriesOf,
  });
  return {
    ...matcher,
    async *posted(account) {
      const ofAccount = account === null ? {} : { $or: [{ accountId: account }, { 'to.accountId': account }] };
      for await (const donation of donations.find({ state: 'posted', ...ofAccount })) {
        for (const expected of entriesOf(donation)) {
          if (account === null || expected.account === account) yield expected;
        }
      }
    },
  };
}

function entriesOf({ _id, accountId, to, points, entrySeq, state }: DonationRecord): ExpectedEntry[] {
  const entry = { sourceId: _id, key: donationKey(_id), points, minutes: 0, onItsWay: state !== 'posted' };
  return [
    { ...entry, account: accountId, seq: entrySeq },
    ...(to.kind === 'organisation' ? [{ ...entry, account: to.accountId, seq: null }] : []),
  ];
}

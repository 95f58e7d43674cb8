import type { Collection } from 'mongodb';
import type { CreditedRecord, CreditedRecords } from '../credits/index.ts';
import { STREAM_BATCH } from '../platform/batches.ts';
import type { ReviewableRecord } from './reviewable.ts';

type Posted = Pick<ReviewableRecord, '_id' | 'accountId' | 'priced'>;
const FIELDS = { accountId: 1, 'priced.points': 1, 'priced.minutes': 1 } as const;

/** The posted records of a collection, as the match with credits wants them. */
export function creditedRecords<R extends ReviewableRecord>(collection: Collection<R>): CreditedRecords {
  // The common fields are all that is asked for here, and every R has them.
  const records = collection as unknown as Collection<ReviewableRecord>;
  return {
    byIds: async (ids) => {
      const found = records.find({ _id: { $in: [...ids] }, state: 'posted' }).project<Posted>(FIELDS);
      return (await found.toArray()).map(creditedOf);
    },
    async *all(account) {
      const posted = { ...(account === null ? {} : { accountId: account }), state: 'posted' };
      const found = records.find(posted).project<Posted>(FIELDS).batchSize(STREAM_BATCH);
      for await (const record of found) yield creditedOf(record);
    },
  };
}

function creditedOf({ _id, accountId, priced }: Posted): CreditedRecord {
  return { id: _id, account: accountId, points: priced.points, minutes: priced.minutes };
}

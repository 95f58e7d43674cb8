import type { Db } from 'mongodb';
import type { RecordMatcher } from '../ledger/index.ts';
import { importStore } from './store.ts';

/** The import rows that became transactions, for matching with the ledger both ways. */
export function importRowMatcher(db: Db): RecordMatcher {
  const { rows } = importStore(db);
  return {
    sourceKind: 'import_row',
    async *records() {
      const fields = { accountId: 1, points: 1, minutes: 1 };
      for await (const row of rows.find({ state: 'posted' }, { projection: fields })) {
        yield { sourceId: row._id, account: row.accountId, points: row.points, minutes: row.minutes };
      }
    },
  };
}

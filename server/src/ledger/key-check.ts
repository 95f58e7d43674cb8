import { STREAM_BATCH } from '../platform/batches.ts';
import type { CheckScope, LedgerCheck } from './check.ts';
import { ledgerCollection } from './collection.ts';
import { FirstBad } from './first-bad.ts';

type Posted = { readonly account: string; readonly key: string };

/**
 * No two entries of an account have the same key. The unique index sees to it, as long as nobody takes it away: so the keys
 * are read in their order, from the index alone, and neighbours are compared.
 */
export const keyCheck = ({ db, account }: CheckScope): LedgerCheck => ({
  name: 'keys',
  take: () => undefined,
  finish: async () => {
    const collection = ledgerCollection(db);
    const bad = new FirstBad();
    const keys = collection
      .find(account === null ? {} : { account }, { collation: { locale: 'simple' }, enableUtf8Validation: false })
      .project<Posted>({ _id: 0, account: 1, key: 1 })
      .sort({ account: 1, key: 1 })
      .batchSize(STREAM_BATCH);
    let previous: Posted | null = null;
    for await (const posted of keys) {
      if (previous?.key === posted.key && previous.account === posted.account) {
        const same = await collection.find(posted).project<{ seq: number }>({ seq: 1 }).sort({ _id: 1 }).toArray();
        for (const { seq } of same.slice(1)) bad.add({ account: posted.account, seq, code: 'key_repeated' });
      }
      previous = posted;
    }
    return bad.list();
  },
});

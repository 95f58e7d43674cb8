import type { BadEntry } from '@red-points/shared/domain/verification';
import type { CollectionInfo, Db, Document } from 'mongodb';
import type { CheckScope, LedgerCheck } from './check.ts';
import { codeOf, LEDGER_COLLECTION, ledgerIndexes } from './collection.ts';

const UNAUTHORIZED = 13;
const NAMESPACE_NOT_FOUND = 26;

/**
 * The collection itself is what the ledger relies on: a plain one, whose texts are compared as bytes, with its unique
 * index. One that is a view can show what was never posted; without the index a key could be posted twice.
 */
export const collectionCheck = ({ db }: CheckScope): LedgerCheck => ({
  name: 'collection',
  take: () => undefined,
  finish: async () => {
    const [found] = await unlessForbidden(() =>
      db.listCollections<CollectionInfo>({ name: LEDGER_COLLECTION }).toArray(),
    );
    const plain = found === undefined || (found.type === 'collection' && !isPeculiar(found.options ?? {}));
    const bad: BadEntry[] = plain ? [] : [badOf('collection_unexpected', LEDGER_COLLECTION)];
    for (const name of await missingIndexes(db)) bad.push(badOf('index_missing', name));
    return bad;
  },
});

function isPeculiar(options: Document): boolean {
  return ['collation', 'capped', 'timeseries', 'clusteredIndex'].some((option) => option in options);
}

async function missingIndexes(db: Db): Promise<string[]> {
  const there = await unlessForbidden(() => db.collection(LEDGER_COLLECTION).indexes());
  if (there.length === 0) return [];
  return ledgerIndexes.flatMap((wanted) => {
    const same = there.some(
      (index) =>
        JSON.stringify(index.key) === JSON.stringify(wanted.key) &&
        (index.unique ?? false) === (wanted.unique ?? false) &&
        JSON.stringify(index.partialFilterExpression) === JSON.stringify(wanted.partialFilterExpression) &&
        index.collation === undefined,
    );
    return same ? [] : [wanted.name ?? ''];
  });
}

/** A production server may read the ledger and not ask how it is made; an administrator's command may. */
async function unlessForbidden<T>(read: () => Promise<T[]>): Promise<T[]> {
  try {
    return await read();
  } catch (error) {
    if (codeOf(error) === UNAUTHORIZED || codeOf(error) === NAMESPACE_NOT_FOUND) return [];
    throw error;
  }
}

function badOf(code: 'collection_unexpected' | 'index_missing', id: string): BadEntry {
  return { account: '', seq: 0, code, about: { kind: 'collection', id } };
}

import { type Collection, MongoBulkWriteError, type WriteError } from 'mongodb';
import { codeOf, type StoredEntry } from './collection.ts';

/**
 * What became of one document of a batch:
 * `written` majority-committed and journaled, `duplicate` refused by a unique index, `unattempted` behind a failure
 * in an ordered batch, `unknown` anything else: it may be there or not.
 */
export type WriteResult = 'written' | 'duplicate' | 'unattempted' | 'unknown';

export const DUPLICATE_KEY = 11_000;

/** Inserts documents of different accounts; each succeeds or fails by itself. Never throws. */
export function insertUnordered(
  collection: Collection<StoredEntry>,
  documents: StoredEntry[],
  timeoutMS: number,
): Promise<WriteResult[]> {
  return insert(collection, documents, false, timeoutMS);
}

/** Inserts documents of one account, each standing on the one before: nothing is tried after a failure. Never throws. */
export function insertOrdered(
  collection: Collection<StoredEntry>,
  documents: StoredEntry[],
  timeoutMS: number,
): Promise<WriteResult[]> {
  return insert(collection, documents, true, timeoutMS);
}

async function insert(
  collection: Collection<StoredEntry>,
  documents: StoredEntry[],
  ordered: boolean,
  timeoutMS: number,
): Promise<WriteResult[]> {
  try {
    await collection.insertMany(documents, { ordered, timeoutMS, forceServerObjectId: true });
    return documents.map(() => 'written');
  } catch (error) {
    return resultsOf(error, documents.length, ordered);
  }
}

function resultsOf(error: unknown, count: number, ordered: boolean): WriteResult[] {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) {
    return single(error, count);
  }
  const results: WriteResult[] = Array.from({ length: count }, () => 'written');
  const failures: WriteError[] = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  for (const failure of failures) {
    results[failure.index] = failure.code === DUPLICATE_KEY ? 'duplicate' : 'unknown';
    if (ordered) results.fill('unattempted', failure.index + 1);
  }
  return results;
}

function single(error: unknown, count: number): WriteResult[] {
  const result = count === 1 && !(error instanceof MongoBulkWriteError) && codeOf(error) === DUPLICATE_KEY;
  return Array.from({ length: count }, () => (result ? 'duplicate' : 'unknown'));
}

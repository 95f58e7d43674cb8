import type { Db } from 'mongodb';
import { codeOf, LEDGER_COLLECTION, type StoredEntry } from './collection.ts';
import { within } from './time-limit.ts';

/**
 * What became of one document of a batch:
 * `written` majority-committed and journaled, `duplicate` refused by a unique index, `unattempted` behind a failure
 * in an ordered batch, `unknown` anything else: it may be there or not.
 */
export type WriteResult = 'written' | 'duplicate' | 'unattempted' | 'unknown';

export const DUPLICATE_KEY = 11_000;

/** What the server answers to an insert. */
interface InsertReply {
  readonly writeErrors?: readonly { readonly index: number; readonly code: number }[];
  readonly writeConcernError?: unknown;
}

/** Inserts documents of different accounts; each succeeds or fails by itself. Never throws. */
export function insertUnordered(db: Db, documents: readonly StoredEntry[], timeoutMs: number): Promise<WriteResult[]> {
  return insert(db, documents, false, timeoutMs);
}

/** Inserts documents of one account, each standing on the one before: nothing is tried after a failure. Never throws. */
export function insertOrdered(db: Db, documents: readonly StoredEntry[], timeoutMs: number): Promise<WriteResult[]> {
  return insert(db, documents, true, timeoutMs);
}

/**
 * The command itself rather than `insertMany`: it says of every document what became of it in plain data, and is never
 * repeated behind our back, so that a repetition is ours to decide on.
 */
async function insert(
  db: Db,
  documents: readonly StoredEntry[],
  ordered: boolean,
  timeoutMs: number,
): Promise<WriteResult[]> {
  try {
    const writeConcern = { w: 'majority', j: true, wtimeout: timeoutMs };
    const command = { insert: LEDGER_COLLECTION, documents, ordered, writeConcern, maxTimeMS: timeoutMs };
    return resultsOf(await within(timeoutMs, db.command(command)), documents.length, ordered);
  } catch (error) {
    // A whole command refused for a duplicate key wrote nothing.
    const known = documents.length === 1 && codeOf(error) === DUPLICATE_KEY;
    return documents.map(() => (known ? 'duplicate' : 'unknown'));
  }
}

function resultsOf(reply: InsertReply, count: number, ordered: boolean): WriteResult[] {
  const acknowledged = reply.writeConcernError === undefined;
  const results: WriteResult[] = Array.from({ length: count }, () => (acknowledged ? 'written' : 'unknown'));
  for (const { index, code } of reply.writeErrors ?? []) {
    results[index] = code === DUPLICATE_KEY ? 'duplicate' : 'unknown';
    if (ordered) results.fill('unattempted', index + 1);
  }
  return results;
}

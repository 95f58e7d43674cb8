/// <reference path="./mongodb-internals.d.ts" />
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import driver from 'mongodb/lib/cmap/commands.js';
import { codeOf, LEDGER_COLLECTION } from './collection.ts';
import { entriesAsBson } from './entry-bson.ts';
import { within } from './time-limit.ts';

/**
 * What became of one entry of a batch:
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

/** Inserts entries of different accounts; each succeeds or fails by itself. Never throws. */
export function insertUnordered(db: Db, entries: readonly LedgerEntry[], timeoutMs: number): Promise<WriteResult[]> {
  return insert(db, entries, false, timeoutMs);
}

/** Inserts entries of one account, each standing on the one before: nothing is tried after a failure. Never throws. */
export function insertOrdered(db: Db, entries: readonly LedgerEntry[], timeoutMs: number): Promise<WriteResult[]> {
  return insert(db, entries, true, timeoutMs);
}

/**
 * The command itself rather than `insertMany`: it says of every entry what became of it in plain data, and is never
 * repeated behind our back, so that a repetition is ours to decide on.
 */
async function insert(
  db: Db,
  entries: readonly LedgerEntry[],
  ordered: boolean,
  timeoutMs: number,
): Promise<WriteResult[]> {
  try {
    const writeConcern = { w: 'majority', j: true, wtimeout: timeoutMs };
    const documents = asSequence(entries);
    const command = { insert: LEDGER_COLLECTION, documents, ordered, writeConcern, maxTimeMS: timeoutMs };
    return resultsOf(await within(timeoutMs, db.command(command)), entries.length, ordered);
  } catch (error) {
    // A whole command refused for a duplicate key wrote nothing.
    const known = entries.length === 1 && codeOf(error) === DUPLICATE_KEY;
    return entries.map(() => (known ? 'duplicate' : 'unknown'));
  }
}

/**
 * The form in which the driver's own `insertMany` sends its documents. It is not part of the driver's public interface, and
 * its version is pinned: a version without it fails at the first import, and one that took it for a document would be
 * refused by the server at the first posting of every test.
 */
function asSequence(entries: readonly LedgerEntry[]): InstanceType<typeof driver.DocumentSequence> {
  const sequence = new driver.DocumentSequence('documents');
  sequence.push(null, entriesAsBson(entries));
  return sequence;
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

import { type ClientSession, type Db, MongoError } from 'mongodb';
import { codeOf, LEDGER_COLLECTION, type StoredEntry } from './collection.ts';
import { DUPLICATE_KEY } from './insert.ts';
import { within } from './time-limit.ts';
import { OutcomeUnknownError } from './types.ts';

/** What another writer in the way looks like, inside a transaction and outside of one. */
const CONFLICTS = new Set<unknown>([DUPLICATE_KEY, 112]);
/** By this label the database says that nothing of a transaction was or will be written. */
const NOT_WRITTEN = 'TransientTransactionError';

/** Ends a transaction that finds it should not be, by way of an error that nobody sees. */
class NotNow extends Error {}

/**
 * Does some writes all together or not at all, in one transaction of the database.
 * @param work false undoes what it has written
 * @returns true once all of it is majority-committed and journaled; false where another writer was in the way, or `work` said so:
 * then nothing is written. Throws OutcomeUnknownError where it was to be committed and no answer came; after any other error
 * nothing is written either.
 */
export async function writeTogether(
  db: Db,
  timeoutMs: number,
  work: (session: ClientSession) => Promise<boolean>,
): Promise<boolean> {
  const session = db.client.startSession();
  let committing = false;
  try {
    session.startTransaction({
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: timeoutMs },
      maxCommitTimeMS: timeoutMs,
    });
    if (!(await within(timeoutMs, work(session)))) throw new NotNow();
    committing = true;
    await within(timeoutMs, session.commitTransaction());
    return true;
  } catch (error) {
    if (!committing) await within(timeoutMs, session.abortTransaction()).catch(() => undefined);
    if (error instanceof NotNow || CONFLICTS.has(codeOf(error))) return false;
    if (!committing) throw error;
    if (error instanceof MongoError && error.hasErrorLabel(NOT_WRITTEN)) return false;
    throw new OutcomeUnknownError('it is not known whether the entries were written: ask again', { cause: error });
  } finally {
    await session.endSession();
  }
}

/** Inserts entries as part of a transaction. */
export async function insertIn(db: Db, session: ClientSession, documents: readonly StoredEntry[]): Promise<void> {
  await db.collection<StoredEntry>(LEDGER_COLLECTION).insertMany([...documents], { ordered: true, session });
}

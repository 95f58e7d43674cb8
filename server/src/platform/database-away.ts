import type { MongoError } from 'mongodb';

/** Errors of the database's driver that say it cannot be reached right now. */
const UNREACHABLE =
  /^(Mongo(ServerSelection|ServerClosed|Network|NotConnected|PoolClosed|PoolCleared|WaitQueueTimeout|TopologyClosed|ClientClosed|StalePrimary|OperationTimeout|ExpiredSession)|PoolCleared)/;

/** What the driver and the database say of a failure that leaves nothing behind, or that repeating makes good. */
const REPEATABLE_LABELS = ['TransientTransactionError', 'RetryableWriteError'];

/**
 * The same in other words: a connection that the system cut under the driver's hands, and codes of a database that stops,
 * loses or seeks its place among its members, or does not answer in time. Whoever asks again with the same key is safe.
 */
const UNREACHABLE_CODES = new Set<unknown>([
  ...['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT'],
  // MaxTimeMSExpired, WriteConcernFailed (timed out), ShutdownInProgress, PrimarySteppedDown, ExceededTimeLimit
  ...[50, 64, 91, 189, 262],
  // NotWritablePrimary, InterruptedAtShutdown, InterruptedDueToReplStateChange, NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary
  ...[10_107, 11_600, 11_602, 13_435, 13_436],
]);

/** Whether an error says nothing of what was being done: the database cannot be reached, or others were in the way. */
export function isDatabaseAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return (typeof name === 'string' && UNREACHABLE.test(name)) || UNREACHABLE_CODES.has(code) || isRepeatable(error);
}

/** By what it can do, not by its class: Mongoose has its own copy of the driver. */
function isRepeatable(error: object): boolean {
  const { hasErrorLabel } = error as Partial<Pick<MongoError, 'hasErrorLabel'>>;
  return typeof hasErrorLabel === 'function' && REPEATABLE_LABELS.some((label) => hasErrorLabel.call(error, label));
}

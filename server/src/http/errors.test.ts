import { type BulkWriteResult, MongoBulkWriteError, MongoNetworkError, MongoServerError } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { TimeLimitError } from '../ledger/index.ts';
import { refusalOf } from './errors.ts';

const coded = (code: string | number, message = 'something'): Error => Object.assign(new Error(message), { code });

function transient(): MongoServerError {
  const error = new MongoServerError({ code: 251, errmsg: 'no such transaction' });
  error.addErrorLabel('TransientTransactionError');
  return error;
}

/** As the driver throws it where the line fails under several writes in one. */
const ofSeveralWrites = (cause: MongoServerError | MongoNetworkError): MongoBulkWriteError =>
  new MongoBulkWriteError(cause, {} as BulkWriteResult);

describe('what a thrown error means to the caller', () => {
  test.each([
    ['the connection failed', new MongoNetworkError('connection 7 closed')],
    ['the line was cut under several writes', ofSeveralWrites(new MongoNetworkError('connection 27 closed'))],
    ['the system cut the socket under the driver', coded('EPIPE', 'This socket has been ended by the other party')],
    ['the database is being stopped', new MongoServerError({ code: 11_600, errmsg: 'interrupted at shutdown' })],
    ['the database has just lost its place', new MongoServerError({ code: 10_107, errmsg: 'not primary' })],
    ['the ledger waited for an answer as long as it may', new TimeLimitError('the database did not answer in time')],
    ['a transaction was ended by a database that started anew', transient()],
    ['a pool of connections is closed', Object.assign(new Error('closed'), { name: 'MongoPoolClosedError' })],
    ['the database took too long', new MongoServerError({ code: 50, errmsg: 'operation exceeded time limit' })],
  ])('“ask again” where %s', (_what, error) => {
    expect(refusalOf(error)).toMatchObject({ refused: 'unavailable' });
  });

  test.each([
    ['outcome_unknown', coded('outcome_unknown')],
    ['ledger_busy', coded('ledger_busy')],
    ['internal_error', new MongoServerError({ code: 11_000, errmsg: 'duplicate key' })],
    ['internal_error', ofSeveralWrites(new MongoServerError({ code: 11_000, errmsg: 'duplicate key' }))],
    ['internal_error', new TypeError('a bug')],
    ['internal_error', 'not even an error'],
  ])('%s, told from them', (code, error) => {
    expect(refusalOf(error)).toMatchObject({ refused: code });
  });
});

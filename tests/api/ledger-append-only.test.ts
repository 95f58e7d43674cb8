import { freshDatabase } from '@red-points/scripts/mongo/index';
import {
  createLedger,
  ensureLedgerCollection,
  LEDGER_COLLECTION,
  ledgerEntryModel,
} from '@red-points/server/ledger/index';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { earnCommand, newAccountId, TEST_NOW_MS } from '../support/ledger-commands.ts';

const database = freshDatabase();
const connection = mongoose.createConnection(database.uri, { autoIndex: false, autoCreate: false });
const model = ledgerEntryModel(connection);
const account = newAccountId();

beforeAll(async () => {
  await connection.asPromise();
  const db = connection.getClient().db(connection.name);
  await ensureLedgerCollection(db);
  const ledger = createLedger({ db, clock: { now: () => TEST_NOW_MS } });
  await ledger.post(earnCommand(account, 'claim:1', 10));
  await ledger.close();
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

test('the model reads entries', async () => {
  const found = await model.findOne({ account }).lean();
  expect(found).toMatchObject({ account, seq: 1, points: 10, state: { balance: 10 } });
});

test.each<[string, () => Promise<unknown>]>([
  ['updateOne', () => model.updateOne({ account }, { $set: { points: 1 } }).exec()],
  ['updateMany', () => model.updateMany({ account }, { $set: { points: 1 } }).exec()],
  ['replaceOne', () => model.replaceOne({ account }, { account, seq: 1, kind: 'earn' }).exec()],
  ['findOneAndUpdate', () => model.findOneAndUpdate({ account }, { $set: { points: 1 } }).exec()],
  ['findOneAndReplace', () => model.findOneAndReplace({ account }, { account, seq: 1, kind: 'earn' }).exec()],
  ['findOneAndDelete', () => model.findOneAndDelete({ account }).exec()],
  ['findByIdAndUpdate', () => model.findByIdAndUpdate(`${account}:0000000001`, { points: 1 }).exec()],
  ['deleteOne', () => model.deleteOne({ account }).exec()],
  ['deleteMany', () => model.deleteMany({}).exec()],
  ['save of one that exists', async () => (await model.findOne({ account }))?.set('points', 1).save()],
  ['updateOne on a document', async () => (await model.findOne({ account }))?.updateOne({ points: 1 })],
  ['deleteOne on a document', async () => (await model.findOne({ account }))?.deleteOne()],
  ['create', () => model.create({ _id: 'x', account, seq: 2, kind: 'earn' })],
  ['insertMany', () => model.insertMany([{ _id: 'x', account, seq: 2, kind: 'earn' }])],
  ['bulkWrite', () => model.bulkWrite([{ deleteOne: { filter: { account } } }])],
  ['aggregate with $out', () => model.aggregate([{ $match: { account } }, { $out: LEDGER_COLLECTION }])],
])('the model refuses %s, and the entry stays as it was', async (_operation, attempt) => {
  const before = await model.findOne({ account }).lean();
  await expect(attempt()).rejects.toMatchObject({ code: 'ledger_append_only' });
  expect(await model.find({}).lean()).toEqual([before]);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DIGEST_COLLECTIONS, DigestStore, ensureDigests, makeDueDigests } from '@red-points/server/digests/index';
import {
  createLedger,
  createProductionRole,
  ensureLedgerCollection,
  LEDGER_COLLECTION,
  SERVER_ROLE,
} from '@red-points/server/ledger/index';
import { type Db, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { earnCommand, newAccountId, spendCommand, TEST_NOW_MS } from '../support/ledger-commands.ts';
import { freePort } from './support/three-members.ts';

const UNAUTHORIZED = { code: 13 };
const root = mkdtempSync(path.join(os.tmpdir(), 'red-points-auth-'));
const account = newAccountId();
let mongod: ChildProcess;
let administrator: MongoClient;
let server: MongoClient;
let db: Db;

beforeAll(async () => {
  const port = await freePort();
  mongod = startWithAuth(port);
  const direct = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const local = new MongoClient(direct);
  await untilPrimary(local, port);
  const roles = [{ role: 'root', db: 'admin' }];
  await local.db('admin').command({ createUser: 'administrator', pwd: 'secret', roles });
  await local.close();

  administrator = new MongoClient(direct, { auth: { username: 'administrator', password: 'secret' } });
  const product = administrator.db('red_points');
  await ensureLedgerCollection(product);
  await ensureDigests(product);
  await createProductionRole(product, ['people'], DIGEST_COLLECTIONS);
  await product.command({ createUser: 'server', pwd: 'secret', roles: [SERVER_ROLE] });

  const auth = { username: 'server', password: 'secret' };
  server = new MongoClient(direct, { auth, authSource: 'red_points' });
  db = server.db('red_points');
});
afterAll(async () => {
  await Promise.all([administrator?.close(), server?.close()]);
  mongod.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

test('the production user can follow the changes of all collections by one stream, as live events and messages do', async () => {
  const stream = db.watch([{ $match: { 'ns.coll': { $in: [LEDGER_COLLECTION, 'people'] } } }]);
  await stream.tryNext();
  await stream.close();
});

test('the production user can post and read', async () => {
  await ensureLedgerCollection(db);
  const ledger = createLedger({ db, clock: { now: () => TEST_NOW_MS } });
  expect(await ledger.post(earnCommand(account, 'claim:1', 10))).toMatchObject({ status: 'posted' });
  expect(await ledger.post(spendCommand(account, 'r1', 4))).toMatchObject({ status: 'posted', entry: { seq: 2 } });
  expect(await ledger.view(account)).toMatchObject({ available: 6 });
  await ledger.close();
});

test('the production user can neither change, delete nor drop what was posted', async () => {
  const entries = db.collection(LEDGER_COLLECTION);
  const attempts: (() => Promise<unknown>)[] = [
    () => entries.updateOne({ account }, { $set: { points: 1 } }),
    () => entries.replaceOne({ account }, { points: 1 }),
    () => entries.findOneAndUpdate({ account }, { $set: { points: 1 } }),
    () => entries.deleteOne({ account }),
    () => entries.deleteMany({}),
    () => entries.drop(),
    () => entries.rename('elsewhere'),
    () => db.command({ dropIndexes: LEDGER_COLLECTION, index: '*' }),
    () => entries.aggregate([{ $out: LEDGER_COLLECTION }]).toArray(),
    () =>
      db
        .collection('people')
        .aggregate([{ $merge: LEDGER_COLLECTION }])
        .toArray(),
    () => db.dropDatabase(),
    () => db.command({ collMod: LEDGER_COLLECTION, validator: {} }),
  ];
  for (const attempt of attempts) await expect(attempt(), String(attempt)).rejects.toMatchObject(UNAUTHORIZED);
  expect(await entries.countDocuments()).toBe(2);
});

test('the production user may change documents of other collections', async () => {
  const people = db.collection('people');
  await people.insertOne({ name: 'a' });
  await people.updateOne({ name: 'a' }, { $set: { name: 'b' } });
  expect((await people.deleteOne({ name: 'b' })).deletedCount).toBe(1);
});

test('the production user makes digests, and can neither change nor delete one', async () => {
  await ensureDigests(db);
  const deps = { db, store: new DigestStore(db), clock: { now: () => TEST_NOW_MS + 86_400_000 } };
  expect(await makeDueDigests(deps)).toBe(1);
  for (const name of DIGEST_COLLECTIONS) {
    const collection = db.collection(name);
    expect(await collection.countDocuments(), name).toBeGreaterThan(0);
    await expect(collection.updateOne({}, { $set: { root: '' } }), name).rejects.toMatchObject(UNAUTHORIZED);
    await expect(collection.deleteOne({}), name).rejects.toMatchObject(UNAUTHORIZED);
    await expect(collection.drop(), name).rejects.toMatchObject(UNAUTHORIZED);
  }
});

test('a server without the right to make indexes refuses to start where the unique index is missing', async () => {
  await administrator.db('red_points').collection(LEDGER_COLLECTION).dropIndex('account_key');
  await expect(ensureLedgerCollection(db)).rejects.toThrow(/hint/);
});

function startWithAuth(port: number): ChildProcess {
  const binary = process.env.MONGOD_BINARY;
  if (binary === undefined) throw new Error('MONGOD_BINARY is not set');
  const keyFile = path.join(root, 'key');
  writeFileSync(keyFile, randomBytes(48).toString('base64'), { mode: 0o400 });
  mkdirSync(path.join(root, 'db'));
  const options = [
    '--dbpath',
    path.join(root, 'db'),
    '--port',
    String(port),
    '--bind_ip',
    '127.0.0.1',
    '--nounixsocket',
  ];
  options.push(
    '--replSet',
    'auth',
    '--auth',
    '--keyFile',
    keyFile,
    '--oplogSize',
    '64',
    '--logpath',
    path.join(root, 'log'),
  );
  return spawn(binary, [...options, '--wiredTigerCacheSizeGB', '0.25'], { stdio: 'ignore' });
}

/** Without users yet, a connection from this machine may initiate the set and make the first user. */
async function untilPrimary(client: MongoClient, port: number): Promise<void> {
  const config = { _id: 'auth', members: [{ _id: 0, host: `127.0.0.1:${port}` }] };
  await client.db('admin').command({ replSetInitiate: config });
  for (;;) {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello.isWritablePrimary === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

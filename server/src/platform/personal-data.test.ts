import { freshDatabase } from '@red-points/scripts/mongo/index';
import { Binary } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { connectDatabase, type Database } from './database.ts';
import { deriveKeys, KEY_PURPOSES } from './keys.ts';
import { createPersonalData, type PersonalData } from './personal-data.ts';

const fresh = freshDatabase();
const keys = deriveKeys('a master secret that only this test knows');
let database: Database;
let data: PersonalData;

beforeAll(async () => {
  database = await connectDatabase(fresh.uri);
  data = createPersonalData({ db: database.db, keys, clock: systemClock });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

it('opens what it sealed, for many owners at once, also with an empty cache', async () => {
  const records = Array.from({ length: 50 }, (_, at) => ({
    ownerId: `owner-${at % 20}`,
    fields: { name: `name ${at}` },
  }));
  const sealed = await data.sealMany('profile', records);
  const another = createPersonalData({ db: database.db, keys, clock: systemClock });
  const opened = await another.openMany(
    'profile',
    sealed.map((seal, at) => ({ ownerId: records[at]?.ownerId ?? '', sealed: seal })),
  );
  expect(opened).toEqual(records.map(({ fields }) => fields));
});

it('seals the same fields differently each time', async () => {
  const [one, two] = [await data.seal('x', 'profile', { name: 'a' }), await data.seal('x', 'profile', { name: 'a' })];
  expect(one.toString('hex')).not.toBe(two.toString('hex'));
});

it('does not open a record of another owner, another kind, or one that was changed', async () => {
  const sealed = await data.seal('one', 'profile', { name: 'a' });
  await data.seal('two', 'profile', { name: 'b' });
  await expect(data.open('two', 'profile', sealed)).rejects.toThrow();
  await expect(data.open('one', 'user', sealed)).rejects.toThrow();
  const changed = Buffer.from(sealed.buffer);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  await expect(data.open('one', 'profile', new Binary(changed))).rejects.toThrow();
});

it('opens nothing of an owner whose key was erased, and never makes them a new one', async () => {
  const sealed = await data.seal('gone', 'profile', { name: 'a' });
  await data.erase('gone');
  expect(await data.open('gone', 'profile', sealed)).toBeNull();
  const another = createPersonalData({ db: database.db, keys, clock: systemClock });
  expect(await another.open('gone', 'profile', sealed)).toBeNull();
  await expect(another.seal('gone', 'profile', { name: 'again' })).rejects.toThrow('erased');
});

it('makes one key when two processes seal for a new owner at the same moment', async () => {
  const two = createPersonalData({ db: database.db, keys, clock: systemClock });
  const seals = await Promise.all([
    data.seal('new', 'profile', { name: 'a' }),
    two.seal('new', 'profile', { name: 'b' }),
  ]);
  expect(await Promise.all(seals.map((sealed) => data.open('new', 'profile', sealed)))).toEqual([
    { name: 'a' },
    { name: 'b' },
  ]);
});

it('derives independent keys, the same in every process', () => {
  const all = KEY_PURPOSES.map((purpose) => keys.of(purpose).export().toString('hex'));
  expect(new Set(all).size).toBe(KEY_PURPOSES.length);
  const again = deriveKeys('a master secret that only this test knows');
  expect(KEY_PURPOSES.map((purpose) => again.of(purpose).export().toString('hex'))).toEqual(all);
  expect(deriveKeys('the master secret of another installation').installationId).not.toBe(keys.installationId);
  expect(() => deriveKeys('short')).toThrow('32');
});

import { freshDatabase } from '@red-points/scripts/mongo/index';
import {
  DIGEST_COLLECTIONS,
  DigestStore,
  digestCheck,
  ensureDigests,
  makeDueDigests,
} from '@red-points/server/digests/index';
import { createLedger, ensureLedgerCollection, LEDGER_COLLECTION, verifyLedger } from '@red-points/server/ledger/index';
import { sha256 } from '@red-points/server/platform/sha256';
import { startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { digestOf } from '@red-points/shared/domain/digests';
import { entryId } from '@red-points/shared/domain/ledger';
import { type Collection, type Document, MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { earnCommand, newAccountId } from '../support/ledger-commands.ts';

type Raw = Document & { _id: string };

const MINUTE_MS = 60_000;
/** More than a page of leaves, in the order of ids; the last two are prefixes of each other. */
const accounts = [...Array.from({ length: 280 }, () => newAccountId()), 'b', 'b-1'];
const [busy = '', idle = ''] = accounts;

const database = freshDatabase();
const client = new MongoClient(database.uri);
const db = client.db();
const raw = (name: string): Collection<Raw> => db.collection(name);
const [digests, leaves, pages] = DIGEST_COLLECTIONS.map(raw) as [Collection<Raw>, Collection<Raw>, Collection<Raw>];
const entries = raw(LEDGER_COLLECTION);
const kept = new Map<string, Raw[]>();

const verify = async (account: string | null = null) => {
  const checks = [digestCheck({ db, account })];
  return (await verifyLedger({ db, checks, ...(account === null ? {} : { account }) })).bad;
};
/** `code of whom`, in order. */
const found = async (): Promise<string[]> =>
  (await verify()).map(
    ({ code, account, seq, about }) => `${code} ${account === '' ? about?.id : `${account}:${seq}`}`,
  );

/** Two months: every account on the 28th, some on other days, so that both kinds of digests are there. */
beforeAll(async () => {
  await ensureLedgerCollection(db);
  await ensureDigests(db);
  let nowMs = 0;
  const ledger = createLedger({ db, clock: { now: () => nowMs } });
  const earn = (account: string, key: string) => ledger.post(earnCommand(account, key, 1));
  const store = new DigestStore(db);
  const at = async (day: string, work: () => Promise<unknown>): Promise<void> => {
    nowMs = startOfBusinessDay(day) + 15 * MINUTE_MS;
    await makeDueDigests({ db, store, clock: { now: () => nowMs } });
    await work();
  };
  await at('2026-11-28', () => Promise.all(accounts.map((account) => earn(account, 'k1'))));
  await at('2026-11-29', async () => undefined);
  await at('2026-11-30', () => Promise.all([earn(busy, 'k2'), earn('b', 'k2')]));
  await at('2026-12-01', () => Promise.all([earn(busy, 'k3'), earn('b-1', 'k2')]));
  await at('2026-12-30', () => earn(busy, 'k4'));
  await at('2027-01-02', () => earn(idle, 'k2'));
  await ledger.close();
  for (const collection of [entries, digests, leaves, pages]) {
    kept.set(collection.collectionName, await collection.find({}).toArray());
  }
});
afterEach(async () => {
  await Promise.all([entries, digests, leaves, pages].map(putBack));
});

async function putBack(collection: Collection<Raw>): Promise<void> {
  await collection.deleteMany({});
  await collection.insertMany(kept.get(collection.collectionName) ?? []);
}

afterAll(async () => {
  await client.close();
  await database.drop();
});

test('what was made holds, also beside entries that no digest covers yet', async () => {
  expect(await verify()).toEqual([]);
  expect((kept.get('ledger_digests') ?? []).map(({ _id }) => _id).filter((id) => id.endsWith('full'))).toEqual([
    '2026-11-30-full',
    '2026-12-31-full',
  ]);
  expect(await verify(busy)).toEqual([]);
});

describe('what somebody does to entries', () => {
  test('deleting the newest entries of an account is found at the first that a digest covers', async () => {
    await entries.deleteMany({ account: busy, seq: { $gte: 2 } });
    expect(await found()).toEqual([`digest_entry_missing ${busy}:2`]);
    expect(await verify(busy)).toMatchObject([{ account: busy, seq: 2, code: 'digest_entry_missing' }]);
    expect(await verify(idle)).toEqual([]);
  });

  test('deleting a whole account, the last one too', async () => {
    const last = [...accounts].sort((one, other) => (`${one}:` < `${other}:` ? -1 : 1)).at(-1) ?? '';
    await entries.deleteMany({ account: { $in: [idle, last] } });
    expect((await found()).sort()).toEqual([`digest_entry_missing ${idle}:1`, `digest_entry_missing ${last}:1`].sort());
  });

  test('an entry replaced by another one that is whole in itself', async () => {
    const other = await entries.findOne({ _id: entryId('b', 2) });
    await entries.updateOne({ _id: entryId(idle, 1) }, { $set: { hash: other?.hash } });
    expect(await verify()).toMatchObject([{ account: idle, seq: 1 }]);
    expect(await verify(idle)).toMatchObject([{ account: idle, seq: 1 }]);
  });

  test('deleting everything', async () => {
    await entries.deleteMany({});
    expect(await found()).toHaveLength(accounts.length);
  });
});

describe('what somebody does to leaves', () => {
  const id = entryId('b', 2);

  test.each<[string, Document]>([
    ['hash', { hash: Buffer.alloc(32, 7) }],
    ['hash of another length', { hash: Buffer.alloc(31, 7) }],
    ['hash of another type', { hash: 'x' }],
  ])('changing its %s', async (_what, change) => {
    await leaves.updateOne({ _id: id }, { $set: change });
    expect(await found()).toEqual(
      expect.arrayContaining(['digest_leaf_mismatch b:2', 'digest_root_mismatch 2026-11-30']),
    );
  });

  test('changing its place, or from where it goes on', async () => {
    await leaves.updateOne({ _id: id }, { $set: { position: 77 } });
    expect(await found()).toEqual(['digest_leaf_mismatch 2026-11-30']);
    const stored = (kept.get('ledger_digest_leaves') ?? []).find(({ _id }) => _id === id);
    await leaves.updateOne({ _id: id }, { $set: { position: stored?.position, fromSeq: 0 } });
    expect(await found()).toEqual(['digest_leaf_mismatch 2026-11-30']);
  });

  test('adding a field', async () => {
    await leaves.updateOne({ _id: id }, { $set: { name: 'x' } });
    expect(await found()).toContain('digest_leaf_mismatch b:2');
  });

  test('changing its day', async () => {
    await leaves.updateOne({ _id: id }, { $set: { day: '2026-11-29', position: 1 } });
    expect((await found()).filter((line) => line.startsWith('digest_root_mismatch'))).toEqual([
      'digest_root_mismatch 2026-11-29',
      'digest_root_mismatch 2026-11-30',
    ]);
  });

  test('deleting one, and deleting it together with its entry', async () => {
    await leaves.deleteOne({ _id: id });
    expect(await found()).toContain('digest_root_mismatch 2026-11-30');
    await entries.deleteOne({ _id: id });
    expect(await found()).toEqual(
      expect.arrayContaining(['digest_root_mismatch 2026-11-30', 'digest_root_mismatch 2026-11-30-full']),
    );
  });

  test('inserting one', async () => {
    const hash = (await entries.findOne({ _id: entryId(idle, 2) }))?.hash;
    await leaves.insertOne({ _id: entryId(idle, 2), day: '2027-01-01', position: 9, fromSeq: 1, hash });
    expect(await found()).toContain('digest_root_mismatch 2027-01-01');
  });

  test('inserting one that is no entry’s', async () => {
    await leaves.insertOne({ _id: 'b:x', day: '2027-01-01', position: 9, fromSeq: 1, hash: Buffer.alloc(32) });
    expect(await found()).toContain('digest_leaf_mismatch 2027-01-01');
  });

  test('moving or deleting the mark that ends a day', async () => {
    await leaves.updateOne({ _id: '~2026-11-30' }, { $set: { position: 9 } });
    expect(await found()).toEqual(['digest_leaf_mismatch 2026-11-30']);
    await leaves.deleteOne({ _id: '~2026-11-30' });
    expect(await found()).toEqual(['digest_leaf_mismatch 2026-11-30']);
  });
});

describe('what somebody does to digests', () => {
  test.each<[string, unknown, string]>([
    ['root', 'ab'.repeat(32), 'digest_root_mismatch'],
    ['digest', 'ab'.repeat(32), 'digest_hash_mismatch'],
    ['previous', 'ab'.repeat(32), 'digest_previous_mismatch'],
    ['previous', null, 'digest_previous_mismatch'],
    ['leaves', 3, 'digest_root_mismatch'],
    ['accounts', 1, 'digest_root_mismatch'],
    ['entries', 9, 'digest_root_mismatch'],
    ['kind', 'full', 'digest_missing'],
    ['day', '2026-11-27', 'digest_missing'],
    ['day', 7, 'digest_hash_mismatch'],
    ['number', 99, 'digest_missing'],
    ['version', 2, 'digest_hash_mismatch'],
    ['name', 'one more field', 'digest_hash_mismatch'],
  ])('changing %s to %s', async (field, value, code) => {
    await digests.updateOne({ _id: '2026-11-30' }, { $set: { [field]: value } });
    const lines = await found();
    expect(
      lines.some((line) => line.startsWith(`${code} `)),
      lines.join('\n'),
    ).toBe(true);
  });

  test('changing one with its hash made anew breaks the chain behind it', async () => {
    const digest = await digests.findOne({ _id: '2026-12-10' });
    const changed = { ...digest, previous: 'cd'.repeat(32) } as Raw;
    changed.digest = digestOf(changed as never, sha256);
    await digests.replaceOne({ _id: '2026-12-10' }, changed);
    expect(await found()).toEqual(['digest_previous_mismatch 2026-12-10', 'digest_previous_mismatch 2026-12-11']);
  });

  test.each(['2026-11-28', '2026-11-30', '2026-11-30-full', '2026-12-10', '2027-01-01'])('removing %s', async (id) => {
    await digests.deleteOne({ _id: id });
    expect(await found()).toContain(`digest_missing ${id}`);
  });

  test('removing all of them', async () => {
    await digests.deleteMany({});
    expect(await found()).toContain('digest_missing 2026-11-28');
  });
});

describe('what somebody does to the kept pages', () => {
  const page = '2026-11-28:0:0000000001';

  test('changing, shortening or deleting one', async () => {
    const stored = await pages.findOne({ _id: page });
    expect(stored?.hashes.length()).toBe(32 * (accounts.length - 256));
    for (const hashes of [Buffer.alloc(32 * (accounts.length - 256), 1), Buffer.alloc(32, 1)]) {
      await pages.updateOne({ _id: page }, { $set: { hashes } });
      expect(await found()).toEqual(['digest_page_mismatch 2026-11-28']);
    }
    await pages.deleteOne({ _id: page });
    expect(await found()).toEqual(['digest_page_mismatch 2026-11-28']);
  });

  test('changing the level above', async () => {
    await pages.updateOne({ _id: '2026-11-28:1:0000000000' }, { $set: { hashes: Buffer.alloc(64, 1) } });
    expect(await found()).toEqual(['digest_page_mismatch 2026-11-28']);
  });
});

test('a day that is being cut while the ledger is verified is not called bad', async () => {
  await leaves.insertOne({
    _id: entryId(idle, 2),
    day: '2027-01-02',
    position: 0,
    fromSeq: 1,
    hash: (await entries.findOne({ _id: entryId(idle, 2) }))?.hash,
  });
  expect(await verify()).toEqual([]);
});

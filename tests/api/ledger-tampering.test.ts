import { hash } from 'node:crypto';
import { freshDatabase } from '@red-points/scripts/mongo/index';
import {
  collectionCheck,
  createLedger,
  ensureLedgerCollection,
  keyCheck,
  LEDGER_COLLECTION,
  type LedgerCheck,
  pairCheck,
  verifyLedger,
} from '@red-points/server/ledger/index';
import {
  canonicalContent,
  chainHash,
  ENTRY_KINDS,
  entryId,
  FIRST_PREVIOUS_HASH,
  type LedgerEntry,
} from '@red-points/shared/domain/ledger';
import type { BadCode } from '@red-points/shared/domain/verification';
import { Binary, type Collection, Decimal128, type Document, Long, MongoClient, ObjectId } from 'mongodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type AllKinds, postAllKinds } from '../support/all-kinds.ts';
import { earnCommand, newAccountId, TEST_NOW_MS } from '../support/ledger-commands.ts';

type Stored = Document & { _id: string };

const database = freshDatabase();
const client = new MongoClient(database.uri);
const db = client.db();
const raw: Collection<Stored> = db.collection(LEDGER_COLLECTION);
const clock = { nowMs: TEST_NOW_MS };
let accounts: AllKinds;

beforeAll(async () => {
  await ensureLedgerCollection(db);
  accounts = await postAllKinds(createLedger({ db, clock: { now: () => clock.nowMs } }), clock);
});
/** Whatever a test failed over, the next one finds the history whole. */
afterEach(async () => {
  await raw.deleteMany({ account: { $nin: Object.values(accounts) } });
  await raw.deleteMany({ key: 'forged' });
  await ensureLedgerCollection(db);
});
afterAll(async () => {
  await client.close();
  await database.drop();
});

/** What is bad of the ledger by itself; of one account where it is given. */
async function bad(account?: string) {
  const scope = { db, account: account ?? null };
  const checks = [collectionCheck(scope), keyCheck(scope), pairCheck(scope)].filter(
    (check): check is LedgerCheck => check !== null,
  );
  return (await verifyLedger({ db, checks, ...(account === undefined ? {} : { account }) })).bad;
}

/** What is bad while something is done to some entries, which then are put back as they were. */
async function badWhile(ids: readonly string[], harm: () => Promise<unknown>, account?: string) {
  const before = await raw.find({ _id: { $in: [...ids] } }).toArray();
  try {
    await harm();
    return await bad(account);
  } finally {
    await raw.deleteMany({ _id: { $in: [...ids] } });
    if (before.length > 0) await raw.insertMany(before);
  }
}

const set = (id: string, path: string, value: unknown) => raw.updateOne({ _id: id }, { $set: { [path]: value } });

async function entryAt(account: string, seq: number): Promise<Stored> {
  const entry = await raw.findOne({ _id: entryId(account, seq) });
  if (entry === null) throw new Error(`no entry ${seq}`);
  return entry;
}

test('the history has entries of every kind, of both schemas, and holds', async () => {
  expect((await raw.distinct('kind')).sort()).toEqual([...ENTRY_KINDS].sort());
  expect((await raw.distinct('schema')).sort()).toEqual([1, 2]);
  expect(await bad()).toEqual([]);
});

describe('every field of every kind of entry', () => {
  test.each(ENTRY_KINDS)('%s', async (kind) => {
    const entries = await raw.find({ kind }).toArray();
    const forms = new Map(entries.map((entry) => [Object.keys(entry).sort().join(), entry]));
    for (const entry of forms.values()) {
      const { _id, account, seq } = entry;
      for (const { path, value } of fieldsOf(entry)) {
        if (path === '_id') continue;
        for (const other of [...othersThan(value), undefined]) {
          await raw.updateOne({ _id }, other === undefined ? { $unset: { [path]: '' } } : { $set: { [path]: other } });
          const found = (await verifyLedger({ db, checks: [], account })).bad;
          await raw.replaceOne({ _id }, entry);
          const row = expect.objectContaining({ account, seq });
          expect(found, `${kind} ${path}: ${String(value)} → ${String(other)}`).toContainEqual(row);
        }
      }
    }
    expect(await bad()).toEqual([]);
  });
});

describe('values that read as the same', () => {
  /** Every one of these leaves the hash as it was: only the form of the bytes tells. */
  test('a number as another type, nothing as not-a-number, an id as another thing with the same text', async () => {
    const id = entryId(accounts.main, 3);
    const hexId = '64b7f0c2a1d3e4f5a6b7c8d9';
    const harms: [path: string, value: unknown][] = [
      ['seq', Long.fromNumber(3)],
      ['points', Long.fromNumber(9)],
      ['points', Decimal128.fromString('9')],
      ['recordedAtMs', Long.fromNumber(TEST_NOW_MS)],
      ['moved.0.expiresAtMs', Number.NaN],
      ['moved.0.expiresAtMs', Number.POSITIVE_INFINITY],
      ['state.lots.1.expiresAtMs', Number.NaN],
      ['rule', Number.NaN],
      ['requestedPoints', null],
      ['refersTo', null],
      ['capKeys', null],
      ['hold', null],
    ];
    for (const [path, value] of harms) {
      const found = await badWhile([id], () => set(id, path, value), accounts.main);
      expect(found, `${path} ${String(value)}`).toContainEqual({
        account: accounts.main,
        seq: 3,
        code: 'shape_unknown',
      });
    }
    // Posted with a source whose id is twelve bytes in hexadecimal: JSON writes an ObjectId like it.
    const account = newAccountId();
    const ledger = createLedger({ db, clock: { now: () => clock.nowMs } });
    await ledger.post({ ...earnCommand(account, 'k', 1), source: { kind: 'claim', id: hexId } });
    const own = entryId(account, 1);
    const found = await badWhile([own], () => set(own, 'source.id', new ObjectId(hexId)), account);
    expect(found).toEqual([{ account, seq: 1, code: 'shape_unknown' }]);
    await raw.deleteOne({ _id: own });
  });

  test('numbers beyond counting, and fields in another order', async () => {
    const id = entryId(accounts.main, 1);
    for (const huge of [2 ** 53, 1e300, -1e300, Number.NaN, Number.NEGATIVE_INFINITY, 0.5, Long.MAX_VALUE]) {
      const found = await badWhile([id], () => set(id, 'state.balance', huge), accounts.main);
      expect(found, String(huge)).toEqual([{ account: accounts.main, seq: 1, code: 'shape_unknown' }]);
    }
    // The order of fields says nothing, and the hash has an order of its own.
    const { _id, ...rest } = await entryAt(accounts.main, 1);
    const turned = { _id, ...Object.fromEntries(Object.entries(rest).reverse()) };
    expect(await badWhile([id], () => raw.replaceOne({ _id: id }, turned), accounts.main)).toEqual([]);
  });
});

describe('entries taken away, put in, moved', () => {
  test('the first, one in the middle, several', async () => {
    const { main } = accounts;
    const take = (...seqs: number[]) => {
      const ids = seqs.map((seq) => entryId(main, seq));
      return badWhile(ids, () => raw.deleteMany({ _id: { $in: ids } }), main);
    };
    expect(await take(1)).toEqual([{ account: main, seq: 2, code: 'seq_gap' }]);
    expect(await take(5)).toEqual([{ account: main, seq: 6, code: 'seq_gap' }]);
    expect(await take(3, 4, 5)).toEqual([{ account: main, seq: 6, code: 'seq_gap' }]);
  });

  test('one half of a pair, though it is the newest of its account', async () => {
    const id = entryId(accounts.fund, 1);
    expect(await badWhile([id], () => raw.deleteOne({ _id: id }))).toEqual([
      expect.objectContaining({ account: accounts.main, code: 'pair_mismatch' }),
    ]);
  });

  test('one put in at the end, its hash as it should be, for points that nobody decided', async () => {
    const { heir } = accounts;
    const newest = await entryAt(heir, 2);
    const id = entryId(heir, 3);
    const put = (entry: Document) => {
      const forged = sealed({ ...entry, _id: id, seq: 3, key: 'forged' }, newest.hash);
      return badWhile([id], () => raw.insertOne(forged), heir);
    };
    // The same once more, with a whole chain: the points are not in the account.
    expect(await put(newest)).toMatchObject([{ account: heir, seq: 3, code: 'state_mismatch' }]);
    const { carried: _carried, ...plain } = newest;
    const spend = { ...plain, schema: 1, kind: 'spend', points: -1, minutes: 0, owedChange: 0, moved: [] };
    expect(await put(spend)).toMatchObject([{ account: heir, seq: 3, code: 'state_mismatch' }]);
    // One that changes nothing follows from everything; it is half of a pair that nobody made.
    const nothing = { ...plain, schema: 1, kind: 'release', points: 0, minutes: 0, owedChange: 0, moved: [] };
    expect(await put(nothing)).toMatchObject([{ account: heir, seq: 3, code: 'lots_out_of_order' }]);
  });

  test('two of them swapped', async () => {
    const { main } = accounts;
    const [two, three] = [await entryAt(main, 2), await entryAt(main, 3)];
    const ids = [two._id, three._id];
    const swap = async () => {
      await raw.deleteMany({ _id: { $in: ids } });
      await raw.insertMany([
        { ...three, _id: two._id, seq: 2 },
        { ...two, _id: three._id, seq: 3 },
      ]);
    };
    expect(await badWhile(ids, swap, main)).toEqual([{ account: main, seq: 2, code: 'hash_mismatch' }]);
  });

  test('under ids that no entry has', async () => {
    const entry = await entryAt(accounts.heir, 1);
    const ids: unknown[] = ['', 'x', ':0000000001', 'a b:0000000001', `${entry.account}:1`, `${entry._id}x`, 7];
    ids.push(new ObjectId(), { account: 'a', seq: 1 }, `${'a'.repeat(65)}:0000000001`, '户:0000000001');
    for (const id of ids) {
      await raw.insertOne({ ...entry, _id: id as string, key: 'forged' });
      const about = { kind: 'entry', id: String(id) };
      expect(await bad(), String(id)).toContainEqual({ account: '', seq: 0, code: 'id_mismatch', about });
      await raw.deleteOne({ key: 'forged' });
    }
    expect(await bad()).toEqual([]);
  });

  test('a key that comes twice, where the unique index was taken away', async () => {
    const { main } = accounts;
    await raw.dropIndex('account_key');
    const id = entryId(main, 3);
    const found = await badWhile([id], () => set(id, 'key', 'claim:1'));
    const about = { kind: 'collection', id: 'account_key' };
    expect(found).toEqual([
      { account: '', seq: 0, code: 'index_missing', about },
      { account: main, seq: 3, code: 'hash_mismatch' },
    ]);
    // With a whole chain over it as well, nothing but the keys themselves tells.
    const rehashed = await badWhile(await idsOf(main), () => rehash(main, 3, { key: 'claim:1' }));
    expect(rehashed).toContainEqual({ account: main, seq: 3, code: 'key_repeated' });
    await ensureLedgerCollection(db);
    expect(await bad()).toEqual([]);
  });
});

describe('a whole account hashed anew', () => {
  const cases: [what: string, seq: number, change: Document, code: BadCode][] = [
    ['a spend of more than there was', 8, { points: -500 }, 'state_mismatch'],
    ['a refund of more than was spent', 9, { points: 300 }, 'state_mismatch'],
    ['a refund that gives points another expiry', 9, { moved: [{ expiresAtMs: null, points: 3 }] }, 'state_mismatch'],
    ['a refund of another entry', 9, { refersTo: 1 }, 'original_mismatch'],
    ['a reversal of nothing', 10, { refersTo: 99 }, 'original_mismatch'],
    ['a reversal under another category', 10, { category: 'culture' }, 'original_mismatch'],
    ['a credit out of thin air', 1, { points: 2000, moved: [{ expiresAtMs: null, points: 2000 }] }, 'state_mismatch'],
    ['an entry before the one that it follows', 5, { recordedAtMs: TEST_NOW_MS - 1 }, 'recorded_before_previous'],
    ['minutes by a spend', 8, { minutes: 60 }, 'state_mismatch'],
  ];
  test.each(cases)('%s', async (_what, seq, change, code) => {
    const { main } = accounts;
    const found = await badWhile(await idsOf(main), () => rehash(main, seq, change), main);
    expect(found).toEqual([{ account: main, seq, code }]);
  });

  test('so that everything follows: by itself it holds, and its fingerprint is another one', async () => {
    const { closed, main } = accounts;
    const before = (await verifyLedger({ db, checks: [] })).digest;
    const ids = await idsOf(main);
    let after = '';
    const harmless = async () => {
      await rehash(main, 3, { issuerUnit: 'hechi' });
      after = (await verifyLedger({ db, checks: [] })).digest;
    };
    // What the records and the daily digests are for: see the tests of these.
    expect(await badWhile(ids, harmless, closed)).toEqual([]);
    expect(after).not.toBe(before);
  });
});

describe('accounts whose ids begin alike', () => {
  const alike = ['acc', 'acc-1', 'acc0', 'accA', 'acc_', 'ac', 'Acc'];

  test('keep apart, and each has its own fault', async () => {
    const ledger = createLedger({ db, clock: { now: () => clock.nowMs } });
    for (const account of alike) {
      for (const key of ['a', 'b', 'c']) await ledger.post(earnCommand(account, key, 1));
    }
    expect(await bad()).toEqual([]);
    for (const account of alike) {
      expect(await bad(account)).toEqual([]);
      const id = entryId(account, 2);
      expect(await badWhile([id], () => set(id, 'points', 2))).toEqual([{ account, seq: 2, code: 'hash_mismatch' }]);
    }
    await raw.deleteMany({ account: { $in: alike } });
  });

  test('in a collection that compares texts in another way are told apart all the same', async () => {
    const strange = freshDatabase();
    const other = new MongoClient(strange.uri);
    try {
      const options = { collation: { locale: 'en', strength: 1, numericOrdering: true } };
      await other.db().createCollection(LEDGER_COLLECTION, options);
      await ensureLedgerCollection(other.db());
      const ledger = createLedger({ db: other.db(), clock: { now: () => clock.nowMs } });
      for (const account of ['abc', 'b']) {
        for (const key of ['1', '2', '3']) await ledger.post(earnCommand(account, key, 1));
      }
      const scope = { db: other.db(), account: null };
      const result = await verifyLedger({ db: other.db(), checks: [collectionCheck(scope)] });
      expect(result).toMatchObject({ accounts: 2, transactions: 6 });
      expect(result.bad.map(({ code }) => code)).toContain('collection_unexpected');
      expect(result.bad.filter(({ account }) => account !== '')).toEqual([]);
    } finally {
      await other.close();
      await strange.drop();
    }
  });
});

async function idsOf(account: string): Promise<string[]> {
  return (await raw.find({ account }).toArray()).map(({ _id }) => _id);
}

/** Changes one entry and hashes it and all after it anew, as somebody who knows how the ledger does it would. */
async function rehash(account: string, seq: number, change: Document): Promise<void> {
  let previous: Binary | null = null;
  for (const entry of await raw.find({ account }).sort({ _id: 1 }).toArray()) {
    const next = sealed(entry.seq === seq ? { ...entry, ...change } : entry, previous);
    await raw.replaceOne({ _id: entry._id }, next);
    previous = next.hash as Binary;
  }
}

function sealed(entry: Document, previous: Binary | null): Stored {
  const sha256 = (data: string | Uint8Array) => hash('sha256', data, 'buffer');
  const content = sha256(canonicalContent(entry as unknown as LedgerEntry));
  const before = previous === null ? FIRST_PREVIOUS_HASH : new Uint8Array(previous.buffer);
  return { ...entry, hash: new Binary(chainHash(before, content, sha256)) } as unknown as Stored;
}

interface Field {
  readonly path: string;
  readonly value: unknown;
}

/** Every value of a document at every depth, lists and records themselves as well, by dotted path. */
function fieldsOf(value: unknown, path = ''): Field[] {
  const own = path === '' ? [] : [{ path, value }];
  if (typeof value !== 'object' || value === null || '_bsontype' in value) return own;
  // A counter's name has colons, but never a dot: it is a path as well.
  return [
    ...own,
    ...Object.entries(value).flatMap(([name, item]) => fieldsOf(item, path === '' ? name : `${path}.${name}`)),
  ];
}

/** Two other values: one of the same type, and one of another. */
function othersThan(value: unknown): unknown[] {
  switch (typeof value) {
    case 'number':
      return [value + 1, String(value)];
    case 'string':
      return [`${value}x`, null];
    case 'boolean':
      return [!value, Number(value)];
    default:
      if (value === null) return ['x', 0];
      if (Array.isArray(value)) return [[...value, value[0] ?? 'x'], null];
      if (value instanceof Binary) return [Buffer.alloc(32, 7), value.toString('hex')];
      return [{ ...value, note: 'x' }, null];
  }
}

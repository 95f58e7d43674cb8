import { freshDatabase } from '@red-points/scripts/mongo/index';
import {
  createLedger,
  type ExpectedEntry,
  ensureLedgerCollection,
  keyCheck,
  LEDGER_COLLECTION,
  type Ledger,
  type LedgerCheck,
  type RecordMatcher,
  recordCheck,
  verifyLedger,
} from '@red-points/server/ledger/index';
import { entryId } from '@red-points/shared/domain/ledger';
import type { BadEntry } from '@red-points/shared/domain/verification';
import { type Collection, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { earnCommand, ledgerContext, newAccountId, spendCommand, TEST_NOW_MS } from '../support/ledger-commands.ts';

const database = freshDatabase();
const client = new MongoClient(database.uri);
const db = client.db();
const raw: Collection<Document & { _id: string }> = db.collection(LEDGER_COLLECTION);
let ledger: Ledger;
let account: string;

beforeAll(async () => {
  await ensureLedgerCollection(db);
});
beforeEach(async () => {
  await raw.deleteMany({});
  // Caches know nothing of what tests do by the raw driver.
  ledger = createLedger({ db, clock: { now: () => TEST_NOW_MS } });
  account = newAccountId();
  await history(account);
});
afterAll(async () => {
  await client.close();
  await database.drop();
});

/** Nine entries of all the usual kinds. */
async function history(of: string): Promise<void> {
  const shop = { counterparty: { kind: 'shop', id: 's1' }, source: { kind: 'redemption', id: 'r' } } as const;
  const hold = (key: string, points: number) =>
    ({
      ...ledgerContext(of, `${key}:hold`),
      ...shop,
      kind: 'hold',
      holdId: key,
      points,
      holdExpiresAtMs: TEST_NOW_MS,
    }) as const;
  await ledger.post(earnCommand(of, 'claim:1', 20));
  await ledger.post({ ...earnCommand(of, 'claim:2', 10), caps: [{ key: 'ZY-01:m:202611', pointsMax: 8 }] });
  await ledger.post(hold('r1', 6));
  await ledger.post({ ...ledgerContext(of, 'r1:capture'), ...shop, kind: 'capture', holdId: 'r1' });
  await ledger.post(hold('r2', 2));
  await ledger.post({ ...ledgerContext(of, 'r2:release'), ...shop, kind: 'release', holdId: 'r2' });
  await ledger.post(spendCommand(of, 'r3', 5));
  await ledger.post({ ...ledgerContext(of, 'r3:refund'), ...shop, kind: 'refund', originalSeq: 7, points: 3 });
  await ledger.post({ ...ledgerContext(of, 'claim:1:reverse'), kind: 'reverse', originalSeq: 1 });
}

async function verify(matchers: readonly RecordMatcher[] = []) {
  return verifyLedger({ db, checks: [keyCheck({ db, account: null }), recordCheck({ db, account: null }, matchers)] });
}

async function entryAt(seq: number): Promise<Document> {
  const entry = await raw.findOne({ _id: entryId(account, seq) });
  if (entry === null) throw new Error(`no entry ${seq}`);
  return entry;
}

describe('a check', () => {
  const check = (take: LedgerCheck['take'], found: readonly BadEntry[] = []): LedgerCheck => ({
    name: 'of a test',
    take,
    finish: async () => found,
  });

  test('sees every entry of a known shape, in the order of accounts and numbers', async () => {
    const seen: number[] = [];
    await raw.updateOne({ _id: entryId(account, 3) }, { $unset: { actors: '' } });
    await raw.updateOne({ _id: entryId(account, 5) }, { $set: { note: 'x' } });
    await verifyLedger({ db, checks: [check(({ seq }) => void seen.push(seq))] });
    expect(seen).toEqual([1, 2, 4, 6, 7, 8, 9]);
  });

  test('names what is no account as well, and an earlier entry than the replay did', async () => {
    await raw.deleteOne({ _id: entryId(account, 7) });
    const day: BadEntry = { account: '', seq: 0, code: 'record_mismatch', about: { kind: 'digest', id: '2026-11-23' } };
    const early: BadEntry = { account, seq: 2, code: 'record_mismatch' };
    const result = await verifyLedger({ db, checks: [check(() => undefined, [day, early])] });
    expect(result.bad).toEqual([day, early]);
  });

  test('that fails over an entry makes it bad and stops nothing', async () => {
    const failing = check(({ seq }) => {
      if (seq === 4) throw new TypeError('nobody thought of this');
    });
    const result = await verifyLedger({ db, checks: [failing] });
    expect(result).toMatchObject({ transactions: 9, bad: [{ account, seq: 4, code: 'shape_unknown' }] });
  });
});

test('an untouched ledger holds, and its digest is the same each time', async () => {
  await history(newAccountId());
  const first = await verify();
  expect(first).toMatchObject({ accounts: 2, transactions: 18, bad: [] });
  expect((await verify()).digest).toBe(first.digest);
});

describe('whatever is done by the raw driver is found, and the first bad entry named', () => {
  test('changing any field of an entry, at any depth', async () => {
    const entry = await entryAt(2);
    const paths = pathsOf(entry).filter((path) => path !== '_id');
    expect(paths).toEqual(
      expect.arrayContaining(['points', 'state.balance', 'state.lots.0.points', 'actors.0.id', 'hash']),
    );
    for (const path of paths) {
      await raw.updateOne({ _id: entryId(account, 2) }, { $set: { [path]: changed(valueAt(entry, path)) } });
      expect((await verify()).bad, path).toEqual([expect.objectContaining({ account, seq: 2 })]);
      await raw.replaceOne({ _id: entryId(account, 2) }, entry);
    }
    expect((await verify()).bad).toEqual([]);
  });

  test('adding a field that the hash does not cover', async () => {
    for (const path of ['note', 'source.note', 'state.note', 'state.lots.0.note', 'actors.0.note']) {
      const entry = await entryAt(2);
      await raw.updateOne({ _id: entryId(account, 2) }, { $set: { [path]: 'x' } });
      expect((await verify()).bad, path).toEqual([{ account, seq: 2, code: 'shape_unknown' }]);
      await raw.replaceOne({ _id: entryId(account, 2) }, entry);
    }
  });

  test('removing a field', async () => {
    for (const path of ['state', 'actors', 'moved', 'capKeys', 'requestedPoints']) {
      const entry = await entryAt(2);
      await raw.updateOne({ _id: entryId(account, 2) }, { $unset: { [path]: '' } });
      expect((await verify()).bad, path).toEqual([expect.objectContaining({ account, seq: 2 })]);
      await raw.replaceOne({ _id: entryId(account, 2) }, entry);
    }
  });

  test('deleting an entry from the middle', async () => {
    await raw.deleteOne({ _id: entryId(account, 4) });
    expect((await verify()).bad).toEqual([{ account, seq: 5, code: 'seq_gap' }]);
  });

  test('deleting the first entry', async () => {
    await raw.deleteOne({ _id: entryId(account, 1) });
    expect((await verify()).bad).toEqual([{ account, seq: 2, code: 'seq_gap' }]);
  });

  test('inserting an entry, also with the number that comes next', async () => {
    const entry = await entryAt(9);
    await raw.insertOne({ ...entry, _id: entryId(account, 10), seq: 10, key: 'claim:9' });
    expect((await verify()).bad).toEqual([{ account, seq: 10, code: 'hash_mismatch' }]);
  });

  test('inserting an entry under an id of another account', async () => {
    const entry = await entryAt(9);
    await raw.insertOne({ ...entry, _id: entryId(newAccountId(), 1), key: 'claim:9' });
    expect((await verify()).bad).toEqual([expect.objectContaining({ code: 'id_mismatch' })]);
  });

  test('swapping two entries', async () => {
    const [two, three] = [await entryAt(2), await entryAt(3)];
    await raw.deleteMany({ _id: { $in: [entryId(account, 2), entryId(account, 3)] } });
    await raw.insertMany([
      { ...three, _id: entryId(account, 2), seq: 2 },
      { ...two, _id: entryId(account, 3), seq: 3 },
    ]);
    expect((await verify()).bad).toEqual([{ account, seq: 2, code: 'hash_mismatch' }]);
  });

  test('one bad account does not hide another', async () => {
    const other = newAccountId();
    await history(other);
    await raw.updateOne({ _id: entryId(account, 3) }, { $set: { points: 1 } });
    await raw.deleteOne({ _id: entryId(other, 2) });
    const { bad } = await verify();
    expect(bad.map((one) => [one.account, one.seq]).sort()).toEqual(
      [
        [account, 3],
        [other, 3],
      ].sort(),
    );
  });
});

describe('matching with independent records, both ways', () => {
  const claims = (...records: ExpectedEntry[]): RecordMatcher => ({
    sourceKind: 'claim',
    entryKinds: ['earn'],
    byIds: async (ids) => records.filter(({ sourceId }) => ids.includes(sourceId)),
    posted: async function* each() {
      yield* records.filter(({ onItsWay }) => onItsWay !== true);
    },
  });
  const claim = (id: number, points: number): ExpectedEntry => {
    const name = `claim:${id}`;
    return { sourceId: name, account, key: name, seq: id, points, minutes: 60 };
  };
  const one = (): ExpectedEntry => claim(1, 20);
  const two = (): ExpectedEntry => claim(2, 8);

  test('records of the same value match; a capped credit may be kept as asked or as granted', async () => {
    expect((await verify([claims(one(), two())])).bad).toEqual([]);
    expect((await verify([claims(one(), { ...two(), points: 10 })])).bad).toEqual([]);
  });

  test('a credit without a record is named', async () => {
    expect((await verify([claims(two())])).bad).toEqual([
      { account, seq: 1, code: 'entry_without_record', about: { kind: 'claim', id: 'claim:1' } },
    ]);
  });

  test('a record without a credit is named, also where the newest entry was deleted', async () => {
    const lost = claim(9, 1);
    expect((await verify([claims(one(), two(), lost)])).bad).toEqual([
      { account, seq: 0, code: 'record_without_entry', about: { kind: 'claim', id: 'claim:9' } },
    ]);
    await raw.deleteMany({ account, seq: { $gte: 2 } });
    expect((await verify([claims(one(), two())])).bad).toEqual([
      { account, seq: 0, code: 'record_without_entry', about: { kind: 'claim', id: 'claim:2' } },
    ]);
  });

  test('a record of another value is named', async () => {
    const wrong = { ...one(), points: 21 };
    expect((await verify([claims(wrong, two())])).bad).toEqual([
      { account, seq: 1, code: 'record_mismatch', about: { kind: 'claim', id: 'claim:1' } },
    ]);
  });
});

/** Paths of all plain values of a document, in dotted form. */
function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => pathsOf(item, join(path, String(index))));
  if (typeof value === 'object' && value !== null && !('_bsontype' in value)) {
    return Object.entries(value).flatMap(([field, item]) =>
      field.includes(':') ? [] : pathsOf(item, join(path, field)),
    );
  }
  return [path];
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

function valueAt(document: Document, path: string): unknown {
  return path.split('.').reduce((value: unknown, field) => (value as Record<string, unknown>)[field], document);
}

/** Another value of the same type. */
function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}x`;
  return Buffer.alloc(32, 7);
}

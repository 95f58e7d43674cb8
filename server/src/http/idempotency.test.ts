import { freshDatabase } from '@red-points/scripts/mongo/index';
import { isRefusal } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase, type Database, ensureCollection } from '../platform/database.ts';
import { createOnce, fingerprintOf, type RequestIdentity, requestIdentityIndex } from './idempotency.ts';

interface Order {
  _id: string;
  request: RequestIdentity;
  shopId: string;
}

describe('creating a document once for a request', () => {
  const fresh = freshDatabase();
  let database: Database;
  beforeAll(async () => {
    database = await connectDatabase(fresh.uri);
    await ensureCollection(database.db, {
      name: 'orders',
      indexes: [requestIdentityIndex, { key: { shopId: 1 }, unique: true }],
    });
  });
  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });
  const order = (id: string, caller: string, key: string, content: string): Order => ({
    _id: id,
    request: { caller, key, fingerprint: fingerprintOf('orders.create', { content }) },
    shopId: `shop of ${id}`,
  });
  const orders = () => database.db.collection<Order>('orders');

  it('gives the first document to every repetition, also to those at the same moment', async () => {
    const answers = await Promise.all(
      ['a1', 'a2', 'a3', 'a4'].map((id) => createOnce(orders(), order(id, 'resident', 'key-a', 'lunch'))),
    );
    const ids = answers.map((answer) => (isRefusal(answer) ? answer.refused : answer.document._id));
    expect(new Set(ids).size).toBe(1);
    expect(answers.filter((answer) => !isRefusal(answer) && !answer.repeated)).toHaveLength(1);
    expect(await orders().countDocuments({ 'request.key': 'key-a' })).toBe(1);
  });

  it('refuses the same key with other content', async () => {
    await createOnce(orders(), order('b1', 'resident', 'key-b', 'lunch'));
    const answer = await createOnce(orders(), order('b2', 'resident', 'key-b', 'dinner'));
    expect(answer).toMatchObject({ refused: 'idempotency_key_reused' });
  });

  it('keeps the keys of different callers apart', async () => {
    await createOnce(orders(), order('c1', 'one', 'key-c', 'lunch'));
    expect(await createOnce(orders(), order('c2', 'two', 'key-c', 'dinner'))).toMatchObject({ repeated: false });
  });

  it('leaves the duplicates of other indexes to the use case', async () => {
    await createOnce(orders(), { ...order('d1', 'one', 'key-d1', 'lunch'), shopId: 'taken' });
    const second = { ...order('d2', 'one', 'key-d2', 'lunch'), shopId: 'taken' };
    await expect(createOnce(orders(), second)).rejects.toMatchObject({ code: 11_000 });
  });
});

describe('fingerprints', () => {
  it('do not depend on the order of properties, and do on everything else', () => {
    const one = fingerprintOf('orders.create', { a: 1, b: { c: [1, 2], d: null } });
    expect(fingerprintOf('orders.create', { b: { d: null, c: [1, 2] }, a: 1 })).toBe(one);
    expect(fingerprintOf('orders.change', { a: 1, b: { c: [1, 2], d: null } })).not.toBe(one);
    expect(fingerprintOf('orders.create', { a: 1, b: { c: [2, 1], d: null } })).not.toBe(one);
  });
});

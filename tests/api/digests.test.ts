import { createHash } from 'node:crypto';
import { DigestStore, OvertakenError } from '@red-points/server/digests/index';
import { digests, type PublishedDigest } from '@red-points/shared/contracts';
import { startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { digestOf, LEAF_EVERY } from '@red-points/shared/domain/digests';
import { entryId, type Sha256 } from '@red-points/shared/domain/ledger';
import { Binary } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { earnCommand, newAccountId } from '../support/ledger-commands.ts';

const MINUTE_MS = 60_000;
const sha256: Sha256 = (data) => createHash('sha256').update(data).digest();

interface StoredLeaf {
  _id: string;
  day: string;
  position: number;
  fromSeq: number;
}

describe('digests of days', () => {
  let test: TestApp;
  const at = (day: string, minute: number): void => test.clock.set(startOfBusinessDay(day) + minute * MINUTE_MS);
  const earn = async (account: string, points = 1): Promise<number> => {
    const { seq } = await test.context.ledger.view(account);
    const outcome = await test.context.ledger.post(earnCommand(account, `k${seq + 1}`, points));
    if (outcome.status !== 'posted') throw new Error(outcome.refusal.code);
    return outcome.entry.seq;
  };
  const list = async (query: Record<string, string | number> = {}) =>
    (await test.call(digests.list, { query }).expect(200)).body as { items: PublishedDigest[]; nextCursor: string };
  const leaves = (day: string) =>
    test.database.db
      .collection<StoredLeaf>('ledger_digest_leaves')
      .find({ day, closed: { $exists: false } })
      .sort({ position: 1 })
      .toArray();

  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const [one, two, three] = [newAccountId(), 'a', 'a-1'];

  it('an empty ledger has none, and none is made', async () => {
    expect(await test.context.digests.makeDue()).toBe(0);
    expect(await list()).toEqual({ items: [], nextCursor: null, next: null });
  });

  it('the first one covers all entries before the end of its day; it is made ten minutes after', async () => {
    at('2026-11-20', 600);
    for (const account of [one, one, two, three]) await earn(account);
    at('2026-11-21', 9);
    expect(await test.context.digests.makeDue()).toBe(0);
    // Recorded after midnight: the next day's.
    await earn(two);
    at('2026-11-21', 10);
    expect(await test.context.jobs.runNow('ledger.digest')).toBe('done');
    const { items } = await list();
    expect(items).toMatchObject([
      { digestId: '2026-11-20', number: 1, kind: 'daily', previous: null, leaves: 3, accounts: 3, entries: 4 },
    ]);
    // In the order of ids, where a-1:… lies before a:…
    const ids = [entryId(one, 2), entryId(two, 1), entryId(three, 1)].sort();
    expect((await leaves('2026-11-20')).map(({ _id }) => _id)).toEqual(ids);
    expect(ids.indexOf(entryId(three, 1))).toBeLessThan(ids.indexOf(entryId(two, 1)));
  });

  it('the next ones cover what changed since, each chained to the one before; a day without entries has one too', async () => {
    at('2026-11-21', 600);
    await earn(one);
    at('2026-11-23', 700);
    expect(await test.context.digests.makeDue()).toBe(2);
    const { items } = await list();
    expect(items.map(({ day, leaves, accounts, entries }) => [day, leaves, accounts, entries])).toEqual([
      ['2026-11-22', 0, 0, 0],
      ['2026-11-21', 2, 2, 2],
      ['2026-11-20', 3, 3, 4],
    ]);
    for (const [index, { previous, digest, ...item }] of items.entries()) {
      expect(previous).toBe(items[index + 1]?.digest ?? null);
      expect(digest).toBe(digestOf({ ...item, previous }, sha256));
    }
    expect((await leaves('2026-11-21')).map(({ _id, fromSeq }) => [_id, fromSeq])).toEqual(
      [
        [entryId(one, 3), 2],
        [entryId(two, 2), 1],
      ].sort(),
    );
  });

  it('run again, nothing changes', async () => {
    const before = await list();
    expect(await test.context.digests.makeDue()).toBe(0);
    expect(await list()).toEqual(before);
  });

  it('an entry that comes late falls into the next digest', async () => {
    at('2026-11-22', 1439);
    await earn(three);
    at('2026-11-24', 15);
    expect(await test.context.digests.makeDue()).toBe(1);
    expect((await leaves('2026-11-23')).map(({ _id }) => _id)).toEqual([entryId(three, 2)]);
  });

  it('the last day of a month has one over all accounts behind it, in the same chain', async () => {
    at('2026-11-30', 600);
    await earn(one);
    at('2026-12-02', 15);
    await test.context.digests.makeDue();
    const { items } = await list({ limit: 3 });
    expect(
      items.map(({ digestId, number, leaves, accounts, entries }) => [digestId, number, leaves, accounts, entries]),
    ).toEqual([
      ['2026-12-01', 13, 0, 0, 0],
      ['2026-11-30-full', 12, 3, 3, 8],
      ['2026-11-30', 11, 1, 1, 1],
    ]);
    expect(items[0]?.previous).toBe(items[1]?.digest);
  });

  it('a list goes on page by page, and may be kept as long as nothing new is made', async () => {
    const first = await test.call(digests.list, { query: { limit: 5 } }).expect(200);
    expect(first.headers['cache-control']).toBe('public, max-age=60');
    const all: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(cursor === undefined ? { limit: 5 } : { limit: 5, cursor });
      all.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(all).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    const tag = { 'If-None-Match': String(first.headers.etag) };
    await test.call(digests.list, { query: { limit: 5 }, headers: tag }).expect(304);
    at('2026-12-03', 15);
    await test.context.digests.makeDue();
    await test.call(digests.list, { query: { limit: 5 }, headers: tag }).expect(200);
    await test.call(digests.list, { query: { cursor: 'x' } }).expect(400);
  });

  it('a day that is closed takes no leaf any more, from whomever', async () => {
    const store = new DigestStore(test.database.db);
    const last = await store.lastOf('2026-12-01');
    expect(last).toMatchObject({ closed: true, position: 0 });
    const hash = new Binary(Buffer.alloc(32));
    const stray = { _id: entryId(one, 9), day: '2026-12-01', position: 0, fromSeq: 0, hash };
    await expect(store.append([stray])).rejects.toThrow(OvertakenError);
  });

  it('one digest is read by its day; of another day there is none', async () => {
    const read = await test.call(digests.get, { params: { digestId: '2026-11-30-full' } }).expect(200);
    expect(read.body).toMatchObject({ kind: 'full', number: 12 });
    const headers = { 'If-None-Match': String(read.headers.etag) };
    await test.call(digests.get, { params: { digestId: '2026-11-30-full' }, headers }).expect(304);
    const none = await test.call(digests.get, { params: { digestId: '2026-11-19' } }).expect(404);
    expect(none.body).toMatchObject({ code: 'digest_not_found' });
  });

  it('an account with many entries has a leaf for each 256 of them', async () => {
    const busy = newAccountId();
    at('2026-12-03', 600);
    const count = 2 * LEAF_EVERY + 10;
    await Promise.all(
      Array.from({ length: count }, (_none, index) => test.context.ledger.post(earnCommand(busy, `b${index}`, 1))),
    );
    at('2026-12-04', 15);
    await test.context.digests.makeDue();
    const seqs = [LEAF_EVERY, 2 * LEAF_EVERY, count];
    expect((await leaves('2026-12-03')).map(({ _id }) => _id)).toEqual(seqs.map((seq) => entryId(busy, seq)));
    const { items } = await list({ limit: 1 });
    expect(items).toMatchObject([{ leaves: 3, accounts: 1, entries: count }]);
  });
});

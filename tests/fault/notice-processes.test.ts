import { expireDueLots, verifyLedger } from '@red-points/server/ledger/index';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import { manyResidents } from '../support/redeeming.ts';
import { NoticeProcess } from './support/notice-process.ts';

const WITHIN_MS = 60_000;
/** What is earned in 2026 can be spent up to and on 31 December 2027. */
const at = (date: string): number => Date.parse(`${date}T09:00:00+08:00`);

let t: TestApp;
let processes: NoticeProcess[] = [];

beforeAll(async () => {
  t = await startTestApp();
});
afterEach(async () => {
  await Promise.all(processes.map((process) => process.kill()));
  processes = [];
});
afterAll(() => t.close());

async function startProcess(nowMs: number): Promise<NoticeProcess> {
  const process = await NoticeProcess.start({ config: t.config, nowMs });
  processes.push(process);
  return process;
}

const notices = () => t.database.db.collection('notifications');
const countOf = (template: string) => notices().countDocuments({ template });
const expiries = () => t.database.db.collection('ledger_entries').countDocuments({ kind: 'expire' });

/** Each of these people has this many messages of a template, and nobody has another. */
async function expectEach(people: readonly { personId: string }[], template: string, count: number): Promise<void> {
  const found = await notices()
    .aggregate<{ _id: string; count: number }>([
      { $match: { template } },
      { $group: { _id: '$recipient', count: { $sum: 1 } } },
    ])
    .toArray();
  const wanted = people.map(({ personId }) => ({ _id: `person:${personId}`, count }));
  const byRecipient = (one: { _id: string }, other: { _id: string }) => (one._id < other._id ? -1 : 1);
  expect(found.toSorted(byRecipient)).toEqual(wanted.toSorted(byRecipient));
}

describe('two server processes at the same moment, one of them killed with kill -9', () => {
  it('tell of each expiry once, then expire each lot once', async () => {
    const people = await manyResidents(t, 150, 5);
    for (const [date, told] of [
      ['2027-12-05', 1],
      ['2027-12-27', 2],
    ] as const) {
      const before = await countOf('points_expiring');
      const [other, dying] = await Promise.all([startProcess(at(date)), startProcess(at(date))]);
      const killed = dying.run('notices');
      await expect.poll(() => countOf('points_expiring'), { timeout: WITHIN_MS, interval: 5 }).toBeGreaterThan(before);
      await dying.kill();
      await killed;
      t.clock.set(at(date));
      await Promise.all([other.run('notices'), t.context.notifications.makeExpiryNotices()]);
      await expectEach(people, 'points_expiring', told);
    }
    const late = at('2028-01-03');
    const [other, dying] = await Promise.all([startProcess(late), startProcess(late)]);
    const killed = dying.run('expire');
    await expect.poll(expiries, { timeout: WITHIN_MS, interval: 5 }).toBeGreaterThan(0);
    await dying.kill();
    await killed;
    t.clock.set(late);
    const { db, ledger, clock } = t.context;
    await Promise.all([other.run('expire'), expireDueLots({ db, ledger, clock })]);
    expect(await expiries()).toBe(people.length);
    const views = await t.context.ledger.views(people.map(({ accountId }) => accountId));
    expect(views.map(({ state }) => state.balance)).toEqual(people.map(() => 0));
    expect((await verifyLedger({ db: t.database.db, checks: [] })).bad).toEqual([]);
    await t.context.notifications.makeExpiryNotices();
    await expectEach(people, 'points_expiring', 2);
  });

  it('follow the ledger so that every posting is told once', async () => {
    const people = await manyResidents(t, 1, 1);
    const [person] = people;
    if (person === undefined) throw new Error('nobody was entered');
    const nowMs = t.clock.now();
    const [dying, other] = await Promise.all([startProcess(nowMs), startProcess(nowMs)]);
    await Promise.all([dying.run('start'), other.run('start')]);
    const post = async (count: number) => {
      for (let posted = 0; posted < count; posted += 1) {
        const command = earnCommand(person.accountId, nextKey(), 1);
        expect((await t.context.ledger.post(command)).status).toBe('posted');
      }
    };
    const told = () => notices().countDocuments({ recipient: `person:${person.personId}`, template: 'points_posted' });
    const posting = post(80);
    await expect.poll(told, { timeout: WITHIN_MS, interval: 5 }).toBeGreaterThan(10);
    // Whichever of the two follows: both are killed in the midst, one after the other, and a third goes on.
    await dying.kill();
    await other.kill();
    await posting;
    // The lease of a dead process runs out by itself after 30 s.
    await t.database.db.collection<{ _id: string }>('job_leases').deleteMany({});
    const next = await startProcess(nowMs);
    await next.run('start');
    await expect.poll(told, { timeout: WITHIN_MS }).toBe(81);
    await post(1);
    await expect.poll(told, { timeout: WITHIN_MS }).toBe(82);
  });
});

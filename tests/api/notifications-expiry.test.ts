import { people } from '@red-points/shared/contracts';
import type { ExpiryPolicy } from '@red-points/shared/domain/ledger';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { earnCommand, ledgerContext, spendCommand } from '../support/ledger-commands.ts';
import { noticesOf } from '../support/notices.ts';
import { callerOf, principalOf } from '../support/redeeming.ts';

/** What is earned in 2026 can be spent up to and on 31 December 2027. */
const at = (date: string, time = '09:00'): number => Date.parse(`${date}T${time}:00+08:00`);

let t: TestApp;
const opened: TestApp[] = [];

beforeEach(async () => {
  // Hints of other tests would be told of too.
  if (t === undefined) t = await startTestApp();
  t.clock.set(at('2026-11-23'));
});
afterEach(async () => {
  await t.database.db.collection('notifications').deleteMany({});
});
afterAll(async () => {
  for (const app of opened) await app.close();
  await t.close();
});

type Entered = Awaited<ReturnType<TestApp['enterResident']>>;

async function residentWith(points: number, expiry?: ExpiryPolicy): Promise<Entered> {
  const resident = await t.enterResident();
  await earn(resident, points, expiry);
  return resident;
}

async function earn({ accountId }: Entered, points: number, expiry?: ExpiryPolicy): Promise<void> {
  const command = { ...earnCommand(accountId, nextKey(), points), effectiveAtMs: t.clock.now() };
  const outcome = await t.context.ledger.post(expiry === undefined ? command : { ...command, expiry });
  expect(outcome.status).toBe('posted');
}

async function spend({ accountId }: Entered, points: number): Promise<number> {
  const outcome = await t.context.ledger.post(spendCommand(accountId, nextKey(), points));
  if (outcome.status === 'refused') throw new Error(outcome.refusal.code);
  return outcome.entry.seq;
}

/** The leased job, once. */
const run = () => t.context.jobs.runNow('notifications.expiry');
const titles = async (resident: Entered) =>
  (await noticesOf(callerOf(t, principalOf(resident))))
    .filter(({ template }) => template === 'points_expiring')
    .map(({ title, at: told }) => `${told.slice(0, 10)} ${title}`)
    .sort();

describe('before points expire', () => {
  it('their owner is told 30 days and 7 days ahead, once each, with what is there then', async () => {
    const resident = await residentWith(40);
    t.clock.set(at('2027-11-30', '23:59'));
    await run();
    expect(await titles(resident)).toEqual([]);
    t.clock.set(at('2027-12-01', '00:00'));
    await run();
    await run();
    await spend(resident, 15);
    t.clock.set(at('2027-12-10'));
    await run();
    t.clock.set(at('2027-12-24', '08:00'));
    await run();
    t.clock.set(at('2027-12-30'));
    await run();
    expect(await titles(resident)).toEqual(['2027-11-30 40 分将于12月31日到期', '2027-12-24 25 分将于12月31日到期']);
  });

  it('says what the home page says', async () => {
    const resident = await residentWith(40, { kind: 'months', months: 1, from: 'effective' });
    await earn(resident, 7);
    t.clock.set(at('2026-12-20'));
    await run();
    const account = (await callerOf(t, principalOf(resident)).call(people.ownAccount).expect(200)).body;
    expect(account.nextExpiry).toEqual({ points: 40, lastDay: '2026-12-31' });
    expect(await titles(resident)).toEqual(['2026-12-20 40 分将于12月31日到期']);
  });

  it('after a jump of the clock over both days only the nearer notice is made', async () => {
    const resident = await residentWith(40);
    t.clock.set(at('2027-12-28'));
    await run();
    await run();
    expect(await titles(resident)).toEqual(['2027-12-28 40 分将于12月31日到期']);
  });

  it('nothing is said of points that are gone, nor of those that never go', async () => {
    const spent = await residentWith(40);
    const lasting = await residentWith(40, { kind: 'never', from: 'effective' });
    const late = await residentWith(40);
    await spend(spent, 40);
    t.clock.set(at('2027-12-02'));
    await run();
    expect([await titles(spent), await titles(lasting)]).toEqual([[], []]);
    // Over both days and the last one too: they are gone.
    t.clock.set(at('2028-01-01', '00:00'));
    await t.database.db.collection('notifications').deleteMany({});
    await run();
    expect(await titles(late)).toEqual([]);
  });

  it('points that come back late are told of when they are back', async () => {
    const resident = await residentWith(40);
    const seq = await spend(resident, 40);
    t.clock.set(at('2027-12-02'));
    await run();
    const shop = { counterparty: { kind: 'shop', id: 's1' } } as const;
    const refund = {
      ...ledgerContext(resident.accountId, nextKey()),
      ...shop,
      kind: 'refund',
      originalSeq: seq,
    } as const;
    await t.context.ledger.post({ ...refund, points: 12 });
    await run();
    t.clock.set(at('2027-12-26'));
    await run();
    expect(await titles(resident)).toEqual(['2027-12-02 12 分将于12月31日到期', '2027-12-26 12 分将于12月31日到期']);
  });

  it('held points are not told of until they are free again', async () => {
    const resident = await residentWith(40);
    t.clock.set(at('2027-12-25'));
    const context = ledgerContext(resident.accountId, nextKey());
    const hold = { holdId: 'h', points: 40, holdExpiresAtMs: t.clock.now() + 180_000 };
    await t.context.ledger.post({ ...context, kind: 'hold', ...hold });
    await run();
    expect(await titles(resident)).toEqual([]);
    await t.context.ledger.post({ ...context, key: nextKey(), kind: 'release', holdId: 'h' });
    await run();
    expect(await titles(resident)).toEqual(['2027-12-25 40 分将于12月31日到期']);
  });

  it('each expiry of an account has its own notices', async () => {
    const resident = await residentWith(10, { kind: 'months', months: 1, from: 'effective' });
    await earn(resident, 20, { kind: 'months', months: 2, from: 'effective' });
    t.clock.set(at('2026-12-30'));
    await run();
    t.clock.set(at('2027-01-05'));
    await run();
    expect(await titles(resident)).toEqual([
      '2026-12-30 10 分将于2026年12月31日到期',
      '2027-01-05 20 分将于1月31日到期',
    ]);
  });

  it('two processes at the same moment, lease or not, make one', async () => {
    const residents: Entered[] = [];
    for (let count = 0; count < 30; count += 1) residents.push(await residentWith(5));
    const other = await startTestApp({ sharing: t });
    opened.push(other);
    t.clock.set(at('2027-12-05'));
    const made = await Promise.all([
      t.context.notifications.makeExpiryNotices(),
      other.context.notifications.makeExpiryNotices(),
      t.context.notifications.makeExpiryNotices(),
      other.context.jobs.runNow('notifications.expiry').then(() => 0),
    ]);
    const stored = await t.database.db.collection('notifications').find({ template: 'points_expiring' }).toArray();
    const own = stored.filter(({ recipient }) => residents.some(({ personId }) => recipient === `person:${personId}`));
    expect(own).toHaveLength(30);
    expect(made.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(stored.length);
    expect(await t.context.notifications.makeExpiryNotices()).toBe(0);
  });
});

import { LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import { SETTLEMENT_LINES_JOB } from '@red-points/server/settlements/index';
import { SPOT_CHECK_JOB } from '@red-points/server/spot-checks/index';
import { bookings, slots } from '@red-points/shared/contracts';
import { addDays, businessDate, instantAt } from '@red-points/shared/domain/calendar';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  fileClaim,
  hourlyTerms,
  publishRule,
  runningActivity,
  scanIn,
  signInCast,
} from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import {
  addOffer,
  availableOf,
  type Office,
  openOffice,
  openShop,
  residentWith,
  startAtPoster,
} from '../support/redeeming.ts';
import { redeem } from '../support/settling.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Every case leaves one record that its job cannot go on with, and one behind it that it can. */
let t: TestApp;
let cast: Cast;
let office: Office;
let shop: Awaited<ReturnType<typeof openShop>>;

beforeAll(async () => {
  t = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  cast = {
    organiser: lasting(t, organiser),
    officer: lasting(t, officer),
    secretary: lasting(t, secretary),
    deputy: lasting(t, deputy),
  };
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3 }));
  office = await openOffice(t);
  shop = await openShop(t, office);
});
afterAll(() => t.close());
beforeEach(() => t.clock.advance(MINUTE_MS));

const run = (name: string) => t.context.jobs.runNow(name);
const collection = (name: string) => t.database.db.collection<{ _id: string } & Document>(name);

/** Takes a record's sense away. @returns gives it back */
async function spoil(name: string, id: string, change: Document): Promise<() => Promise<unknown>> {
  const before = await collection(name).findOne({ _id: id });
  if (before === null) throw new Error(`no ${name} ${id}`);
  await collection(name).updateOne({ _id: id }, change);
  return async () => {
    // What was done to it meanwhile stands: only what was taken away comes back.
    const taken = Object.keys({ ...change.$set, ...change.$unset });
    const valueAt = (path: string) => path.split('.').reduce<Document>((value, part) => value?.[part], before);
    return collection(name).updateOne(
      { _id: id },
      { $set: Object.fromEntries(taken.map((path) => [path, valueAt(path)])) },
    );
  };
}

describe('one record that a job cannot go on with keeps no other waiting:', () => {
  it('a redemption that no line can be made of, and sixty before it', async () => {
    const offer = await addOffer(office, shop.shop);
    const [poor, sound] = [await residentWith(t, 100), await residentWith(t, 100)];
    const broken = await redeem(poor, shop, offer);
    const other = await redeem(sound, shop, offer);
    const repair = await spoil('redemptions', broken, { $set: { capturedAt: null } });
    const record = await collection('redemptions').findOne({ _id: broken });
    const copies = Array.from({ length: 60 }, (_, index) => ({
      ...record,
      _id: `!${index}`,
      request: { ...record?.request, key: `copy-${index}` },
      shortCode: `!${index}`,
    }));
    await collection('redemptions').insertMany(copies);
    const lines = async () => {
      const found = await collection('settlement_lines').find({ redemptionId: { $in: [broken, other] } });
      return (await found.toArray()).map(({ redemptionId }) => redemptionId).sort();
    };
    await expect(run(SETTLEMENT_LINES_JOB)).rejects.toThrow('a redemption without a capture is not settled');
    expect(await lines()).toEqual([other]);
    await collection('redemptions').deleteMany({ _id: /^!/ });
    await repair();
    await run(SETTLEMENT_LINES_JOB);
    await run(SETTLEMENT_LINES_JOB);
    expect(await lines()).toEqual([broken, other].sort());
  });

  it('the account behind one of the redemptions that time out', async () => {
    const offer = await addOffer(office, shop.shop);
    const people = [await residentWith(t, 100), await residentWith(t, 100)];
    const started: string[] = [];
    for (const who of people) started.push((await startAtPoster(who, shop, offer)).redemptionId);
    const newest = await collection(LEDGER_COLLECTION)
      .find({ account: people[0]?.accountId })
      .sort({ _id: -1 })
      .limit(1)
      .next();
    const repair = await spoil(LEDGER_COLLECTION, newest?._id ?? '', { $unset: { state: '' } });
    t.clock.advance(HOUR_MS);
    const open = async () => {
      const found = await Promise.all(started.map((id) => t.context.redemptions.find(id)));
      return found.map((record) => record?.state === 'awaiting_confirm');
    };
    // Its failures are in the log and on the record, which is looked at again later.
    await run('redemption-repair');
    expect(await open()).toEqual([true, false]);
    await repair();
    t.clock.advance(MINUTE_MS);
    await run('redemption-repair');
    expect(await open()).toEqual([false, false]);
    for (const { accountId } of people) expect(await availableOf(t, accountId)).toBe(100);
  });

  it('an approved claim that does not say who approved it', async () => {
    const approved = async (ruleCode: string) => {
      const { personId, accountId } = await t.enterResident();
      const claimId = await fileClaim(cast, personId, { ruleCode });
      await decide(cast.secretary, 'claim', claimId).expect(200);
      return { claimId, accountId };
    };
    const [broken, lost, shown] = [await approved('ZY-01'), await approved('ZY-01'), await approved('ZY-03')];
    // As where the process died between approving and the credit: two, of which one cannot be read.
    const died = { $set: { creditDue: true, state: 'in_publicity' } };
    for (const { claimId } of [broken, lost]) await collection('claims').updateOne({ _id: claimId }, died);
    const repair = await spoil('claims', broken.claimId, { $set: { decision: null } });
    t.clock.advance(4 * DAY_MS);
    const states = async () => {
      const ids = [broken, lost, shown].map(({ claimId }) => claimId);
      const found = await collection('claims')
        .find({ _id: { $in: ids } })
        .toArray();
      return ids.map((id) => found.find(({ _id }) => _id === id)?.state);
    };
    await expect(run('credits.publicity')).rejects.toThrow('was not approved');
    expect(await states()).toEqual(['in_publicity', 'posted', 'posted']);
    expect(await availableOf(t, shown.accountId)).toBe(3);
    await repair();
    await run('credits.publicity');
    expect(await states()).toEqual(['posted', 'posted', 'posted']);
    for (const { accountId } of [broken, lost]) expect(await availableOf(t, accountId)).toBe(3);
  });

  it('a stay that cannot be closed, beside others of its activity and of another', async () => {
    const [first, second] = [await runningActivity(t, cast), await runningActivity(t, cast)];
    const stays: string[] = [];
    for (const { activityId } of [first, first, second]) {
      const { attendanceId } = await scanIn(t, cast, await t.signInResident(), activityId);
      stays.push(attendanceId);
    }
    const repair = await spoil('attendances', stays[0] ?? '', { $set: { flags: null } });
    t.clock.advance(2 * HOUR_MS + 31 * MINUTE_MS);
    const states = async () => {
      const found = await collection('attendances')
        .find({ _id: { $in: stays } })
        .toArray();
      return stays.map((id) => found.find(({ _id }) => _id === id)?.state);
    };
    await expect(run('check-ins.close-forgotten')).rejects.toThrow(TypeError);
    expect(await states()).toEqual(['present', 'waiting', 'waiting']);
    await repair();
    await run('check-ins.close-forgotten');
    expect(await states()).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('an activity that cannot be ended, also what comes behind that step', async () => {
    const [first, second] = [await runningActivity(t, cast), await runningActivity(t, cast)];
    const counted = await runningActivity(t, cast);
    const ids = [first, second, counted].map(({ activityId }) => activityId);
    const activityOf = async (index: number) => collection('activities').findOne({ _id: ids[index] ?? '' });
    const settled = { $set: { state: 'settled', servedDue: 'due' } };
    await collection('activities').updateOne({ _id: ids[2] ?? '' }, settled);
    const repair = await spoil('activities', ids[0] ?? '', { $set: { startsAt: null } });
    t.clock.advance(4 * HOUR_MS);
    await expect(run('activities.close-overdue')).rejects.toThrow(TypeError);
    expect((await activityOf(0))?.state).toBe('under_way');
    expect((await activityOf(1))?.state).not.toBe('under_way');
    expect(await activityOf(2)).not.toHaveProperty('servedDue');
    await repair();
    await run('activities.close-overdue');
    expect((await activityOf(0))?.state).not.toBe('under_way');
  });

  it('a booking that cannot be marked for its message', async () => {
    const service = await addOffer(office, shop.shop, { title: '家政保洁', kind: 'service', points: 40, stock: null });
    const booked: string[] = [];
    const date = addDays(businessDate(t.clock.now()), 3);
    for (const startTime of ['14:00', '14:15']) {
      const body = { date, startTime, minutes: 120 };
      const made = await office.secretary
        .call(slots.create, { params: { offerId: service.offerId }, body })
        .expect(201);
      const slotId = made.body.items[0].slotId;
      const who = await residentWith(t, 100);
      const { body: booking } = await who
        .call(bookings.book, { params: { slotId }, body: { expectedPoints: 40 } })
        .expect(201);
      booked.push(booking.bookingId);
    }
    const repair = await spoil('redemptions', booked[0] ?? '', { $set: { 'booking.startsAt': null } });
    t.clock.set(instantAt(addDays(date, -1), '10:00'));
    const reminded = async () => {
      const found = await Promise.all(booked.map((id) => t.context.redemptions.find(id)));
      return found.map((record) => record?.booking?.remindedAt instanceof Date);
    };
    await expect(run('bookings.remind')).rejects.toThrow(TypeError);
    expect(await reminded()).toEqual([false, true]);
    await repair();
    await run('bookings.remind');
    expect(await reminded()).toEqual([true, true]);
  });

  it('a street whose draw is not what was fixed', async () => {
    t.clock.set(Date.parse('2026-12-01T16:00:00Z'));
    await run(SPOT_CHECK_JOB);
    const ids = ['dongting.2026-11', 'qihe.2026-11'];
    const states = async () => {
      const found = await collection('spot_check_draws')
        .find({ _id: { $in: ids } })
        .toArray();
      return ids.map((id) => found.find(({ _id }) => _id === id)?.state);
    };
    expect(await states()).toEqual(['fixed', 'fixed']);
    const [first] = await collection('spot_check_draws').find({ state: 'fixed' }).toArray();
    const broken = ids.indexOf(first?._id ?? '');
    const repair = await spoil('spot_check_draws', ids[broken] ?? '', { $set: { populationRoot: 'another' } });
    t.clock.advance(DAY_MS + HOUR_MS);
    await t.context.digests.makeDue();
    await expect(run(SPOT_CHECK_JOB)).rejects.toThrow('is not what was fixed');
    expect((await states()).map((state, index) => [index === broken, state])).toEqual(
      ids.map((_, index) => [index === broken, index === broken ? 'fixed' : 'drawn']),
    );
    await repair();
    await run(SPOT_CHECK_JOB);
    expect(await states()).toEqual(['drawn', 'drawn']);
  });

  it('an account that cannot be read, where others have points that expire', async () => {
    const people = [await residentWith(t, 10), await residentWith(t, 10), await residentWith(t, 10)];
    const [broken] = people.map(({ accountId }) => accountId);
    const newest = await collection(LEDGER_COLLECTION).find({ account: broken }).sort({ _id: -1 }).limit(1).next();
    const repair = await spoil(LEDGER_COLLECTION, newest?._id ?? '', { $unset: { state: '' } });
    const told = async () => {
      const recipients = people.map(({ personId }) => `person:${personId}`);
      const found = await collection('notifications')
        .find({ recipient: { $in: recipients }, template: 'points_expiring' })
        .toArray();
      return recipients.map((recipient) => found.some((notice) => notice.recipient === recipient));
    };
    t.clock.set(Date.parse('2027-12-20T02:00:00Z'));
    await expect(run('notifications.expiry')).rejects.toThrow();
    expect(await told()).toEqual([false, true, true]);
    t.clock.set(Date.parse('2028-01-01T02:00:00Z'));
    const kinds = async () => {
      const ids = people.map(({ accountId }) => accountId);
      const found = await collection(LEDGER_COLLECTION)
        .find({ account: { $in: ids }, kind: 'expire' })
        .toArray();
      return ids.map((id) => found.filter(({ account }) => account === id).length);
    };
    await expect(run('ledger-expiry')).rejects.toThrow();
    expect(await kinds()).toEqual([0, 1, 1]);
    await repair();
    await run('ledger-expiry');
    expect(await kinds()).toEqual([1, 1, 1]);
  });
});

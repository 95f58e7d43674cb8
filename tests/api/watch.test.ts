import { WATCH_JOB } from '@red-points/server/watch/index';
import { checkIns, reports, reviews, type WatchFindingView, type WatchItem, watch } from '@red-points/shared/contracts';
import { WATCH_THRESHOLDS, type WatchKind } from '@red-points/shared/domain/watch';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  endActivity,
  fileClaim,
  hourlyTerms,
  publishRule,
  runningActivity,
  scannedTicket,
  signInCast,
} from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import { refused } from '../support/refused.ts';

let t: TestApp;
let cast: Cast;
let street: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  cast = {
    organiser: lasting(t, organiser),
    officer: lasting(t, officer),
    secretary: lasting(t, secretary),
    deputy: lasting(t, deputy),
  };
  street = lasting(t, await t.signIn('street_admin', 'qihe'));
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

const look = () => t.context.jobs.runNow(WATCH_JOB);
const found = async (kind: WatchKind, show = 'open', user = street): Promise<WatchFindingView[]> =>
  (await user.call(watch.list, { query: { unitId: 'jinxiu', kind, show, limit: 50 } }).expect(200)).body.items;
const itemsOf = async (findingId: string): Promise<WatchItem[]> =>
  (await street.call(watch.items, { params: { findingId }, query: { limit: 200 } }).expect(200)).body.items;
const set = (thresholds: Document | null, version: number, user = street) =>
  user.call(watch.setSettings, { params: { unitId: 'jinxiu' }, body: { thresholds, version } });

/** Files claims and has them approved after some time. */
async function approvedClaims(count: number, { minutes = 95, waitMs = 600_000, reviewer = cast.secretary } = {}) {
  const ids: string[] = [];
  for (let filed = 0; filed < count; filed += 1) {
    const { personId } = await t.enterResident();
    ids.push(await fileClaim(cast, personId, { minutes, description: `送餐 ${personId}` }));
  }
  t.clock.advance(waitMs);
  for (const id of ids) await decide(reviewer, 'claim', id).expect(200);
  return ids;
}

/** An activity that people check in to, by phones of their own unless one is named, and whose attendances are approved. */
async function attended(
  people: number,
  { device, capacity = 30, headCount = null }: { device?: string; capacity?: number; headCount?: number | null } = {},
) {
  const activity = await runningActivity(t, cast, { capacity });
  for (let come = 0; come < people; come += 1) {
    const resident = await t.signInResident();
    const ticket = await scannedTicket(t, cast, activity.activityId);
    const body = { ticket, device: device ?? `phone-of-${resident.personId}` };
    await resident.call(checkIns.checkIn, { body }).expect(201);
  }
  t.clock.advance(95 * 60_000);
  await endActivity(cast, activity.activityId, headCount);
  t.clock.advance(600_000);
  const queue = (await cast.secretary.call(reviews.list, { query: { limit: 200 } }).expect(200)).body.items;
  for (const { kind, id } of queue as { kind: 'attendance'; id: string }[]) {
    await decide(cast.secretary, kind, id).expect(200);
  }
  return activity;
}

describe('what is worth a look in how points are earned', () => {
  it('are approvals within two minutes of filing, with the credits behind them, once however often it is looked for', async () => {
    await approvedClaims(2, { waitMs: 30_000 });
    await approvedClaims(1);
    await look();
    expect(await found('quick_approval')).toEqual([]);
    const last = await approvedClaims(1, { waitMs: 119_000 });
    await Promise.all([look(), look()]);
    await look();
    const [finding, ...others] = await found('quick_approval');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      state: 'open',
      month: '2026-11',
      subjectName: cast.secretary.me.displayName,
      count: 3,
      of: 4,
      mayDismiss: true,
    });
    const items = await itemsOf(finding?.findingId ?? '');
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({ creditId: `claim:${last[0]}`, waitedSeconds: 119, maskedName: '陈*' });
    expect(items[0]?.entryId).toMatch(/:0{9}1$/);
    expect(items[0]?.reviewerName).toBe(cast.secretary.me.displayName);
    const tasks = (await street.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
    expect(tasks).toContainEqual(expect.objectContaining({ code: 'anomalies', count: 1 }));
  });

  it('is one reviewer of nearly everything, as soon as the settings say so', async () => {
    expect(await found('one_reviewer')).toEqual([]);
    await set({ ...WATCH_THRESHOLDS, reviewerItemsMin: 4 }, 0).expect(200);
    await look();
    expect(await found('one_reviewer')).toMatchObject([{ count: 4, of: 4 }]);
    await approvedClaims(2, { reviewer: cast.deputy });
    await look();
    // Two of six are somebody else's now.
    expect(await found('one_reviewer')).toEqual([]);
    expect(await found('one_reviewer', 'all')).toMatchObject([{ state: 'passed' }]);
  });

  it('are whole hours again and again from one hand', async () => {
    await set({ ...WATCH_THRESHOLDS, roundItemsMin: 3, roundPercentMin: 30 }, 1).expect(200);
    await approvedClaims(3, { minutes: 120 });
    await look();
    expect(await found('round_hours')).toMatchObject([{ subjectName: cast.officer.me.displayName, count: 3, of: 9 }]);
  });

  it('are many people on one phone, and more people than heads; the phone is known by a keyed hash alone', async () => {
    await attended(4, { device: 'the-one-phone-of-all', headCount: 3 });
    await look();
    const [device] = await found('same_device');
    expect(device).toMatchObject({ subjectName: null, count: 4, of: 4 });
    const [over] = await found('over_capacity');
    expect(over).toMatchObject({ subjectName: '河道清理', count: 4, of: 3 });
    expect(await itemsOf(over?.findingId ?? '')).toHaveLength(4);
    for (const name of ['attendances', 'watch_lines', 'watch_findings']) {
      expect(JSON.stringify(await t.database.db.collection(name).find().toArray())).not.toContain(
        'the-one-phone-of-all',
      );
    }
  });

  it('are activities whose organiser alone says who was there', async () => {
    for (let held = 0; held < 3; held += 1) {
      const { activityId } = await runningActivity(t, cast);
      const { personId } = await t.enterResident();
      const params = { activityId };
      await cast.organiser.call(checkIns.witness, { params, body: { personId } }).expect(201);
      t.clock.advance(95 * 60_000);
      await endActivity(cast, activityId);
      t.clock.advance(600_000);
      const queue = (await cast.secretary.call(reviews.list, { query: { limit: 50 } }).expect(200)).body.items;
      for (const { kind, id } of queue) await decide(cast.secretary, kind, id).expect(200);
    }
    await look();
    // Three of four: one was attended by scanning.
    expect(await found('organiser_alone')).toEqual([]);
    await set({ ...WATCH_THRESHOLDS, alonePercentMin: 75 }, 2).expect(200);
    await look();
    expect(await found('organiser_alone')).toMatchObject([
      { subjectName: cast.organiser.me.displayName, count: 3, of: 4 },
    ]);
  });
});

describe('a finding', () => {
  it('is dismissed with a reason by one whom it does not concern, and opens again when twice as much came', async () => {
    const [finding] = await found('quick_approval');
    const params = { findingId: finding?.findingId ?? '' };
    const dismissing =
      (user: SignedInUser, reason = '当面核对过照片') =>
      (headers: Record<string, string>) =>
        user.call(watch.dismiss, { params, body: { reason }, headers });
    expect(await refused(dismissing(cast.secretary))).toBe('watch_not_independent');
    const seen = await found('quick_approval', 'open', cast.secretary);
    expect(seen).toMatchObject([{ mayDismiss: false }]);
    expect((await dismissing(cast.officer)({})).status).toBe(403);
    expect((await dismissing(cast.deputy, '好')({})).status).toBe(400);
    const answers = await Promise.all([dismissing(cast.deputy)({}), dismissing(street)({})]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await refused(dismissing(street))).toBe('watch_finding_closed');
    expect((await street.call(watch.get, { params }).expect(200)).body).toMatchObject({
      state: 'dismissed',
      dismissals: [{ reason: '当面核对过照片', count: 3 }],
    });
    await approvedClaims(2, { waitMs: 1_000 });
    await look();
    expect(await found('quick_approval')).toEqual([]);
    await approvedClaims(1, { waitMs: 1_000 });
    await look();
    expect(await found('quick_approval')).toMatchObject([{ count: 6, dismissals: [{ count: 3 }] }]);
    expect(await itemsOf(params.findingId)).toHaveLength(6);
  });

  it('is nobody’s outside the unit, and unknown ones are not there', async () => {
    const [finding] = await found('quick_approval');
    const params = { findingId: finding?.findingId ?? '' };
    const stranger = await t.signIn('street_admin', 'other');
    expect(await refused((headers) => stranger.call(watch.get, { params, headers }))).toBe('watch_finding_not_found');
    expect(await refused((headers) => stranger.call(watch.items, { params, headers }))).toBe('watch_finding_not_found');
    expect(
      await refused((headers) =>
        street.call(watch.dismiss, { params: { findingId: 'x' }, body: { reason: '没有' }, headers }),
      ),
    ).toBe('watch_finding_not_found');
    await cast.organiser.call(watch.list, { query: {} }).expect(403);
    const auditor = await t.signIn('auditor', 'jinxiu');
    await auditor.call(watch.list, { query: {} }).expect(200);
  });
});

describe('from where on something is reported', () => {
  it('is set by the street, counts below it, and goes by the unit above again', async () => {
    const setting = (unitId: string) => street.call(watch.settings, { params: { unitId } });
    expect((await setting('jinxiu-g1').expect(200)).body).toMatchObject({
      thresholds: { alonePercentMin: 75 },
      setBy: { unitId: 'jinxiu' },
      version: 0,
    });
    expect(
      await refused((headers) =>
        street.call(watch.setSettings, {
          params: { unitId: 'jinxiu' },
          body: { thresholds: WATCH_THRESHOLDS, version: 1 },
          headers,
        }),
      ),
    ).toBe('watch_settings_changed');
    await set(WATCH_THRESHOLDS, 0, cast.secretary).expect(403);
    expect(
      await refused((headers) =>
        street.call(watch.setSettings, {
          params: { unitId: 'yunzhou' },
          body: { thresholds: null, version: 0 },
          headers,
        }),
      ),
    ).toBe('out_of_scope');
    expect((await set(null, 3).expect(200)).body).toMatchObject({
      thresholds: WATCH_THRESHOLDS,
      setBy: null,
      version: 4,
    });
    await look();
    expect(await found('organiser_alone')).toEqual([]);
  });

  it('is looked at by indexes alone', async () => {
    const plan = async (collection: string, filter: Document) =>
      JSON.stringify(
        (await t.database.db.collection(collection).find(filter).explain('queryPlanner')).queryPlanner.winningPlan,
      );
    const place = { approvedAt: new Date(0) };
    for (const [collection, filter] of [
      ['credits', { $or: [{ approvedAt: { $gt: place.approvedAt } }, { ...place, _id: { $gt: '' } }] }],
      ['watch_lines', { unitId: 'jinxiu', month: '2026-11' }],
      ['watch_lines', { activityId: { $in: ['a'] } }],
      ['watch_months', { due: true }],
      ['watch_findings', { unitPath: 'jinxiu', open: true }],
      ['watch_items', { findingId: 'x' }],
    ] as const) {
      const winning = await plan(collection, filter);
      expect(winning).toContain('IXSCAN');
      expect(winning).not.toContain('COLLSCAN');
    }
  });

  it('are not put aside by somebody who organised it too, whether they did before or since', async () => {
    const helper = lasting(t, await t.signIn('community_admin', 'jinxiu'));
    const before = new Set((await found('over_capacity')).map(({ findingId: known }) => known));
    const activity = await attended(4, { capacity: 2 });
    await look();
    const [finding] = (await found('over_capacity')).filter(({ findingId: one }) => !before.has(one));
    const findingId = finding?.findingId ?? '';
    const mine = async () => (await helper.call(watch.get, { params: { findingId } }).expect(200)).body.mayDismiss;
    expect(await mine()).toBe(true);
    const records = t.database.db.collection<{ _id: string; everOrganised: string[] }>('activities');
    await records.updateOne({ _id: activity.activityId }, { $push: { everOrganised: helper.userId } });
    expect(await mine()).toBe(false);
    const call = { params: { findingId }, body: { reason: '已到现场核实' } };
    expect((await helper.call(watch.dismiss, call).expect(403)).body.code).toBe('watch_not_independent');
    await street.call(watch.dismiss, call).expect(200);
  });
});

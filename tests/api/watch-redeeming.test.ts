import { WATCH_JOB } from '@red-points/server/watch/index';
import {
  redemptionCodes,
  redemptions,
  type WatchFindingView,
  type WatchRedemption,
  watch,
} from '@red-points/shared/contracts';
import { WATCH_THRESHOLDS, type WatchKind } from '@red-points/shared/domain/watch';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import {
  addOffer,
  callerOf,
  type Office,
  openOffice,
  openShop,
  principalOf,
  type Resident,
  residentWith,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const MINUTE_MS = 60_000;
const DEVICE = 'the-one-phone-of-all';

let t: TestApp;
let office: Office;
let street: SignedInUser;
let settingsVersion = 0;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  street = lasting(t, await t.signIn('street_admin', 'qihe'));
  await set({});
});
afterAll(() => t.close());

const look = () => t.context.jobs.runNow(WATCH_JOB);

async function set(departures: Partial<typeof WATCH_THRESHOLDS>) {
  // Three at one shop are many in a test.
  const few = { pairItemsMin: 3, pairPercentMin: 60, burstItemsMin: 3, oddItemsMin: 2, creditItemsMin: 1 };
  const thresholds = { ...WATCH_THRESHOLDS, ...few, ...departures };
  const body = { thresholds, version: settingsVersion };
  await street.call(watch.setSettings, { params: { unitId: 'jinxiu' }, body }).expect(200);
  settingsVersion += 1;
}

/** A shop of its own, whose redemptions no other test counts. */
async function counter(name: string) {
  const shop = await openShop(t, office, name);
  const offer = await addOffer(office, shop.shop, { points: 1, title: `${name}的一份` });
  const owner = lasting(t, shop.owner);
  const found = async (kind: WatchKind, show = 'open', user = street): Promise<WatchFindingView[]> => {
    const answer = await user.call(watch.list, { query: { unitId: 'jinxiu', kind, show, limit: 100 } }).expect(200);
    return answer.body.items.filter(({ subjectName }: WatchFindingView) => subjectName === name);
  };
  return { shop: { ...shop, owner } satisfies TestShop, offer, found };
}
type Counter = Awaited<ReturnType<typeof counter>>;

/** The shop scans the resident's code: spent at once. */
async function redeem({ shop, offer }: Counter, resident: Pick<Resident, 'call' | 'personId'>, device?: string) {
  const phone = callerOf(t, principalOf(resident));
  const body = device === undefined ? {} : { device };
  const code = await phone.call(redemptionCodes.create, { body }).expect(201);
  const scan = { code: code.body.codeUrl, shopId: shop.shop.shopId };
  const { scanId } = (await shop.owner.call(redemptionCodes.scan, { body: scan }).expect(201)).body;
  const started = await shop.owner.call(redemptions.startByScan, { body: { scanId, offerId: offer.offerId } });
  expect(started.status, JSON.stringify(started.body)).toBe(201);
  expect(started.body.state).toBe('success');
  t.clock.advance(1_000);
  return String(started.body.redemptionId);
}

const behind = async (finding: WatchFindingView | undefined, query: Document = {}): Promise<WatchRedemption[]> => {
  const params = { findingId: finding?.findingId ?? '' };
  return (await street.call(watch.redemptions, { params, query: { limit: 100, ...query } }).expect(200)).body.items;
};

describe('what is worth a look in how points are spent', () => {
  it('is one resident who is a large part of what a shop serves, with the entries behind it', async () => {
    const shop = await counter('常客小店');
    const often = await residentWith(t, 100);
    const redeemed: string[] = [];
    for (let time = 0; time < 2; time += 1) {
      redeemed.push(await redeem(shop, often));
      t.clock.advance(40 * MINUTE_MS);
    }
    await look();
    expect(await shop.found('frequent_pair')).toEqual([]);
    redeemed.push(await redeem(shop, often));
    await Promise.all([look(), look()]);
    await look();
    const [finding, ...others] = await shop.found('frequent_pair');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ about: 'redemptions', maskedName: '陈*', count: 3, of: 3, mayDismiss: true });
    const items = await behind(finding);
    expect(items.map(({ redemptionId }) => redemptionId)).toEqual([...redeemed].reverse());
    expect(items[0]).toMatchObject({ offerTitle: '常客小店的一份', via: 'resident_code', points: 1, state: 'success' });
    expect(items[0]?.entryId).toMatch(new RegExp(`^${often.accountId}:0{8}\\d{2}$`));
    const params = { findingId: finding?.findingId ?? '' };
    const first = (await street.call(watch.redemptions, { params, query: { limit: 2 } }).expect(200)).body;
    expect(first.items).toHaveLength(2);
    expect(await behind(finding, { cursor: first.nextCursor })).toHaveLength(1);
    // Somebody else comes as well: with two of five it is no large part any more, and passes by itself.
    for (let time = 0; time < 3; time += 1) await redeem(shop, await residentWith(t, 5));
    await look();
    expect(await shop.found('frequent_pair')).toEqual([]);
    expect(await shop.found('frequent_pair', 'all')).toMatchObject([{ state: 'passed' }]);
  });

  it('is redeeming at night, by the hours that are set', async () => {
    const shop = await counter('夜里的店');
    const resident = await residentWith(t, 100);
    await redeem(shop, resident);
    const night = new Date(t.clock.now());
    // 23:30 in Shanghai.
    night.setUTCHours(15, 30, 0, 0);
    t.clock.set(night.getTime());
    await redeem(shop, resident);
    t.clock.advance(50 * MINUTE_MS);
    await redeem(shop, resident);
    await look();
    const [finding] = await shop.found('odd_hours');
    expect(finding).toMatchObject({ count: 2, of: 3, maskedName: null });
    await set({ oddFromHour: 0, oddUntilHour: 0 });
    await look();
    expect(await shop.found('odd_hours')).toEqual([]);
    await set({});
    // The next morning.
    t.clock.advance(10 * 60 * MINUTE_MS);
  });

  it('are many people on one phone, which is known by a keyed hash until watch reports have it, and forgotten later', async () => {
    const shop = await counter('一机多人店');
    const people: Resident[] = [];
    for (let come = 0; come < 4; come += 1) {
      const resident = await residentWith(t, 5);
      people.push(resident);
      await redeem(shop, resident, DEVICE);
    }
    const stored = t.database.db.collection<Document & { _id: string }>('redemptions');
    expect(await stored.countDocuments({ shopId: shop.shop.shop.shopId, deviceTag: { $gt: '' } })).toBe(4);
    await look();
    expect(await stored.countDocuments({ shopId: shop.shop.shop.shopId, deviceTag: { $exists: true } })).toBe(0);
    const all = await street.call(watch.list, { query: { unitId: 'jinxiu', kind: 'one_device_redeems' } }).expect(200);
    const [finding, ...others] = all.body.items as WatchFindingView[];
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ subjectName: null, count: 4, of: 4 });
    expect(await behind(finding)).toHaveLength(4);
    const names = ['redemptions', 'redemption_codes', 'watch_redemptions', 'watch_findings', 'idempotent_answers'];
    for (const name of names) {
      expect(JSON.stringify(await t.database.db.collection(name).find().toArray())).not.toContain(DEVICE);
    }
    // Whoever redeemed by that phone does not say what it was.
    const partial = lasting(t, await t.signIn('community_admin', 'jinxiu', { personId: people[0]?.personId ?? '' }));
    const dismissing = { params: { findingId: finding?.findingId ?? '' }, body: { reason: '一家四口同用一部手机' } };
    expect(await refused((headers) => partial.call(watch.dismiss, { ...dismissing, headers }))).toBe(
      'watch_not_independent',
    );
    const month = { unitId: 'jinxiu', kind: 'one_device_redeems', month: '2026-01' } as const;
    await t.database.db.collection('watch_findings').updateOne({ kind: month.kind }, { $set: month });
    await t.database.db.collection('watch_redemptions').updateMany({ deviceTag: { $gt: '' } }, { $set: month });
    await look();
    const [old] = await t.database.db.collection('watch_findings').find({ kind: month.kind }).toArray();
    expect(old?.subject).toBe('');
    expect(old?.key).toBe(`jinxiu|2026-01|one_device_redeems|${finding?.findingId}`);
    expect(await t.database.db.collection('watch_redemptions').countDocuments({ deviceTag: { $gt: '' } })).toBe(0);
  });

  it('is more within minutes than a counter serves', async () => {
    const shop = await counter('一阵风店');
    const resident = await residentWith(t, 100);
    await redeem(shop, resident);
    t.clock.advance(30 * MINUTE_MS);
    for (let come = 0; come < 3; come += 1) {
      await redeem(shop, await residentWith(t, 5));
      t.clock.advance(3 * MINUTE_MS);
    }
    await look();
    expect(await shop.found('redeeming_burst')).toMatchObject([{ count: 3, of: 4 }]);
  });

  it('is points spent at the shop of whoever approved them, minutes later; nobody of the shop dismisses it', async () => {
    const { organiser, officer, secretary, deputy } = await signInCast(t);
    const cast: Cast = {
      organiser: lasting(t, organiser),
      officer: lasting(t, officer),
      secretary: lasting(t, secretary),
      deputy: lasting(t, deputy),
    };
    await publishRule(cast, 'ZY-01', hourlyTerms());
    const shop = await counter('自家店');
    const other = await counter('别家店');
    const keeper = await t.enterResident();
    await t.signIn('merchant_staff', null, { shopId: shop.shop.shop.shopId, personId: keeper.personId });
    const reviewer = lasting(t, await t.signIn('community_admin', 'jinxiu', { personId: keeper.personId }));
    const resident = await residentWith(t, 100);
    const claimId = await fileClaim(cast, resident.personId, { minutes: 120, description: '送餐' });
    t.clock.advance(10 * MINUTE_MS);
    await decide(reviewer, 'claim', claimId).expect(200);
    t.clock.advance(5 * MINUTE_MS);
    await redeem(other, resident);
    const redeemed = await redeem(shop, resident);
    await look();
    expect(await other.found('credited_then_redeemed')).toEqual([]);
    const [finding] = await shop.found('credited_then_redeemed');
    expect(finding).toMatchObject({ count: 1, of: 1, mayDismiss: true });
    expect(await behind(finding)).toMatchObject([{ redemptionId: redeemed, creditedSecondsBefore: 301 }]);
    const params = { findingId: finding?.findingId ?? '' };
    const dismissing = { params, body: { reason: '当面核对过' } };
    expect(await refused((headers) => reviewer.call(watch.dismiss, { ...dismissing, headers }))).toBe(
      'watch_not_independent',
    );
    const seen = await shop.found('credited_then_redeemed', 'open', reviewer);
    expect(seen).toMatchObject([{ mayDismiss: false }]);
    await office.deputy.call(watch.dismiss, dismissing).expect(200);
    expect(await shop.found('credited_then_redeemed', 'all')).toMatchObject([
      { state: 'dismissed', dismissals: [{ reason: '当面核对过', count: 1 }] },
    ]);
  });
});

describe('watch reports on redeeming', () => {
  it('note a redemption once, whatever was interrupted, and forget what came to nothing', async () => {
    const shop = await counter('断电店');
    const resident = await residentWith(t, 100);
    const redemptionId = await redeem(shop, resident);
    const stored = t.database.db.collection<Document & { _id: string }>('redemptions');
    await look();
    // A run that broke off between the line and the mark.
    await stored.updateOne({ _id: redemptionId }, { $set: { watchDue: true, deviceTag: 'x' } });
    await look();
    expect(await stored.findOne({ _id: redemptionId })).not.toHaveProperty('watchDue');
    const lines = t.database.db.collection<Document & { _id: string }>('watch_redemptions');
    expect(await lines.countDocuments({ shopId: shop.shop.shop.shopId })).toBe(1);
    const phone = callerOf(t, principalOf(resident));
    const begun = { code: shop.shop.poster, offerId: shop.offer.offerId, quantity: 1 };
    const waiting = (await phone.call(redemptions.startByPoster, { body: begun }).expect(201)).body;
    await look();
    expect(await stored.findOne({ _id: waiting.redemptionId })).toMatchObject({ watchDue: true });
    await phone.call(redemptions.revoke, { params: { redemptionId: waiting.redemptionId } }).expect(200);
    await look();
    expect(await stored.findOne({ _id: waiting.redemptionId })).not.toHaveProperty('watchDue');
    expect(await lines.countDocuments({ shopId: shop.shop.shop.shopId })).toBe(1);
  });

  it('are nobody’s outside the unit, and settings from before have the standard for what is new', async () => {
    const stranger = lasting(t, await t.signIn('street_admin', 'other'));
    const known = await street.call(watch.list, { query: { unitId: 'jinxiu', show: 'all' } }).expect(200);
    const params = { findingId: known.body.items[0].findingId };
    expect(await refused((headers) => stranger.call(watch.redemptions, { params, headers }))).toBe(
      'watch_finding_not_found',
    );
    const settings = t.database.db.collection<Document & { _id: string }>('watch_settings');
    await settings.updateOne({ _id: 'jinxiu' }, { $unset: { 'value.pairItemsMin': 1 } });
    const read = await street.call(watch.settings, { params: { unitId: 'jinxiu' } }).expect(200);
    expect(read.body.thresholds.pairItemsMin).toBe(WATCH_THRESHOLDS.pairItemsMin);
  });
});

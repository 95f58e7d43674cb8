import { closingMatcher } from '@red-points/server/account-changes/index';
import { donationMatcher } from '@red-points/server/donations/index';
import { ERASURE_JOB } from '@red-points/server/own-data/index';
import { redemptionMatcher } from '@red-points/server/redemptions/index';
import {
  bookings,
  dataRequests,
  ownData,
  people,
  redemptionSettings,
  redemptions,
  slots,
  transactions,
} from '@red-points/shared/contracts';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { REDEMPTION_SETTINGS_DEFAULT } from '@red-points/shared/domain/redemptions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import {
  addOffer,
  type Office,
  openOffice,
  openShop,
  type Resident,
  residentWith,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';
import { badAgainst } from '../support/verified.ts';

const DAY_MS = 86_400_000;

let t: TestApp;
let cast: Cast;
let street: SignedInUser;
let office: Office;
let shop: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  const signedIn = await signInCast(t);
  cast = {
    organiser: lasting(t, signedIn.organiser),
    officer: lasting(t, signedIn.officer),
    secretary: lasting(t, signedIn.secretary),
    deputy: lasting(t, signedIn.deputy),
  };
  street = lasting(t, await t.signIn('street_admin', 'qihe'));
  office = await openOffice(t);
  const opened = await openShop(t, office);
  shop = { ...opened, owner: lasting(t, opened.owner) };
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(async () => {
  expect(await badAgainst(t, [closingMatcher, donationMatcher, redemptionMatcher])).toEqual([]);
  await t.close();
});

const resident = async (points: number): Promise<Resident> => {
  const entered = await residentWith(t, points);
  return { ...entered, ...lasting(t, entered) };
};

const body = { giveRest: true };
const whyNot = (who: Resident) => refused((headers) => who.call(ownData.askErasure, { body, headers, key: nextKey() }));
const blocksOf = async (who: Resident): Promise<string[]> =>
  (await who.call(ownData.overview).expect(200)).body.blocks.map(({ code }: { code: string }) => code);

async function asked(who: Resident): Promise<string> {
  const answer = await who.call(ownData.askErasure, { body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return String(answer.body.requestId);
}

const approve = (by: SignedInUser, requestId: string) => by.call(dataRequests.approve, { params: { requestId } });

/** The words of the office, and the job. */
async function carriedOut(requestId: string): Promise<void> {
  const first = await approve(cast.secretary, requestId);
  expect(first.status, JSON.stringify(first.body)).toBe(200);
  if (first.body.state === 'first_approved') await approve(cast.deputy, requestId).expect(200);
  t.clock.advance(11 * 60_000);
  expect(await t.context.jobs.runNow(ERASURE_JOB)).toBe('done');
}

async function expectErased({ personId, accountId }: Resident, requestId: string): Promise<void> {
  const read = await cast.secretary.call(dataRequests.get, { params: { requestId } }).expect(200);
  expect(read.body).toMatchObject({ state: 'done', maskedName: '已注销' });
  expect((await t.context.ledger.view(accountId)).state).toMatchObject({ closed: true, balance: 0, owed: 0 });
  expect((await t.context.people.names([personId])).get(personId)?.full).toBe('已注销');
}

const cool = (): void => void t.clock.advance(8 * DAY_MS);

/** Asks once nothing is in the way, waits, and is erased. */
async function goesOn(who: Resident): Promise<void> {
  expect(await blocksOf(who)).toEqual([]);
  const requestId = await asked(who);
  cool();
  await carriedOut(requestId);
  await expectErased(who, requestId);
}

async function booked(who: Resident): Promise<string> {
  const terms = { title: '家政保洁两小时', kind: 'service', points: 10, stock: null };
  const { offerId } = await addOffer(office, shop.shop, terms);
  const date = addDays(businessDate(t.clock.now()), 20);
  const slot = { date, startTime: '14:00', minutes: 120 };
  const made = await office.secretary.call(slots.create, { params: { offerId }, body: slot }).expect(201);
  const params = { slotId: String(made.body.items[0].slotId) };
  const answer = await who.call(bookings.book, { params, body: { expectedPoints: 10 } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return String(answer.body.bookingId);
}

/** Earned two points and spent them before the earning was taken back. */
async function owing(who: Resident): Promise<void> {
  const claimId = await fileClaim(cast, who.personId, { occurredOn: businessDate(t.clock.now()), minutes: 60 });
  await decide(cast.secretary, 'claim', claimId).expect(200);
  const { items } = (await who.call(people.ownStatement, { query: { limit: 1 } }).expect(200)).body;
  const offer = await addOffer(office, shop.shop, { points: 2 });
  const { redemptionId } = await startAtPoster(who, shop, offer);
  await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
  const reversal = { params: { entryId: items[0].entryId }, body: { reason: '重复登记' } };
  await street.call(transactions.reverse, reversal).expect(201);
}

describe('an erasure is refused while something depends on the person, and goes on once that has ended', () => {
  it('an open redemption, until the shop has confirmed it', async () => {
    const who = await resident(20);
    const offer = await addOffer(office, shop.shop, { points: 5 });
    const { redemptionId } = await startAtPoster(who, shop, offer);
    expect(await whyNot(who)).toBe('erasure_redemptions_open');
    expect(await blocksOf(who)).toEqual(['erasure_redemptions_open']);
    await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    await goesOn(who);
  });

  it('a refund that waits for a second word, until it is said', async () => {
    const params = { unitId: 'jinxiu' };
    const { version } = (await cast.secretary.call(redemptionSettings.get, { params }).expect(200)).body;
    const rules = { ...REDEMPTION_SETTINGS_DEFAULT, refundAlonePoints: 5 };
    await cast.secretary.call(redemptionSettings.set, { params, body: { rules, version } }).expect(200);
    const who = await resident(12);
    const offer = await addOffer(office, shop.shop, { points: 12 });
    const { redemptionId } = await startAtPoster(who, shop, offer);
    await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const refund = { params: { redemptionId }, body: { points: 10, reason: '质量问题' } };
    await office.secretary.call(redemptions.refund, refund).expect(201);
    expect(await whyNot(who)).toBe('erasure_refunds_waiting');
    await office.deputy.call(redemptions.confirmRefund, { params: { redemptionId, number: '1' } }).expect(200);
    // What came back is theirs: it goes to the fund with the rest.
    expect((await t.context.ledger.view(who.accountId)).available).toBe(10);
    await goesOn(who);
  });

  it('a booking, until it is cancelled', async () => {
    const who = await resident(30);
    const bookingId = await booked(who);
    expect(await whyNot(who)).toBe('erasure_bookings_open');
    expect(await blocksOf(who)).toEqual(['erasure_bookings_open']);
    await who.call(bookings.cancel, { params: { bookingId } }).expect(200);
    await goesOn(who);
  });

  it('a debt, until later points have paid it', async () => {
    const who = await resident(0);
    await owing(who);
    expect(await whyNot(who)).toBe('erasure_owes');
    expect((await t.context.ledger.view(who.accountId)).state.owed).toBe(2);
    const claimId = await fileClaim(cast, who.personId, {
      ...{ occurredOn: addDays(businessDate(t.clock.now()), -1), minutes: 60, description: '补上的工时' },
    });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    await goesOn(who);
  });

  it('a booking made while they could think it over holds the office’s word up, and the request goes on afterwards', async () => {
    const who = await resident(30);
    const requestId = await asked(who);
    cool();
    const bookingId = await booked(who);
    const word = () =>
      refused((headers) => cast.secretary.call(dataRequests.approve, { params: { requestId }, headers }));
    expect(await word()).toBe('erasure_bookings_open');
    const read = await cast.secretary.call(dataRequests.get, { params: { requestId } }).expect(200);
    expect(read.body).toMatchObject({ state: 'asked', mayApprove: false, blocks: [{ code: 'erasure_bookings_open' }] });
    await who.call(bookings.cancel, { params: { bookingId } }).expect(200);
    await carriedOut(requestId);
    await expectErased(who, requestId);
  });

  it('a redemption and a debt that begin after the last word send it back to the office', async () => {
    const who = await resident(0);
    const requestId = await asked(who);
    cool();
    expect((await approve(cast.secretary, requestId).expect(200)).body.state).toBe('confirmed');
    await owing(who);
    t.clock.advance(11 * 60_000);
    expect(await t.context.jobs.runNow(ERASURE_JOB)).toBe('done');
    const back = await cast.secretary.call(dataRequests.get, { params: { requestId } }).expect(200);
    expect(back.body).toMatchObject({ state: 'asked', approvals: [], blocks: [{ code: 'erasure_owes' }] });
    expect((await t.context.people.byId(who.personId))?.status).toBe('verified');
    const claimId = await fileClaim(cast, who.personId, {
      ...{ occurredOn: addDays(businessDate(t.clock.now()), -1), minutes: 60, description: '补上的工时' },
    });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    await carriedOut(requestId);
    await expectErased(who, requestId);
  });
});

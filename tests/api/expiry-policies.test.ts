import { people, redemptions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, later, publishRule, signInCast } from '../support/earning.ts';
import {
  addOffer,
  callerOf,
  expectVerified,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  type TestShop,
} from '../support/redeeming.ts';

/** The first instant of a day in Shanghai. */
const dawn = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);
const MINUTE_MS = 60_000;
const EXPIRY_JOB = 'ledger-expiry';

let t: TestApp;
let cast: Cast;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  office = await openOffice(t);
  open = await openShop(t, office);
  await publishRule(cast, 'ZY-11', hourlyTerms({ expiry: { kind: 'months', months: 2 } }));
  await publishRule(cast, 'ZY-12', hourlyTerms());
  await publishRule(cast, 'ZY-13', hourlyTerms({ expiry: { kind: 'never' } }));
});
afterAll(() => t.close());

type Entered = Awaited<ReturnType<TestApp['enterResident']>>;

/** A claim from filing to posting: one hour, two points. */
async function earned(resident: Entered, ruleCode: string, occurredOn: string): Promise<void> {
  const claimId = await fileClaim(cast, resident.personId, { ruleCode, occurredOn, minutes: 60 });
  await decide(cast.secretary, 'claim', claimId).expect(200);
}

/** A resident with two points of each expiry: the end of January, the end of next year, never. */
async function residentOfAll(): Promise<Entered> {
  const resident = await t.enterResident();
  for (const ruleCode of ['ZY-13', 'ZY-12', 'ZY-11']) await earned(resident, ruleCode, '2026-11-22');
  return resident;
}

const lotsOf = async (accountId: string) =>
  (await t.context.ledger.view(accountId)).state.lots.map(({ expiresAtMs, points }) => [expiresAtMs, points]);
const own = (resident: Entered) => callerOf(t, principalOf(resident));
const shop = () => callerOf(t, ownerPrincipal(open));

/** A redemption that waits for the shop. */
async function started(resident: Entered, points: number): Promise<string> {
  const offer = await addOffer(office, open.shop, { points, title: `${points} 分的东西` });
  const body = { code: open.poster, offerId: offer.offerId, quantity: 1 };
  const answer = await own(resident).call(redemptions.startByPoster, { body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.redemptionId;
}

const JANUARY = [dawn('2027-02-01'), 2];
const NEXT_YEAR = [dawn('2028-01-01'), 2];
const NEVER = [null, 2];

describe('the expiry that a rule says', () => {
  it('goes from its draft to the lots of the account, soonest first, whichever was earned first', async () => {
    const { accountId } = await residentOfAll();
    expect(await lotsOf(accountId)).toEqual([JANUARY, NEXT_YEAR, NEVER]);
  });

  it('counts from when it happened: a claim of last year keeps last year’s end', async () => {
    const resident = await t.enterResident();
    await publishRule(cast, 'ZY-14', hourlyTerms({ validFrom: '2025-01-01' }));
    await earned(resident, 'ZY-14', '2025-12-31');
    await earned(resident, 'ZY-14', '2026-01-01');
    expect(await lotsOf(resident.accountId)).toEqual([[dawn('2027-01-01'), 2], NEXT_YEAR]);
  });

  it('is what the home page names next', async () => {
    const resident = await residentOfAll();
    const account = (await own(resident).call(people.ownAccount).expect(200)).body;
    expect(account).toMatchObject({ available: 6, nextExpiry: { points: 2, lastDay: '2027-01-31' } });
  });
});

describe('redeeming', () => {
  it('takes the oldest first; a decline and a refund give points back with the expiry they had', async () => {
    const resident = await residentOfAll();
    const { accountId } = resident;
    const declined = await started(resident, 3);
    expect(await lotsOf(accountId)).toEqual([[NEXT_YEAR[0], 1], NEVER]);
    const reason = { params: { redemptionId: declined }, body: { reason: '' } };
    await shop().call(redemptions.decline, reason).expect(200);
    expect(await lotsOf(accountId)).toEqual([JANUARY, NEXT_YEAR, NEVER]);

    const redemptionId = await started(resident, 3);
    const params = { redemptionId };
    await shop().call(redemptions.confirm, { params }).expect(200);
    expect(await lotsOf(accountId)).toEqual([[NEXT_YEAR[0], 1], NEVER]);
    // What a smaller spend would have left comes back first: the newest.
    for (const [points, lots] of [
      [1, [NEXT_YEAR, NEVER]],
      [2, [JANUARY, NEXT_YEAR, NEVER]],
    ] as const) {
      const body = { points, reason: '退货' };
      await shop().call(redemptions.refund, { params, body, key: nextKey() }).expect(201);
      expect(await lotsOf(accountId)).toEqual(lots);
    }
  });
});

describe('the expiry job', () => {
  it('takes what is due once, however late, often, and in however many processes; what was held stays with its hold', async () => {
    const residents = [await residentOfAll(), await residentOfAll(), await residentOfAll()] as const;
    const [idle, confirming, declining] = residents;
    cast = later(t, cast, dawn('2027-01-31') - t.clock.now() + (24 * 60 - 1) * MINUTE_MS);
    const confirmed = await started(confirming, 2);
    const declined = await started(declining, 2);
    t.clock.advance(2 * MINUTE_MS);
    // It is February: what lies free is gone, before any job has run.
    const views = await t.context.ledger.views(residents.map(({ accountId }) => accountId));
    expect(views.map(({ available, held }) => [available, held])).toEqual([
      [4, 0],
      [4, 2],
      [4, 2],
    ]);
    const other = await startTestApp({ sharing: t });
    try {
      await Promise.all([t.context.jobs.runNow(EXPIRY_JOB), other.context.jobs.runNow(EXPIRY_JOB)]);
      await t.context.jobs.runNow(EXPIRY_JOB);
      await shop()
        .call(redemptions.confirm, { params: { redemptionId: confirmed } })
        .expect(200);
      const reason = { params: { redemptionId: declined }, body: { reason: '' } };
      await shop().call(redemptions.decline, reason).expect(200);
      await other.context.jobs.runNow(EXPIRY_JOB);
      await t.context.jobs.runNow(EXPIRY_JOB);
    } finally {
      await other.close();
    }
    const kindsOf = async ({ accountId }: Entered) =>
      (await t.context.ledger.statement(accountId, { limit: 20 })).entries.map(({ kind }) => kind).slice(0, -3);
    expect(await kindsOf(idle)).toEqual(['expire']);
    expect(await kindsOf(confirming)).toEqual(['capture', 'hold']);
    expect(await kindsOf(declining)).toEqual(['expire', 'release', 'hold']);
    for (const { accountId } of residents) expect(await lotsOf(accountId)).toEqual([NEXT_YEAR, NEVER]);
  });

  it('a year late takes two expiries at once, and leaves those that never go', async () => {
    const { accountId } = await residentOfAll();
    t.clock.set(dawn('2028-03-05'));
    await t.context.jobs.runNow(EXPIRY_JOB);
    expect(await lotsOf(accountId)).toEqual([NEVER]);
    const { entries } = await t.context.ledger.statement(accountId, { limit: 1 });
    expect(entries).toMatchObject([{ kind: 'expire', points: -4, effectiveAtMs: dawn('2028-01-01') }]);
    await expectVerified(t);
  });
});

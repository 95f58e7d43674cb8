import { createApp } from '@red-points/server/app';
import { connectDatabase } from '@red-points/server/platform/database';
import type { Redemptions } from '@red-points/server/redemptions/index';
import { isRefusal, type Offer } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  expectConserved,
  expectVerified,
  manyResidents,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  staffPrincipal,
  type TestShop,
} from '../support/redeeming.ts';
import { dyingDatabase } from './support/dying-database.ts';

const POINTS = 100;
const STOCK = 5;

let t: TestApp;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});

/** One redemption to be played, with the keys that its clients keep. */
interface Play {
  readonly key: string;
  readonly offer: Offer;
  readonly resident: Principal;
  readonly shop: Principal;
  readonly staff: Principal;
  readonly accountId: string;
  readonly scanId: string;
}

interface Scenario {
  readonly name: string;
  readonly terms: Readonly<Record<string, unknown>>;
  readonly expected: string;
  /** Writes that one who lives makes at least: fewer, and it does not go the way that is meant. */
  readonly writesMin?: number;
  readonly othersInTheWay?: boolean;
  /** What the clients do; run again it asks the same with the same keys. */
  readonly run: (redemptions: Redemptions, play: Play) => Promise<unknown>;
}

const request = (principal: Principal, key: string) => ({ caller: principal.userId, key, fingerprint: 'the same' });

async function startByPoster(redemptions: Redemptions, { resident, offer, key }: Play): Promise<string> {
  const input = { code: open.poster, offerId: offer.offerId, quantity: 1 };
  const started = await redemptions.startByPoster(resident, input, request(resident, key));
  if (isRefusal(started)) throw new Error(started.refused);
  return started._id;
}

async function startByScan(redemptions: Redemptions, { shop, offer, key, scanId }: Play): Promise<string> {
  const input = { scanId, offerId: offer.offerId, quantity: 1 };
  const started = await redemptions.startByScan(shop, input, request(shop, key));
  if (isRefusal(started)) throw new Error(started.refused);
  return started._id;
}

const scenarios: readonly Scenario[] = [
  {
    name: 'poster, confirmed',
    terms: { perPersonMax: 1 },
    expected: 'success',
    run: async (redemptions, play) => redemptions.confirm(play.shop, await startByPoster(redemptions, play)),
  },
  { name: 'scan of a small amount', terms: { perPersonMax: 1 }, expected: 'success', writesMin: 1, run: startByScan },
  {
    name: 'scan of a small amount while others are in the way',
    terms: { perPersonMax: 1 },
    expected: 'success',
    othersInTheWay: true,
    run: startByScan,
  },
  {
    name: 'scan of a large amount, approved',
    terms: { points: 40 },
    expected: 'success',
    run: async (redemptions, play) => redemptions.approve(play.resident, await startByScan(redemptions, play)),
  },
  {
    name: 'poster, declined',
    terms: {},
    expected: 'closed',
    run: async (redemptions, play) => redemptions.decline(play.shop, await startByPoster(redemptions, play), '忙'),
  },
  {
    name: 'poster, revoked',
    terms: {},
    expected: 'revoked',
    run: async (redemptions, play) => redemptions.revoke(play.resident, await startByPoster(redemptions, play)),
  },
  {
    name: 'poster, confirmed, refunded',
    terms: { perPersonMax: 1 },
    expected: 'refunded',
    run: async (redemptions, play) => {
      const redemptionId = await startByPoster(redemptions, play);
      await redemptions.confirm(play.shop, redemptionId);
      const refund = { points: 12, reason: '质量问题' };
      return redemptions.refund(play.staff, redemptionId, refund, request(play.staff, play.key));
    },
  },
];

async function preparePlay({ terms }: Scenario): Promise<Play> {
  const [person] = await manyResidents(t, 1, POINTS);
  if (person === undefined) throw new Error('nobody was entered');
  const resident = principalOf(person);
  const shop = ownerPrincipal(open);
  const offer = await addOffer(office, open.shop, { stock: STOCK, ...terms });
  const code = await t.context.redemptions.createCode(resident);
  if (isRefusal(code)) throw new Error(code.refused);
  const scan = await t.context.redemptions.scan(shop, { code: code.codeUrl, shopId: open.shop.shopId });
  if (isRefusal(scan)) throw new Error(scan.refused);
  const staff = staffPrincipal(office.secretary.userId);
  return { key: nextKey(), offer, resident, shop, staff, accountId: person.accountId, scanId: scan.scanId };
}

/** Plays on a process that dies after `lastWrite` writes. @returns the writes made, and whether it died */
async function playAndDie(scenario: Scenario, play: Play, lastWrite: number) {
  const real = await connectDatabase(t.config.mongodbUri, { poolSizeMax: 4 });
  const { othersInTheWay = false } = scenario;
  const dying = dyingDatabase(real, lastWrite, { othersInTheWay });
  const process = createApp({ config: t.config, database: dying.database, clock: t.clock });
  const outcome = await Promise.race([
    scenario.run(process.context.redemptions, play).then(() => 'lived' as const),
    dying.died.then(() => 'died' as const),
  ]);
  await real.close();
  return { writes: dying.writes(), outcome };
}

/** Interrupted steps are taken up, then what is still open times out, then late steps are looked for. */
async function letTimePass(waitsMs: readonly number[] = [11_000, 180_000, 70_000]): Promise<void> {
  for (const waitMs of waitsMs) {
    t.clock.advance(waitMs);
    await t.context.jobs.runNow('redemption-repair');
  }
}

async function expectEnded({ offer, accountId }: Play): Promise<void> {
  await expectConserved(t, { offerIds: [offer.offerId], stock: STOCK, accounts: [accountId], credited: POINTS });
}

async function stateOf({ offer }: Play): Promise<string | null> {
  const found = await t.database.db.collection('redemptions').find({ offerId: offer.offerId }).toArray();
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0] === undefined ? null : String(found[0].state);
}

interface Interrupted {
  readonly play: Play;
  readonly lastWrite: number;
  readonly outcome: 'lived' | 'died';
}

/** Plays that belong to different residents and offers do not touch one another, so that several are played at once. */
const AT_ONCE = 8;

/** Plays a scenario with a death after every number of writes, some at a time, until one is long enough to live. */
async function interruptEverywhere(scenario: Scenario, examine: (some: Interrupted[]) => Promise<void>): Promise<void> {
  for (let first = 0; ; first += AT_ONCE) {
    const some = await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, index): Promise<Interrupted> => {
        const lastWrite = first + index;
        const play = await preparePlay(scenario);
        const { outcome } = await playAndDie(scenario, play, lastWrite);
        return { play, lastWrite, outcome };
      }),
    );
    await examine(some);
    if (some.some(({ outcome }) => outcome === 'lived')) return;
  }
}

describe.each(scenarios)('a process killed between any two writes of: $name', (scenario) => {
  it('leaves what the repair job brings to an end, points and pieces conserved', async () => {
    await interruptEverywhere(scenario, async (some) => {
      await letTimePass();
      for (const { play, lastWrite, outcome } of some) {
        await expectEnded(play);
        const state = await stateOf(play);
        if (outcome === 'lived') {
          expect(state).toBe(scenario.expected);
          expect(lastWrite).toBeGreaterThanOrEqual(scenario.writesMin ?? 6);
        } else {
          expect([null, 'success', 'closed', 'revoked', 'refunded', 'partially_refunded']).toContain(state);
        }
      }
    });
  });

  it('leaves what a client that asks again with the same key brings to its end, once', async () => {
    await interruptEverywhere(scenario, async (some) => {
      await Promise.all(
        some.map(async ({ play, lastWrite }) => {
          await scenario.run(t.context.redemptions, play);
          expect(await stateOf(play), `after ${lastWrite} writes`).toBe(scenario.expected);
        }),
      );
      await letTimePass([70_000]);
      for (const { play } of some) await expectEnded(play);
    });
  });
});

describe('a small amount that was begun and is taken back before anybody finished it', () => {
  it('is not spent by taking it back, wherever it was interrupted', async () => {
    const scenario = scenarios.find(({ name }) => name === 'scan of a small amount while others are in the way');
    if (scenario === undefined) throw new Error('no such scenario');
    await interruptEverywhere(scenario, async (some) => {
      for (const { play } of some) {
        const found = await t.database.db.collection<{ _id: string; state: string }>('redemptions').findOne({
          offerId: play.offer.offerId,
        });
        if (found?.state !== 'created') continue;
        const revoked = await t.context.redemptions.revoke(play.resident, found._id);
        // A hold that the dead process has spent already is told as that: then, and only then, it is done.
        if (isRefusal(revoked)) expect(revoked.refused).toBe('redemption_already_done');
        else expect(revoked.state).toBe('revoked');
      }
      await letTimePass();
      for (const { play } of some) await expectEnded(play);
    });
  });
});

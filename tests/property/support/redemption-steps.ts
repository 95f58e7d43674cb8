import { redemptionCodes, redemptionPins, redemptions, shopClosings } from '@red-points/shared/contracts';
import fc from 'fast-check';
import { nextKey } from '../../support/app.ts';
import { PIN, RESIDENTS, type Request, RULES, type Sending, SHOPS, type World } from './redemption-world.ts';

type Step = fc.AsyncCommand<object, World>;

/** A step of a history: something is done, and whatever came of it must be possible. */
function step(name: string, details: unknown, run: (world: World) => Promise<void>): Step {
  return {
    check: () => true,
    run: async (_model, world) => {
      // A test's clock that stands still would give two orders one instant.
      world.clock.advance(1);
      await run(world);
      await world.expectPossible();
    },
    toString: () => `${name}(${JSON.stringify(details)})`,
  };
}

const sendingArbitrary: fc.Arbitrary<Sending> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Sending>({ as: 'one' }) },
  { weight: 2, arbitrary: fc.constant<Sending>({ as: 'both' }) },
  {
    weight: 2,
    arbitrary: fc.record({ as: fc.constant('killed' as const), afterWrites: fc.nat(12), othersInTheWay: fc.boolean() }),
  },
);

const who = fc.nat(RESIDENTS - 1);
const shop = fc.nat(SHOPS - 1);
const pick = fc.nat(1_000);

/** Who wants what, and how the shop gets to know of it. */
const wishArbitrary = fc.record({
  way: fc.constantFrom('poster', 'poster', 'poster', 'code', 'code', 'card', 'officer'),
  who,
  offer: fc.nat(4),
  quantity: fc.constantFrom(1, 1, 1, 2, 3),
  expected: fc.constantFrom('right', 'right', 'right', 'none', 'wrong'),
  pin: fc.constantFrom('none', 'none', 'right', 'right', 'right', 'wrong'),
  shop: fc.constantFrom('its own', 'its own', 'its own', 'its own', 'another'),
});
type Wish = typeof wishArbitrary extends fc.Arbitrary<infer W> ? W : never;

/** The request that begins a redemption, after what has to go before it; null where that was refused already. */
async function requestOf(world: World, wish: Wish): Promise<Request | null> {
  const offer = world.offers[wish.offer];
  if (offer === undefined) throw new RangeError('no such offer');
  const { offerId } = offer;
  const { quantity } = wish;
  const points = offer.points * quantity;
  const at = wish.shop === 'its own' ? offer.at : (offer.at + 1) % SHOPS;
  const expectedPoints = wish.expected === 'none' ? undefined : wish.expected === 'right' ? points : points + 1;
  const what = { offerId, quantity, expectedPoints };
  const key = nextKey();
  const { shop, poster } = world.shop(at);
  const { shopId } = shop;
  switch (wish.way) {
    case 'poster': {
      const pinCheckId = await pinChecked(world, wish);
      const body = { code: poster, ...what, pinCheckId };
      return { endpoint: redemptions.startByPoster, by: world.resident(wish.who), body, key };
    }
    case 'officer': {
      const { personId } = world.person(wish.who);
      const body = { shopId, ...what };
      return { endpoint: redemptions.startForPerson, by: world.clerk(0), params: { personId }, body, key };
    }
    case 'code': {
      const pinCheckId = await pinChecked(world, wish);
      const made = await world.ask({
        endpoint: redemptionCodes.create,
        by: world.resident(wish.who),
        body: { pinCheckId },
      });
      return byScan(world, at, { code: String(made.body.codeUrl), shopId }, what, null);
    }
    default: {
      const pin = wish.pin === 'wrong' ? '314159' : PIN;
      const agreed = wish.pin === 'none' ? null : { pin, offerId, quantity, points };
      return byScan(world, at, { code: world.person(wish.who).card, shopId }, what, agreed);
    }
  }
}

async function pinChecked(world: World, { who: at, pin, quantity }: Wish): Promise<string | undefined> {
  // Most people do not type it, and most of those who do know it.
  if (pin === 'none' || quantity === 1) return undefined;
  const body = { pin: pin === 'right' ? PIN : '314159' };
  const checked = await world.ask({ endpoint: redemptionPins.check, by: world.resident(at), body });
  return checked.status === 201 ? String(checked.body.pinCheckId) : undefined;
}

async function byScan(
  world: World,
  at: number,
  scan: { code: string; shopId: string },
  what: object,
  agreed: object | null,
): Promise<Request | null> {
  const by = world.owner(at);
  const scanned = await world.ask({ endpoint: redemptionCodes.scan, by, body: scan });
  if (scanned.status !== 201) return null;
  const scanId = String(scanned.body.scanId);
  if (agreed !== null) await world.ask({ endpoint: redemptionCodes.agree, by, params: { scanId }, body: agreed });
  return { endpoint: redemptions.startByScan, by, body: { scanId, ...what }, key: nextKey() };
}

const starting = fc.record({ wish: wishArbitrary, sending: sendingArbitrary }).map((given) =>
  step('start', given, async (world) => {
    const request = await requestOf(world, given.wish);
    if (request !== null) await world.send(request, given.sending);
  }),
);

const wordArbitrary = fc.record({
  word: fc.constantFrom('confirm', 'confirm', 'confirm', 'approve', 'approve', 'decline', 'revoke', 'read'),
  order: pick,
  shop,
  who,
  /** Most often of whom it is up to, sometimes of anybody. */
  rightful: fc.constantFrom(true, true, true, true, false),
});
type Word = typeof wordArbitrary extends fc.Arbitrary<infer W> ? W : never;

/** What somebody says about an order; null while there is none. */
async function wordOf(
  world: World,
  { word, order, shop: shopAt, who: whoAt, rightful }: Word,
): Promise<Request | null> {
  const redemptionId = world.order(order);
  if (redemptionId === undefined) return null;
  const found = await world.town.apps[0].context.redemptions.find(redemptionId);
  const its = {
    shop: world.offers.find(({ offerId }) => offerId === found?.offerId)?.at ?? 0,
    who: world.people.findIndex(({ personId }) => personId === found?.personId),
  };
  const params = { redemptionId };
  const key = nextKey();
  const owner = world.owner(rightful ? its.shop : shopAt);
  const resident = world.resident(rightful ? Math.max(0, its.who) : whoAt);
  switch (word) {
    case 'confirm':
      return { endpoint: redemptions.confirm, by: owner, params, key };
    case 'decline':
      return { endpoint: redemptions.decline, by: owner, params, body: { reason: '忙' }, key };
    case 'approve':
      return { endpoint: redemptions.approve, by: resident, params, key };
    case 'revoke':
      return { endpoint: redemptions.revoke, by: resident, params, key };
    default:
      return { endpoint: redemptions.get, by: resident, params, key };
  }
}

const saying = fc.record({ word: wordArbitrary, sending: sendingArbitrary }).map((given) =>
  step('say', given, async (world) => {
    const request = await wordOf(world, given.word);
    if (request !== null) await world.send(request, given.sending);
  }),
);

/** Several words about one order at the same moment, through both processes. */
const together = fc
  .record({ order: pick, words: fc.array(wordArbitrary, { minLength: 2, maxLength: 4 }) })
  .map((given) =>
    step('together', given, async (world) => {
      const requests = await Promise.all(given.words.map((word) => wordOf(world, { ...word, order: given.order })));
      await Promise.all(requests.flatMap((request) => (request === null ? [] : [world.send(request, { as: 'both' })])));
    }),
  );

const refundArbitrary = fc.record({
  order: pick,
  act: fc.constantFrom('ask', 'ask', 'ask', 'confirm', 'confirm', 'withdraw'),
  /** Often all that is left, of an order dear enough for two words where there is one: few are, and no part of the others. */
  points: fc.constantFrom('dear', 'nearly all', 'all', 1, 5, 12, 19, 25, 60),
  number: fc.integer({ min: 1, max: 3 }),
  clerk: fc.nat(1),
  /** Most often an order of which something can be given back, or where a word is waited for; sometimes any. */
  rightful: fc.constantFrom(true, true, true, true, false),
});
type Refund = typeof refundArbitrary extends fc.Arbitrary<infer R> ? R : never;

/** A refund that is asked for, confirmed or withdrawn; null while there is no order. */
async function refundOf(
  world: World,
  { order, act, points, number, clerk, rightful }: Refund,
): Promise<Request | null> {
  const { redemptions: known } = world.town.apps[0].context;
  const all = (await Promise.all(world.orders.map((orderId) => known.find(orderId)))).filter((found) => found !== null);
  const meant = all.filter(({ state, refunds, points: spent, refundedPoints }) =>
    act === 'ask'
      ? (state === 'success' || state === 'partially_refunded') &&
        ((points !== 'dear' && points !== 'nearly all') || spent - refundedPoints > RULES.refundAlonePoints)
      : refunds.some((refund) => refund.state === 'proposed'),
  );
  const among = rightful && meant.length > 0 ? meant : all;
  const found = among[order % Math.max(1, among.length)];
  if (found === undefined) return null;
  const params = { redemptionId: found._id };
  const by = world.clerk(clerk);
  const key = nextKey();
  if (act === 'ask') {
    const left = found.points - found.refundedPoints;
    const asked = typeof points === 'number' ? points : Math.max(1, points === 'nearly all' ? left - 1 : left);
    return { endpoint: redemptions.refund, by, params, body: { points: asked, reason: '质量问题' }, key };
  }
  const waiting = found.refunds.findIndex(({ state }) => state === 'proposed');
  const numbered = { ...params, number: String(rightful && waiting >= 0 ? waiting + 1 : number) };
  const endpoint = act === 'confirm' ? redemptions.confirmRefund : redemptions.withdrawRefund;
  return { endpoint, by, params: numbered, key };
}

const refunding = fc.record({ refund: refundArbitrary, sending: sendingArbitrary }).map((given) =>
  step('refund', given, async (world) => {
    const request = await refundOf(world, given.refund);
    if (request !== null) await world.send(request, given.sending);
  }),
);

/** A refund that needs two words, and the second of them at once: alone, the two would hardly ever meet. */
const refundingByTwo = fc
  .record({
    order: pick,
    clerk: fc.nat(1),
    word: fc.constantFrom('confirm', 'confirm', 'withdraw'),
    points: fc.constantFrom('dear' as const, 'nearly all' as const),
    byOther: fc.constantFrom(true, true, true, false),
    asking: sendingArbitrary,
    answering: sendingArbitrary,
  })
  .map((given) =>
    step('refund by two', given, async (world) => {
      const { order, clerk, word, points, byOther } = given;
      const common = { order, number: 1, rightful: true, points } as const;
      const asked = await refundOf(world, { ...common, act: 'ask', clerk });
      if (asked !== null) await world.send(asked, given.asking);
      const said = await refundOf(world, { ...common, act: word, clerk: byOther ? 1 - clerk : clerk });
      if (said !== null) await world.send(said, given.answering);
    }),
  );

/** A shop is given up by two words, or not after all. Rarely: it ends what a history may meet there. */
const closing = fc
  .record({
    shop,
    word: fc.constantFrom('propose', 'confirm', 'both', 'withdraw'),
    clerk: fc.nat(1),
    sending: sendingArbitrary,
  })
  .map((given) =>
    step('close shop', given, async (world) => {
      const at = (await world.whereSomebodyWaits()) ?? given.shop;
      const { shopId } = world.shop(at).shop;
      const request = { by: world.clerk(given.clerk), params: { shopId } };
      if (given.word === 'propose' || given.word === 'both') {
        const body = { reason: '店主停业' };
        await world.ask({ by: world.clerk(1 - given.clerk), params: { shopId }, endpoint: shopClosings.propose, body });
      }
      if (given.word === 'propose') return;
      const { closing: proposed } = await world.shopRecord(at);
      const body = { closingId: proposed?.id ?? 'none' };
      const endpoint = given.word === 'withdraw' ? shopClosings.withdraw : shopClosings.confirm;
      await world.send({ ...request, endpoint, body, key: nextKey() }, given.sending);
      if (given.word !== 'withdraw' && given.sending.as !== 'killed') await world.expectNobodyWaitsAt(at);
    }),
  );

/** A client whose answer was lost asks again with the same key, whatever has happened since. */
const repeating = fc.record({ pick, sending: sendingArbitrary }).map((given) =>
  step('repeat', given, async (world) => {
    const earlier = world.requests[given.pick % Math.max(1, world.requests.length)];
    if (earlier !== undefined) await world.send(earlier, given.sending);
  }),
);

const waiting = fc.constantFrom(900, 20_000, 61_000, 170_000, 181_000, 86_400_000).map((passesMs) =>
  step('wait', passesMs, async (world) => {
    world.clock.advance(passesMs);
  }),
);

/** The job by one process, or by both at once. */
const repairing = fc.constantFrom<readonly number[]>([0], [1], [0, 1]).map((processes) =>
  step('repair', processes, async (world) => {
    await world.repair(processes);
  }),
);

/** Steps of histories, in the shares in which they come. */
export const redemptionSteps: fc.Arbitrary<Step>[] = [
  ...Array.from({ length: 5 }, () => starting),
  ...Array.from({ length: 5 }, () => saying),
  ...Array.from({ length: 2 }, () => refunding),
  refundingByTwo,
  ...Array.from({ length: 2 }, () => repeating),
  together,
  closing,
  waiting,
  repairing,
];

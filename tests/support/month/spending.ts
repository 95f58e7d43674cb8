import {
  donations,
  people,
  type Redemption,
  redemptionCodes,
  redemptions,
  shops as shopsContract,
} from '@red-points/shared/contracts';
import type { Client } from './client.ts';
import type { Neighbour, Town } from './town.ts';

type Shopper = Neighbour & { phone: Client };

/** An order that succeeded, as both sides know it. */
export interface Bought {
  readonly redemptionId: string;
  readonly personId: string;
  readonly day: string;
  readonly points: number;
  readonly fen: number;
}

/** Small amounts are spent at once when the shop scans; above them, and for services, the resident says yes. */
const SMALL_AMOUNT_POINTS = 30;

/** An afternoon at the shops: by code and by poster, declined, taken back, left lying. Gives what succeeded. */
export async function shopping(town: Town, count: number): Promise<Bought[]> {
  const bought: Bought[] = [];
  const shoppers = town.random.sample(
    town.withPhone().filter(({ verified }) => verified),
    count,
  );
  for (const shopper of shoppers) {
    const done = await (town.random.next() < 0.5 ? byCode(town, shopper) : byPoster(town, shopper));
    if (done !== null) bought.push(done);
  }
  return bought;
}

function chosen({ random, shops }: Town) {
  const shop = random.pick(shops);
  const offer = random.pick(shop.offers);
  const quantity = random.next() < 0.8 ? 1 : random.between(2, 4);
  return { shop, offer, quantity, points: offer.points * quantity, fen: offer.fen * quantity };
}

async function availableOf({ phone }: Shopper): Promise<number> {
  return (await phone.call(people.ownAccount)).available;
}

interface Started {
  readonly status: number;
  readonly body: Pick<Redemption, 'state' | 'redemptionId'>;
}

/**
 * Whether an order above what was available a moment ago was refused. The background may have credited or let go points in
 * between: then the statement says that there were enough when the order began.
 */
async function wasRefused({ phone }: Shopper, started: Started, points: number): Promise<boolean> {
  if (started.status >= 400 || started.body.state === 'closed') return true;
  const { items } = await phone.call(people.ownStatement, { query: { limit: 50 } });
  const hold = items.findLast(({ sourceId }) => sourceId === started.body.redemptionId);
  const before = items.find(({ seq }) => seq + 1 === hold?.seq);
  if (before === undefined || before.balanceAfter < points) throw new Error('an overspend was let through');
  return false;
}

async function byCode(town: Town, shopper: Shopper): Promise<Bought | null> {
  const { shop, offer, quantity, points, fen } = chosen(town);
  const available = await availableOf(shopper);
  const { codeUrl } = await shopper.phone.call(redemptionCodes.create);
  const { scanId } = await shop.till.call(redemptionCodes.scan, { body: { code: codeUrl, shopId: shop.shopId } });
  const body = { scanId, offerId: offer.offerId, quantity };
  const started = await shop.till.ask(redemptions.startByScan, { body });
  if (points > available && (await wasRefused(shopper, started, points))) return null;
  if (started.status >= 400) throw new Error(`refused: ${JSON.stringify(started.body)}`);
  let done: Redemption = started.body;
  if (done.state === 'awaiting_resident') {
    if (offer.kind !== 'service' && points <= SMALL_AMOUNT_POINTS) throw new Error('a small amount was asked about');
    done = await shopper.phone.call(redemptions.approve, { params: { redemptionId: done.redemptionId } });
  }
  return succeeded(town, shopper, done, points, fen);
}

async function byPoster(town: Town, shopper: Shopper): Promise<Bought | null> {
  const { shop, offer, quantity, points, fen } = chosen(town);
  const available = await availableOf(shopper);
  const body = { code: shop.poster, offerId: offer.offerId, quantity };
  const started = await shopper.phone.ask(redemptions.startByPoster, { body });
  if (points > available && (await wasRefused(shopper, started, points))) return null;
  if (started.status >= 400) throw new Error(`refused: ${JSON.stringify(started.body)}`);
  const params = { redemptionId: started.body.redemptionId };
  const chance = town.random.next();
  if (chance < 0.1) {
    await shop.till.call(redemptions.decline, { params, body: { reason: '今日售完' } });
    return null;
  }
  if (chance < 0.2) {
    await shopper.phone.call(redemptions.revoke, { params });
    return null;
  }
  // Nobody looks at it: it is let go by itself.
  if (chance < 0.25) return null;
  return succeeded(town, shopper, await shop.till.call(redemptions.confirm, { params }), points, fen);
}

function succeeded(town: Town, shopper: Shopper, done: Redemption, points: number, fen: number): Bought {
  if (done.state !== 'success' || done.points !== points) throw new Error(`not bought: ${JSON.stringify(done)}`);
  const bought = { redemptionId: done.redemptionId, personId: shopper.personId, day: town.today(), points, fen };
  town.book.write({ what: done.redemptionId, kind: 'spent', ...bought, points: -points });
  return bought;
}

/** Some of what was bought is brought back, whole or in part; the shop is owed less by that share, rounded half up. */
export async function bringBack(town: Town, bought: readonly Bought[], count: number): Promise<void> {
  for (const { redemptionId, points, fen } of town.random.sample(bought, count)) {
    const back = town.random.next() < 0.5 ? points : town.random.between(1, points - 1);
    const body = { points: back, reason: '商品有瑕疵' };
    await town.secretary.call(redemptions.refund, { params: { redemptionId }, body });
    if (back === points) town.book.strike(redemptionId);
    else town.book.correct(redemptionId, { points: back - points, fen: fen - Math.floor((fen * back) / points + 0.5) });
  }
}

/** Some give a part of what they have to the community's fund. */
export async function give(town: Town, count: number): Promise<void> {
  const givers = town.random.sample(
    town.withPhone().filter(({ verified }) => verified),
    count,
  );
  for (const giver of givers) {
    const available = await availableOf(giver);
    if (available < 2) continue;
    const points = town.random.between(1, Math.min(available, 5));
    const { donationId, state } = await giver.phone.call(donations.give, { body: { points } });
    if (state !== 'posted') throw new Error(`the donation is ${state}`);
    town.book.write({
      what: donationId,
      kind: 'donated',
      personId: giver.personId,
      day: town.today(),
      points: -points,
    });
  }
}

/** What a shop is owed for what it gave, by its own page. */
export async function owed({ secretary, shops }: Pick<Town, 'secretary' | 'shops'>): Promise<number> {
  let fen = 0;
  for (const { shopId } of shops) {
    fen += (await secretary.call(shopsContract.get, { params: { shopId } })).owedFenThisMonth;
  }
  return fen;
}

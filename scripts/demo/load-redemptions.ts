import { businessDate } from '@red-points/shared/domain/calendar';
import { whyNotFor } from '@red-points/shared/domain/offers';
import { ageBandOf, ageOn } from '@red-points/shared/domain/people';
import { MAIN_COMMUNITY } from './places.ts';
import { type DayPlan, historyPlan } from './plan.ts';
import { seededRandom } from './random.ts';
import { SHOPS } from './shops.ts';
import { type DemoWorld, demoId, granted, residentPrincipal, staffPrincipal } from './world.ts';

const CANDIDATES = 40;

/** A shop's owner at the shop's phone. */
export function ownerOf(world: DemoWorld, username: string) {
  const shopId = world.notes.need(`shop:${username}`);
  return staffPrincipal(
    world.notes.need(`user:${username}`),
    [{ role: 'merchant_owner', unitId: null, shopId }],
    'merchant',
  );
}

/** Some residents with enough points spend them: the shop scans their code. */
export async function redeemSome(world: DemoWorld, day: DayPlan): Promise<void> {
  if (day.redemptions === 0) return;
  const random = seededRandom(day.daysAgo).fork('redemptions');
  const people = historyPlan().subjects.filter(
    ({ kind, communityId, ref }) => kind === 'person' && communityId === MAIN_COMMUNITY && ref >= 3,
  );
  const candidates = random.sample(people, CANDIDATES);
  const views = await world.context.ledger.views(candidates.map(({ ref }) => demoId(`account-${ref}`)));
  let left = day.redemptions;
  for (const [index, candidate] of candidates.entries()) {
    const shop = random.pick(SHOPS);
    const offerIndex = random.between(0, shop.offers.length - 1);
    const offer = shop.offers[offerIndex];
    if (offer === undefined || (views[index]?.available ?? 0) < offer.points) continue;
    // Nobody under fourteen redeems alone.
    const today = businessDate(world.clock.now());
    if (ageBandOf(candidate.birthDate, today) === 'under14') continue;
    const person = { unitPath: [], age: ageOn(candidate.birthDate, today) };
    if (whyNotFor({ ageMin: offer.ageMin ?? null, ageMax: null, forUnits: [] }, person) !== null) continue;
    const key = `demo-redemption-${day.daysAgo}-${index}`;
    await world.notes.once(key, () => redeem(world, { ref: candidate.ref, shop: shop.username, offerIndex, key }));
    left -= 1;
    if (left === 0) return;
  }
}

/** Somebody's code is scanned at a shop, and one of an offer redeemed. */
export async function redeem(
  world: DemoWorld,
  { ref, shop, offerIndex, key }: { ref: number; shop: string; offerIndex: number | string; key: string },
): Promise<string> {
  const { redemptions } = world.context;
  const owner = ownerOf(world, shop);
  const resident = residentPrincipal(demoId(`person-${ref}`));
  const code = granted(await redemptions.createCode(resident), key);
  const shopId = world.notes.need(`shop:${shop}`);
  const scan = granted(await redemptions.scan(owner, { code: code.codeUrl, shopId }), key);
  const input = { scanId: scan.scanId, offerId: world.notes.need(`offer:${shop}:${offerIndex}`), quantity: 1 };
  const started = granted(
    await redemptions.startByScan(owner, input, { caller: owner.userId, key, fingerprint: key }),
    key,
  );
  if (started.state === 'awaiting_resident') granted(await redemptions.approve(resident, started._id), key);
  return started._id;
}

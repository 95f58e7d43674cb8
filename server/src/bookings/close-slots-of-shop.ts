import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { whyNotServing } from '@red-points/shared/domain/redemptions';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { callOffAll, TAKE_UP_MS } from './close-slot.ts';
import type { BookingDeps } from './deps.ts';

/**
 * Staff call off all that is to come at a suspended shop: no time of it is booked any more from this write on, then each
 * booking ends as called off for the shop, and its points go back. What has begun is left to the words of both sides. A process
 * that ends in between leaves the rest to the job.
 */
export async function closeSlotsOfShop(
  deps: BookingDeps,
  principal: Principal,
  shopId: string,
  reason: string,
  request: RequestIdentity,
): Promise<{ closed: number } | Refusal> {
  const shop = await deps.merchants.findFor(principal, 'slots.manage', shopId);
  if (isRefusal(shop)) return shop;
  // Of the office: a shop closes its times one by one.
  if (!permits(principal, 'slots.manage', { unitPath: shop.unitPath })) return refuse('out_of_scope');
  const slots = deps.slots.collection;
  const asked = {
    shopId,
    state: 'closed',
    'closed.request.caller': request.caller,
    'closed.request.key': request.key,
  } as const;
  const first = await slots.findOne(asked);
  const again = repeats(first?.closed?.request ?? null, request);
  if (isRefusal(again)) return again;
  const nowMs = deps.platform.clock.now();
  if (!again) {
    if (whyNotServing(shop, nowMs) !== 'shop_suspended') return refuse('shop_not_suspended');
    await closeAhead(deps, shopId, { userId: principal.userId, reason, request, withShop: false });
  }
  for await (const slot of slots.find(asked)) await callOffAll(deps, slot);
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({ principal, action: 'slots.close_of_shop', subject, unitId: shop.unitId, request });
  return { closed: await slots.countDocuments(asked) };
}

/** Who closes the times of a shop, and why. */
interface Closing {
  readonly userId: string;
  readonly reason: string;
  readonly request: RequestIdentity;
  /** Whether the shop itself is closed for good. */
  readonly withShop: boolean;
}

/** No time of a shop that is still to come is booked any more. */
async function closeAhead(deps: BookingDeps, shopId: string, by: Closing): Promise<void> {
  const nowMs = deps.platform.clock.now();
  const now = new Date(nowMs);
  await deps.slots.collection.updateMany(
    { shopId, state: 'open', startsAt: { $gt: now } },
    { $set: { state: 'closed', closed: { ...by, byShop: false, at: now }, nextCheckAt: new Date(nowMs + TAKE_UP_MS) } },
  );
}

/** A shop was closed for good: all that is to come at it is called off, what has begun is left to the words of both sides. Safe to repeat. */
export async function callOffAhead(deps: BookingDeps, shopId: string, by: Omit<Closing, 'withShop'>): Promise<void> {
  await closeAhead(deps, shopId, { ...by, withShop: true });
  const { caller, key } = by.request;
  const closed = deps.slots.collection.find({
    shopId,
    state: 'closed',
    'closed.request.caller': caller,
    'closed.request.key': key,
    'bookings.0': { $exists: true },
  });
  for await (const slot of closed) await callOffAll(deps, slot);
}

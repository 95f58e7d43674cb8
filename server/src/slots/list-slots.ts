import { type slots as contract, type Refusal, type ResponseOf, refuse, type Slot } from '@red-points/shared/contracts';
import { BOOK_AHEAD_MS } from '@red-points/shared/domain/bookings';
import { whyNotServing } from '@red-points/shared/domain/redemptions';
import type { SlotDeps } from './deps.ts';
import type { SlotRecord } from './store.ts';

/** Slots of one answer: a service with more in three months has its next ones shown. */
const SLOTS_MAX = 200;

/** Times of an offer that can be booked now, the next first; those without room are shown as such. */
export async function bookableOf(
  deps: Pick<SlotDeps, 'slots' | 'offers' | 'merchants' | 'people' | 'platform'>,
  offerId: string,
): Promise<ResponseOf<typeof contract.listOfOffer> | Refusal> {
  const offer = await deps.offers.find(offerId);
  const shop = offer === null ? null : await deps.merchants.find(offer.shopId);
  if (offer === null || shop === null) return refuse('offer_not_found');
  const nowMs = deps.platform.clock.now();
  const { title, picture, pictureId = null, points, remainderFen } = offer;
  const shown = { title, picture, pictureId, shopName: shop.name, points, remainderFen };
  // What a suspended or closed shop, or a branch of one, has planned cannot be booked.
  const notServing = whyNotServing(shop, nowMs);
  if (notServing === 'shop_suspended' || notServing === 'shop_closed') return { offer: shown, items: [] };
  const found = await deps.slots
    .find({
      offerId,
      startsAt: { $gt: new Date(nowMs), $lte: new Date(nowMs + BOOK_AHEAD_MS) },
      state: 'open',
      bookUntil: { $gt: new Date(nowMs) },
    })
    .sort({ startsAt: 1 })
    .limit(SLOTS_MAX)
    .toArray();
  return { offer: shown, items: await viewsOf(deps, found) };
}

/** Slots as anybody signed in may see them: nobody who booked is named, and who helps is masked. */
export async function viewsOf({ people }: Pick<SlotDeps, 'people'>, slots: readonly SlotRecord[]): Promise<Slot[]> {
  const helpers = slots.flatMap(({ helperPersonId }) => helperPersonId ?? []);
  const names = helpers.length === 0 ? new Map() : await people.names([...new Set(helpers)]);
  return slots.map((slot) => ({
    slotId: slot._id,
    offerId: slot.offerId,
    shopId: slot.shopId,
    startsAt: slot.startsAt.toISOString(),
    endsAt: slot.endsAt.toISOString(),
    bookUntil: slot.bookUntil.toISOString(),
    cancelUntil: slot.cancelUntil.toISOString(),
    missed: slot.missed,
    capacity: slot.capacity,
    left: Math.max(0, slot.capacity - slot.bookings.length - slot.served.length),
    closed: slot.state === 'closed',
    helperName: slot.helperPersonId === null ? null : (names.get(slot.helperPersonId)?.masked ?? '—'),
  }));
}

import {
  type BodyOf,
  type slots as contract,
  isRefusal,
  type Refusal,
  refuse,
  type Slot,
} from '@red-points/shared/contracts';
import { slotsOf as timesOf } from '@red-points/shared/domain/bookings';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { firstOf, type RequestIdentity } from '../http/idempotency.ts';
import type { ShopRecord } from '../merchants/index.ts';
import type { OfferRecord } from '../offers/index.ts';
import { personFor } from '../people/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { SlotDeps } from './deps.ts';
import { viewsOf } from './list-slots.ts';
import type { SlotRecord } from './store.ts';

type Input = BodyOf<typeof contract.create>;

/** Adds the times of a service, one or a weekly series, all together or none; its shop or staff may. */
export async function createSlotSeries(
  deps: SlotDeps,
  principal: Principal,
  offerId: string,
  input: Input,
  request: RequestIdentity,
): Promise<{ items: Slot[] } | Refusal> {
  const repeated = await madeBy(deps, request);
  if (repeated !== null) return repeated;
  const offer = await deps.offers.find(offerId);
  if (offer === null) return refuse('offer_not_found');
  const shop = await deps.merchants.findFor(principal, 'slots.manage', offer.shopId);
  if (isRefusal(shop)) return shop;
  if (offer.kind !== 'service') return refuse('slot_not_a_service');
  const unfit = (await whyNotTerms(deps, principal, shop, input)) ?? whyNotTimes(deps, input);
  if (unfit !== null) return unfit;
  const records = recordsOf(deps, principal, offer, input, request);
  try {
    await deps.platform.connection.transaction((session) => deps.slots.insertMany(records, { session }));
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // The same request was carried out at the same moment.
    const first = await madeBy(deps, request);
    if (first === null) throw error;
    return first;
  }
  return { items: await viewsOf(deps, records) };
}

async function madeBy(deps: SlotDeps, request: RequestIdentity): Promise<{ items: Slot[] } | Refusal | null> {
  const first = await firstOf(deps.requestedSlots, request);
  if (first === null || isRefusal(first)) return first;
  const all = await deps.slots.find({ seriesId: first.seriesId }).sort({ startsAt: 1 }).toArray();
  return { items: await viewsOf(deps, all) };
}

/** That a stay-away pays, and that a neighbour helps and earns, is for staff to set: a shop gains by the one, not by the other. */
async function whyNotTerms(
  deps: SlotDeps,
  principal: Principal,
  { unitPath }: ShopRecord,
  { missed, helperPersonId, ruleCode, capacity }: Input,
): Promise<Refusal | null> {
  const isPlain = missed === 'returned' && helperPersonId === null && ruleCode === null;
  if (isPlain) return null;
  if (!permits(principal, 'offers.manage', { unitPath })) return refuse('slot_terms_by_staff');
  if (helperPersonId === null) return ruleCode === null ? null : refuse('slot_rule_unfit');
  if (capacity !== 1) return refuse('slot_helper_alone');
  const helper = await personFor(deps.people, principal, 'people.read', helperPersonId);
  if (isRefusal(helper)) return helper;
  const unverified = deps.people.mayNotSpend(helper);
  if (unverified !== null) return unverified;
  if (ruleCode === null) return null;
  const rule = await deps.rules.inForce(ruleCode, businessDate(deps.platform.clock.now()), helper.unitPath);
  if (isRefusal(rule)) return rule;
  return rule.terms.unit === 'hour' ? null : refuse('slot_rule_unfit');
}

function whyNotTimes(deps: SlotDeps, input: Input): Refusal | null {
  const [first] = timesOf(input);
  return first !== undefined && first.startsAtMs > deps.platform.clock.now() ? null : refuse('slot_in_past');
}

function recordsOf(
  deps: SlotDeps,
  principal: Principal,
  offer: OfferRecord,
  input: Input,
  request: RequestIdentity,
): SlotRecord[] {
  const { clock, ids } = deps.platform;
  const seriesId = ids.next();
  const now = new Date(clock.now());
  return timesOf(input).map((times, place) => ({
    _id: ids.next(),
    seriesId,
    ...(place === 0 ? { request } : {}),
    offerId: offer._id,
    shopId: offer.shopId,
    unitId: offer.unitId,
    unitPath: [...offer.unitPath],
    startsAt: new Date(times.startsAtMs),
    endsAt: new Date(times.endsAtMs),
    bookUntil: new Date(times.bookUntilMs),
    cancelUntil: new Date(times.cancelUntilMs),
    missed: input.missed,
    capacity: input.capacity,
    helperPersonId: input.helperPersonId,
    ruleCode: input.ruleCode,
    bookings: [],
    served: [],
    state: 'open',
    closed: null,
    nextCheckAt: null,
    createdBy: principal.userId,
    createdAt: now,
  }));
}

import { type BodyOf, slots as contract, type Refusal, type Slot } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Collection } from 'mongodb';
import type { RequestIdentity } from '../http/idempotency.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { strikeOut } from '../platform/strike-out.ts';
import { type BookedAhead, bookedAhead } from './booked-ahead.ts';
import { createSlotSeries } from './create-slots.ts';
import type { SlotDeps, SlotNeeds } from './deps.ts';
import { bookableOf, viewsOf } from './list-slots.ts';
import { release, reserve, settle } from './reserve.ts';
import { type PlaceInSlot, requestedSlotsOf, type SlotRecord, slotsOf } from './store.ts';

/** Times at which services can be booked, and who has a place in them. */
export interface Slots {
  readonly collection: Collection<SlotRecord>;
  create(
    principal: Principal,
    offerId: string,
    input: BodyOf<typeof contract.create>,
    request: RequestIdentity,
  ): Promise<{ items: Slot[] } | Refusal>;
  views(slots: readonly SlotRecord[]): Promise<Slot[]>;
  /** Whoever has booked a time at these shops that is still to come. */
  bookedAhead(shopIds: readonly string[]): Promise<BookedAhead[]>;
  /** Takes a place for an open booking, once; or says why it cannot. */
  reserve(place: PlaceInSlot, nowMs: number): Promise<Refusal | null>;
  /** The points of a booking are spent: its place is taken for good. */
  settle(place: PlaceInSlot): Promise<void>;
  /** Gives the place of a booking back that was not settled. */
  release(place: PlaceInSlot): Promise<void>;
  /** Takes words about somebody out of why a time was closed at which they help, or that they booked. Safe to repeat. */
  strikeOut(
    of: { readonly personIds: readonly string[]; readonly slotIds: readonly string[] },
    words: readonly string[],
  ): Promise<void>;
  routes(router: ApiRouter): void;
}

export function createSlots(needs: SlotNeeds): Slots {
  const deps: SlotDeps = {
    ...needs,
    slots: slotsOf(needs.platform.db),
    requestedSlots: requestedSlotsOf(needs.platform.db),
  };
  return {
    collection: deps.slots,
    create: (principal, offerId, input, request) => createSlotSeries(deps, principal, offerId, input, request),
    views: (slots) => viewsOf(deps, slots),
    bookedAhead: (shopIds) => bookedAhead(deps, shopIds),
    reserve: (place, nowMs) => reserve(deps, place, nowMs),
    settle: (place) => settle(deps, place),
    release: (place) => release(deps, place),
    strikeOut: async ({ personIds, slotIds }, words) => {
      for (const filter of [{ helperPersonId: { $in: [...personIds] } }, { _id: { $in: [...slotIds] } }]) {
        await strikeOut(deps.slots, filter, ['closed'], words);
      }
    },
    routes: (router) => {
      route(router, contract.create, ({ principal, params, body, identity }) =>
        createSlotSeries(deps, principal, params.offerId, body, identity()),
      );
      route(router, contract.listOfOffer, ({ params }) => bookableOf(deps, params.offerId));
    },
  };
}

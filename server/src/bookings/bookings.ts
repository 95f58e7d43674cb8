import {
  type Booking as BookingView,
  bookings as contract,
  isRefusal,
  type Refusal,
  slots as slotsContract,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { RequestIdentity } from '../http/idempotency.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { OneselfIds } from '../memberships/index.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import type { RedemptionRecord } from '../redemptions/index.ts';
import { callOff, cancel, decide, dispute, say } from './act.ts';
import { book, bookForPerson } from './book.ts';
import { withoutPartOf } from './both-sides.ts';
import { closedSlotsJob, closeSlot } from './close-slot.ts';
import { callOffAhead, closeSlotsOfShop } from './close-slots-of-shop.ts';
import type { BookingDeps } from './deps.ts';
import { helpJob } from './file-help.ts';
import type { Booking } from './find-booking.ts';
import { giveUpHelp, handOverHelp } from './helper-gone.ts';
import {
  calendarOf,
  disputedIn,
  getBooking,
  listForPerson,
  listForStaff,
  listOwn,
  unansweredIn,
} from './list-bookings.ts';
import { remindJob } from './remind.ts';
import { viewFor } from './view.ts';

/** Services at an agreed time (家政互助): booking a slot, and what both sides say of it until it is over. */
export interface Bookings {
  book(
    principal: Principal,
    slotId: string,
    input: Parameters<typeof book>[3],
    request: RequestIdentity,
  ): Promise<RedemptionRecord | Refusal>;
  say(...input: Parameters<typeof say> extends [BookingDeps, ...infer Rest] ? Rest : never): ReturnType<typeof say>;
  cancel(principal: Principal, bookingId: string, request: RequestIdentity): ReturnType<typeof cancel>;
  closeSlot(
    principal: Principal,
    slotId: string,
    reason: string,
    request: RequestIdentity,
  ): ReturnType<typeof closeSlot>;
  /** Calls off what is to come at a shop that was closed for good. Safe to repeat. */
  callOffAhead(shopId: string, by: Parameters<typeof callOffAhead>[2]): Promise<void>;
  /** Disputes of a unit and below that this caller could decide, and since when the first waits. */
  disputed(unitId: string, oneself: OneselfIds): Promise<Waiting>;
  /** Bookings that officers made for people of a unit and below, whose time is over without their word, and since when the first. */
  unanswered(unitId: string): Promise<Waiting>;
  /** Gives the help that a record gives to the record that it was found to be. Safe to repeat. */
  handOverHelp(personId: string, keptPersonId: string): Promise<void>;
  /** Ends the help that somebody gives whose account is closed. Safe to repeat. */
  giveUpHelp(personId: string, decided: Parameters<typeof giveUpHelp>[2]): Promise<void>;
  routes(router: ApiRouter): void;
}

/** Makes the noun and registers its jobs. */
export function createBookings(deps: BookingDeps): Bookings {
  for (const job of [remindJob(deps), helpJob(deps), closedSlotsJob(deps)]) deps.platform.jobs.register(job);
  return {
    book: (principal, slotId, input, request) => book(deps, principal, slotId, input, request),
    say: (...input) => say(deps, ...input),
    cancel: (principal, bookingId, request) => cancel(deps, principal, bookingId, request),
    closeSlot: (principal, slotId, reason, request) => closeSlot(deps, principal, slotId, reason, request),
    disputed: async (unitId, oneself) => {
      const filter = { ...disputedIn(unitId), ...(await withoutPartOf(deps, oneself)) };
      return waitingIn(deps.port.redemptions, filter, 'booking.disputedAt', { index: 'bookings_disputed' });
    },
    unanswered: async (unitId) => waitingIn(deps.port.redemptions, await unansweredIn(deps, unitId), 'booking.endsAt'),
    callOffAhead: (shopId, by) => callOffAhead(deps, shopId, by),
    handOverHelp: (personId, keptPersonId) => handOverHelp(deps, personId, keptPersonId),
    giveUpHelp: (personId, decided) => giveUpHelp(deps, personId, decided),
    routes: (router) => bookingRoutes(router, deps),
  };
}

function bookingRoutes(router: ApiRouter, deps: BookingDeps): void {
  const shown = async (principal: Principal, outcome: RedemptionRecord | Refusal): Promise<BookingView | Refusal> =>
    isRefusal(outcome) ? outcome : viewFor(deps, principal, outcome as Booking);

  route(router, contract.book, async ({ principal, params, body, identity }) =>
    shown(principal, await book(deps, principal, params.slotId, body, identity())),
  );
  route(router, contract.bookForPerson, async ({ principal, params, body, identity }) =>
    shown(principal, await bookForPerson(deps, principal, params.personId, body, identity())),
  );
  route(router, contract.say, async ({ principal, params, body, identity }) =>
    shown(principal, await say(deps, principal, params.bookingId, body, identity())),
  );
  route(router, contract.cancel, async ({ principal, params, identity }) =>
    shown(principal, await cancel(deps, principal, params.bookingId, identity())),
  );
  route(router, contract.callOff, async ({ principal, params, body, identity }) =>
    shown(principal, await callOff(deps, principal, params.bookingId, body.reason, identity())),
  );
  route(router, contract.dispute, async ({ principal, params, body, identity }) =>
    shown(principal, await dispute(deps, principal, params.bookingId, body.reason, identity())),
  );
  route(router, contract.decide, async ({ principal, params, body, identity }) =>
    shown(principal, await decide(deps, principal, params.bookingId, body, identity())),
  );
  route(router, contract.get, ({ principal, params }) => getBooking(deps, principal, params.bookingId));
  route(router, contract.listOwn, ({ principal, query }) => listOwn(deps, principal, query));
  route(router, contract.listForPerson, ({ principal, params }) => listForPerson(deps, principal, params.personId));
  route(router, contract.list, ({ principal, query }) => listForStaff(deps, principal, query));
  route(router, contract.calendar, ({ principal, params, query }) => calendarOf(deps, principal, params.shopId, query));
  route(router, slotsContract.close, ({ principal, params, body, identity }) =>
    closeSlot(deps, principal, params.slotId, body.reason, identity()),
  );
  route(router, slotsContract.closeOfShop, ({ principal, params, body, identity }) =>
    closeSlotsOfShop(deps, principal, params.shopId, body.reason, identity()),
  );
}

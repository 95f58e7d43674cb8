import type { BOOKING_ACTS, Booking as BookingView } from '@red-points/shared/contracts';
import { type BookingCommand, decideBooking } from '@red-points/shared/domain/bookings';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { bookingStandingOf, isUndecided } from '../redemptions/index.ts';
import { asksOf, hasPart } from './act.ts';
import { partiesOf } from './both-sides.ts';
import type { BookingDeps } from './deps.ts';
import { type Booking, homePathsOf, type Part, partOf } from './find-booking.ts';

type Act = (typeof BOOKING_ACTS)[number];

const NOBODY = (): boolean => false;

/** Bookings as their reader may see them, with what they may do next. */
export async function viewsFor(
  deps: BookingDeps,
  principal: Principal,
  bookings: readonly Booking[],
): Promise<BookingView[]> {
  const personIds = bookings.flatMap(({ personId, booking }) => [personId, booking.helperPersonId ?? []].flat());
  const [names, homePaths, isFamily, parties] = await Promise.all([
    deps.people.names([...new Set(personIds)]),
    homePathsOf(deps, bookings),
    // Asked only where somebody may have to decide.
    bookings.some(({ booking }) => booking.disputedAt !== null)
      ? deps.memberships.familyOf(principal.personIds)
      : NOBODY,
    partiesOf(deps, bookings),
  ]);
  const nameOf = (personId: string): string => {
    const name = names.get(personId);
    return (principal.personIds.includes(personId) ? name?.full : name?.masked) ?? '—';
  };
  return Promise.all(
    bookings.map(async (redemption) => {
      const part = partOf(principal, redemption, homePaths.get(redemption.personId) ?? null);
      const { booking } = redemption;
      return {
        ...factsOf(redemption),
        personName: nameOf(redemption.personId),
        help: mayKnowHelp(part, booking.help) ? booking.help : null,
        helperName: booking.helperPersonId === null ? null : nameOf(booking.helperPersonId),
        side: part.resident !== null ? ('resident' as const) : part.helper !== null ? ('helper' as const) : null,
        asks: await asks(deps, redemption, part),
        acts: actsOf(deps, principal, redemption, part, (found) => hasPart(principal, found, isFamily, parties)),
      };
    }),
  );
}

export async function viewFor(deps: BookingDeps, principal: Principal, booking: Booking): Promise<BookingView> {
  const [view] = await viewsFor(deps, principal, [booking]);
  if (view === undefined) throw new Error('a booking has no view');
  return view;
}

function factsOf(
  redemption: Booking,
): Omit<BookingView, 'personName' | 'helperName' | 'help' | 'side' | 'asks' | 'acts'> {
  const { booking, terms } = redemption;
  const { dispute, disputedAt } = booking;
  return {
    bookingId: redemption._id,
    state: redemption.state,
    outcome: booking.ending?.outcome ?? null,
    slotId: booking.slotId,
    offerTitle: terms.title,
    picture: terms.picture,
    pictureId: terms.pictureId ?? null,
    shopId: redemption.shopId,
    shopName: redemption.shopName,
    shortCode: redemption.shortCode,
    startsAt: booking.startsAt.toISOString(),
    endsAt: booking.endsAt.toISOString(),
    cancelUntil: booking.cancelUntil.toISOString(),
    answerUntil: redemption.expiresAt.toISOString(),
    missed: booking.missed,
    points: redemption.points,
    remainderFen: terms.remainderFen * redemption.quantity,
    residentSays: booking.residentWord?.word ?? null,
    helperSays: booking.helperWord?.word ?? null,
    dispute:
      dispute === null
        ? null
        : {
            side: dispute.side,
            reason: dispute.reason,
            at: dispute.at.toISOString(),
            open: disputedAt !== null,
            note: dispute.decision?.note ?? null,
          },
    createdAt: redemption.createdAt.toISOString(),
    finishedAt: redemption.finishedAt?.toISOString() ?? null,
  };
}

/** Why hours were not recorded is about the neighbour who helped: for them and the office, neither for whom they helped nor for the shop. */
function mayKnowHelp({ helper, reads }: Part, help: Booking['booking']['help']): boolean {
  return help?.refusal == null || helper?.part === 'helper' || reads;
}

async function asks(deps: BookingDeps, redemption: Booking, part: Part): Promise<BookingView['asks']> {
  return part.helper?.part === 'helper' && isUndecided(redemption) ? [...(await asksOf(deps, redemption))] : [];
}

/** What the reader may do: asked of the same decisions that the acts ask. */
function actsOf(
  deps: BookingDeps,
  principal: Principal,
  redemption: Booking,
  part: Part,
  isParty: (booking: Booking) => boolean,
): Act[] {
  if (!isUndecided(redemption)) return [];
  const { booking, unitPath } = redemption;
  const standing = bookingStandingOf(booking);
  const can = (command: BookingCommand): boolean => {
    const { kind } = decideBooking(standing, command, deps.platform.clock.now());
    return kind !== 'refused' && kind !== 'unchanged';
  };
  const acts: Act[] = [];
  const side = part.resident === null ? 'helper' : 'resident';
  if ((part.resident === null) !== (part.helper === null)) {
    for (const word of ['done', 'absent'] as const) if (can({ kind: 'say', side, word })) acts.push(word);
    if (can({ kind: 'dispute' })) acts.push('dispute');
  }
  if (part.resident !== null && can({ kind: 'cancel' })) acts.push('cancel');
  if ((part.helper !== null || part.callsOff) && can({ kind: 'call_off' })) acts.push('call_off');
  if (booking.disputedAt !== null && permits(principal, 'bookings.decide', { unitPath })) {
    if (!isParty(redemption)) acts.push('decide');
  }
  return acts;
}

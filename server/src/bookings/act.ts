import { type BodyOf, type bookings as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import {
  type BookingDecision,
  type BookingOutcome,
  decideBooking,
  decideDispute,
} from '@red-points/shared/domain/bookings';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Ineligibility } from '@red-points/shared/domain/rules';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import {
  type BookingRecord,
  bookingStandingOf,
  endingFields,
  type HoldEnder,
  isShopOf,
  isUndecided,
  type OpenBooking,
  type RedemptionRecord,
} from '../redemptions/index.ts';
import { partiesOf, usersOf, whyNotSpeak } from './both-sides.ts';
import type { BookingDeps } from './deps.ts';
import { fileHelpOf } from './file-help.ts';
import { type Booking, findBooking, homePathsOf, type Part, partOf, sideOf } from './find-booking.ts';

type Outcome = Promise<Booking | Refusal>;
type Fields = Partial<RedemptionRecord>;

/** One side says that it was done, or that the other did not come. The second of two equal words ends it. */
export async function say(
  deps: BookingDeps,
  principal: Principal,
  bookingId: string,
  { word, declarations }: BodyOf<typeof contract.say>,
  request: RequestIdentity,
): Outcome {
  const found = await findWithPart(deps, principal, bookingId);
  if (isRefusal(found)) return found;
  const notSpeaking = await whyNotSpeak(deps, principal, found.booking, found.part);
  if (notSpeaking !== null) return notSpeaking;
  const { resident, helper } = found.part;
  const isHelper = resident === null && helper?.part === 'helper';
  const asked = word === 'done' && isHelper ? await asksOf(deps, found.booking) : [];
  if (asked.some((question) => declarations[question] === undefined)) return refuse('rule_declaration_missing');
  return change(deps, found.booking, {
    repeated: ({ booking }) => {
      const words = [booking.residentWord, booking.helperWord];
      const again = words.map((said) => repeats(said?.request ?? null, request)).find((repeat) => repeat !== false);
      return again ?? words.some((said) => said?.word === word && said.userId === principal.userId);
    },
    fields: (current, nowMs) => {
      const spoken = sideOf(found.part, current.booking, principal.userId);
      if (isRefusal(spoken)) return spoken;
      const { side, by } = spoken;
      const decision = decideBooking(bookingStandingOf(current.booking), { kind: 'say', side, word }, nowMs);
      const answered = asked.length === 0 ? {} : { declarations };
      const said = { word, userId: principal.userId, at: new Date(nowMs), request, ...answered };
      const words = side === 'resident' ? { residentWord: said } : { helperWord: said };
      return fieldsOf(current, decision, { by, reason: null, request, words }, nowMs);
    },
  });
}

/** What the rule asks the neighbour who helps before it credits anything; nothing where they earn nothing by it. */
export async function asksOf(
  { rules, people }: Pick<BookingDeps, 'rules' | 'people'>,
  { booking }: Booking,
): Promise<readonly Ineligibility[]> {
  const { ruleCode, helperPersonId, startsAt } = booking;
  if (ruleCode === null || helperPersonId === null) return [];
  const helper = await people.byId(helperPersonId);
  if (helper === null) return [];
  const rule = await rules.inForce(ruleCode, businessDate(startsAt.getTime()), helper.unitPath);
  return isRefusal(rule) ? [] : rule.terms.notEligible;
}

/** The resident cancels before it begins: freely until the deadline, then by the terms that they booked under. */
export async function cancel(
  deps: BookingDeps,
  principal: Principal,
  bookingId: string,
  request: RequestIdentity,
): Outcome {
  const found = await findWithPart(deps, principal, bookingId);
  if (isRefusal(found)) return found;
  const by = found.part.resident;
  if (by === null) return refuse('booking_not_yours');
  return change(deps, found.booking, {
    repeated: ({ booking }) => endedAs(booking, ['cancelled', 'cancelled_late'], request),
    fields: (current, nowMs) => {
      const decision = decideBooking(bookingStandingOf(current.booking), { kind: 'cancel' }, nowMs);
      return fieldsOf(current, decision, { by, reason: null, request }, nowMs);
    },
  });
}

/** The shop, the helper or staff call it off; the points go back. */
export async function callOff(
  deps: BookingDeps,
  principal: Principal,
  bookingId: string,
  reason: string,
  request: RequestIdentity,
): Outcome {
  const found = await findWithPart(deps, principal, bookingId);
  if (isRefusal(found)) return found;
  const { helper, callsOff } = found.part;
  const by = helper ?? (callsOff ? ({ part: 'officer', userId: principal.userId } as const) : null);
  if (by === null) return refuse('booking_not_yours');
  return callOffAs(deps, found.booking, by, reason, request);
}

/** Calls a booking off for somebody whose right to do so is known. One that is over stays as it is: `booking_over`. */
export function callOffAs(
  deps: BookingDeps,
  booking: Booking,
  by: HoldEnder,
  reason: string,
  request: RequestIdentity,
): Outcome {
  return change(deps, booking, {
    repeated: (current) => endedAs(current.booking, ['called_off'], request),
    fields: (current, nowMs) => {
      const decision = decideBooking(bookingStandingOf(current.booking), { kind: 'call_off' }, nowMs);
      return fieldsOf(current, decision, { by, reason, request }, nowMs);
    },
  });
}

/** One side asks staff to decide. */
export async function dispute(
  deps: BookingDeps,
  principal: Principal,
  bookingId: string,
  reason: string,
  request: RequestIdentity,
): Outcome {
  const found = await findWithPart(deps, principal, bookingId);
  if (isRefusal(found)) return found;
  return change(deps, found.booking, {
    repeated: ({ booking }) => repeats(booking.dispute?.request ?? null, request),
    fields: (current, nowMs) => {
      const spoken = sideOf(found.part, current.booking, principal.userId);
      if (isRefusal(spoken)) return spoken;
      const { side, by } = spoken;
      const decision = decideBooking(bookingStandingOf(current.booking), { kind: 'dispute' }, nowMs);
      return fieldsOf(current, decision, { by, reason, request, side }, nowMs);
    },
  });
}

/** Staff decide a dispute; nobody who has a part in it. */
export async function decide(
  deps: BookingDeps,
  principal: Principal,
  bookingId: string,
  { decision, note }: { readonly decision: 'spend' | 'return'; readonly note: string },
  request: RequestIdentity,
): Outcome {
  const found = await findBooking(deps, bookingId);
  if (found === null) return refuse('booking_not_found');
  if (!permits(principal, 'bookings.decide', { unitPath: found.unitPath })) return refuse('out_of_scope');
  const [isFamily, parties] = await Promise.all([
    deps.memberships.familyOf(principal.personIds),
    partiesOf(deps, [found]),
  ]);
  if (hasPart(principal, found, isFamily, parties)) return refuse('booking_party');
  const userId = principal.userId;
  const decided = await change(deps, found, {
    repeated: ({ booking }) => repeats(booking.dispute?.decision?.request ?? null, request),
    fields: (current, nowMs) => {
      const { dispute: open, disputedAt } = current.booking;
      if (open === null || disputedAt === null) return refuse('booking_not_disputed');
      const end = decideDispute(decision === 'spend');
      const dispute = { ...open, decision: { userId, note, at: new Date(nowMs), request } };
      return endingFields(current, end, { by: { part: 'officer', userId }, reason: null, request }, nowMs, { dispute });
    },
  });
  if (!isRefusal(decided)) {
    const subject = { kind: 'redemption', id: bookingId };
    const { unitId } = found;
    await deps.audit.record({ principal, action: 'bookings.decide', subject, unitId, detail: { decision }, request });
  }
  return decided;
}

/**
 * Whether somebody has a part in a booking: by who they are, or by what they did in it with whichever sign-in.
 * @param isFamily of `memberships.familyOf`: whether somebody is the caller or of their household
 * @param parties of `partiesOf`
 */
export function hasPart(
  principal: Principal,
  found: Booking,
  isFamily: (personId: string) => boolean,
  parties: ReadonlyMap<string, readonly string[]>,
): boolean {
  if (usersOf(found).includes(principal.userId) || isShopOf(principal, found)) return true;
  const { booking, personId, _id } = found;
  return [
    personId,
    ...(booking.helperPersonId === null ? [] : [booking.helperPersonId]),
    ...(parties.get(_id) ?? []),
  ].some(isFamily);
}

async function findWithPart(
  deps: BookingDeps,
  principal: Principal,
  bookingId: string,
): Promise<{ readonly booking: Booking; readonly part: Part } | Refusal> {
  const booking = await findBooking(deps, bookingId);
  if (booking === null) return refuse('booking_not_found');
  const homePaths = await homePathsOf(deps, [booking]);
  const part = partOf(principal, booking, homePaths.get(booking.personId) ?? null);
  const hasSide = part.resident !== null || part.helper !== null;
  return hasSide || part.callsOff ? { booking, part } : refuse('booking_not_yours');
}

interface Act {
  /** Whether this was done already: then it is answered with the booking as it stands. */
  readonly repeated: (current: Booking) => boolean | Refusal;
  /** What it makes of a booking that nobody has decided; null where nothing changes. */
  readonly fields: (current: OpenBooking, nowMs: number) => Fields | Refusal | null;
}

/**
 * Does one act on a booking. What it comes to is decided on the newest document and written with it, in one conditional
 * update: of two acts of the same moment the later one is decided on what the first has left.
 */
async function change(deps: BookingDeps, found: Booking, { repeated, fields }: Act): Outcome {
  let refusal: Refusal | null = null;
  const ready = await deps.port.upToDate(found);
  const changed = await deps.port.change(ready, (current) => {
    refusal = null;
    const again = repeated(current as Booking);
    if (isRefusal(again)) refusal = again;
    if (again !== false) return null;
    if (!isUndecided(current)) {
      refusal = refuse(current.state === 'created' ? 'redemption_not_ready' : 'booking_over');
      return null;
    }
    const made = fields(current, deps.platform.clock.now());
    if (!isRefusal(made)) return made;
    refusal = made;
    return null;
  });
  return refusal ?? fileHelpOf(deps, changed as Booking);
}

function endedAs(
  { ending }: BookingRecord,
  outcomes: readonly BookingOutcome[],
  request: RequestIdentity,
): boolean | Refusal {
  const again = repeats(ending?.request ?? null, request);
  return again === false ? ending !== null && outcomes.includes(ending.outcome) : again;
}

interface Doing {
  readonly by: HoldEnder;
  readonly reason: string | null;
  readonly request: RequestIdentity;
  readonly side?: 'resident' | 'helper';
  readonly words?: Partial<Pick<BookingRecord, 'residentWord' | 'helperWord'>>;
}

function fieldsOf(
  current: OpenBooking,
  decision: BookingDecision,
  doing: Doing,
  nowMs: number,
): Fields | Refusal | null {
  const { by, reason, request, side = null, words = {} } = doing;
  switch (decision.kind) {
    case 'refused':
      return refuse(decision.code);
    case 'unchanged':
      return null;
    case 'noted':
      return { booking: { ...current.booking, ...words } };
    case 'disputed': {
      const at = new Date(nowMs);
      const until = new Date(decision.untilMs);
      // A contradiction is nobody's question.
      const asked = side === null ? null : { userId: by.part === 'job' ? null : by.userId, request };
      const dispute = { side, reason, at, until, decision: null, userId: null, request: null, ...asked };
      return {
        booking: { ...current.booking, ...words, dispute, disputedAt: at },
        expiresAt: until,
        nextCheckAt: until,
      };
    }
    case 'end':
      return endingFields(current, decision, { by, reason, request }, nowMs, words);
    default:
      return decision satisfies never;
  }
}

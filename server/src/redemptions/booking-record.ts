import type {
  BookingOutcome,
  BookingSide,
  BookingStanding,
  BookingWord,
  MissedTerms,
} from '@red-points/shared/domain/bookings';
import type { Declarations } from '@red-points/shared/domain/rules';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { HoldEnder } from './ledger-commands.ts';

/** What one side said, and which request said it. */
export interface SaidWord {
  readonly word: BookingWord;
  readonly userId: string;
  readonly at: Date;
  readonly request: RequestIdentity;
  /** What the neighbour who helped answered to the rule's questions. */
  readonly declarations?: Declarations;
}

/** How a booking is to end. It is written once, before the ledger is asked, and is carried out by whoever finds it. */
export interface BookingEnding {
  readonly how: 'capture' | 'release';
  readonly outcome: BookingOutcome;
  readonly by: HoldEnder;
  readonly at: Date;
  /** The words of who called it off. */
  readonly reason: string | null;
  /** Null where the clock ended it. */
  readonly request: RequestIdentity | null;
}

/** One side's question to staff, or two words that contradict each other. */
export interface BookingDispute {
  readonly side: BookingSide | null;
  readonly reason: string | null;
  /** Who asked; null where the contradiction did. */
  readonly userId: string | null;
  readonly at: Date;
  readonly until: Date;
  readonly request: RequestIdentity | null;
  readonly decision: {
    readonly userId: string;
    readonly note: string;
    readonly at: Date;
    readonly request: RequestIdentity;
  } | null;
}

/** What makes a redemption a booking: the slot as it was booked, and what was said of it since. */
export interface BookingRecord {
  readonly slotId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly cancelUntil: Date;
  readonly missed: MissedTerms;
  /** The neighbour who helps; null where the shop serves. */
  readonly helperPersonId: string | null;
  /** By which rule the neighbour earns; null where they do not. */
  readonly ruleCode: string | null;
  readonly residentWord: SaidWord | null;
  readonly helperWord: SaidWord | null;
  readonly dispute: BookingDispute | null;
  /** Since when a dispute waits; null where none does. */
  readonly disputedAt: Date | null;
  readonly ending: BookingEnding | null;
  /** When both sides are reminded; null once that was done, or where it is too late for it. */
  readonly remindAt: Date | null;
  readonly remindedAt: Date | null;
  /** When the neighbour's hours are to be filed; null where there is nothing to file, or it was done. */
  readonly helpDueAt: Date | null;
  /** The claim of the neighbour's hours, or why none could be filed. */
  readonly help: { readonly claimId: string | null; readonly refusal: string | null } | null;
}

/** What the pure decision knows of an open booking. */
export function bookingStandingOf(booking: BookingRecord): BookingStanding {
  return {
    startsAtMs: booking.startsAt.getTime(),
    endsAtMs: booking.endsAt.getTime(),
    cancelUntilMs: booking.cancelUntil.getTime(),
    missed: booking.missed,
    residentSays: booking.residentWord?.word ?? null,
    helperSays: booking.helperWord?.word ?? null,
    disputeUntilMs: booking.disputedAt === null ? null : (booking.dispute?.until.getTime() ?? null),
  };
}

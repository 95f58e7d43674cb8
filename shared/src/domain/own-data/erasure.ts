import type { AgeBand } from '../people/index.ts';

/**
 * How long somebody may take the wish back to be erased, in days, before anybody in an office decides.
 * The product's rule (ADR 0090): a phone in a strange hand must not end an account in one evening.
 */
export const COOLING_DAYS = 7;

/** Within so many working days a request about one's own data is answered: 15, as the personal information law has it. */
export const ANSWER_WORKING_DAYS = 15;

/** Between the last word and the first step, so that the message about it reaches a phone that is still known. */
export const CARRY_OUT_AFTER_MS = 10 * 60_000;

export const DATA_REQUEST_KINDS = ['erasure', 'correction', 'copy'] as const;
export type DataRequestKind = (typeof DATA_REQUEST_KINDS)[number];

/**
 * - `asked`: the office has not answered; an erasure may not be decided before its waiting time is over
 * - `first_approved`: points are left that go to the fund, so a second person's word is missing
 * - `confirmed`: it is being carried out, and gone on with where it is interrupted
 * - `done`, `refused` (with a reason), `withdrawn` (taken back)
 */
export const DATA_REQUEST_STATES = ['asked', 'first_approved', 'confirmed', 'done', 'refused', 'withdrawn'] as const;
export type DataRequestState = (typeof DATA_REQUEST_STATES)[number];

/** How a request came in. */
export const DATA_REQUEST_CHANNELS = ['self', 'guardian', 'office'] as const;
export type DataRequestChannel = (typeof DATA_REQUEST_CHANNELS)[number];

/** What depends on somebody, as it is now. */
export interface ErasureFacts {
  readonly available: number;
  readonly owed: number;
  /** Redemptions that can still end in success, bookings apart. */
  readonly redemptions: number;
  /** Booked services, to be given or taken. */
  readonly bookings: number;
  /** Refunds that wait for a second word. */
  readonly refunds: number;
  /** Credits approved and not posted, and what waits for review. */
  readonly pending: number;
  /** Undecided objections, of theirs and to what is theirs. */
  readonly objections: number;
  /** Questions about entries that nobody has answered. */
  readonly contests: number;
  /** Household accounts that nobody else belongs to. */
  readonly loneHouseholds: number;
  /** Households with others that they are the head of. */
  readonly headOf: number;
  /** Shops that they work in with the same sign-in. */
  readonly shops: number;
  /** A closing or joining of the account is under way. */
  readonly accountChange: boolean;
}

export type ErasureBlock =
  | { readonly code: 'erasure_redemptions_open'; readonly count: number }
  | { readonly code: 'erasure_bookings_open'; readonly count: number }
  | { readonly code: 'erasure_refunds_waiting'; readonly count: number }
  | { readonly code: 'erasure_credits_pending'; readonly count: number }
  | { readonly code: 'erasure_objections_open'; readonly count: number }
  | { readonly code: 'erasure_contests_open'; readonly count: number }
  | { readonly code: 'erasure_owes'; readonly owed: number }
  | { readonly code: 'erasure_household_account' }
  | { readonly code: 'erasure_household_head' }
  | { readonly code: 'erasure_works_in_shop' }
  | { readonly code: 'erasure_change_waiting' }
  | { readonly code: 'erasure_points_left'; readonly points: number };

/**
 * Everything that has to be settled before somebody can be erased, in the order in which it is best done. Points that are
 * left go to the community's fund, by the person's own word only; they are never simply struck out.
 */
export function erasureBlocks(facts: ErasureFacts, giveRest: boolean): ErasureBlock[] {
  const blocks: ErasureBlock[] = [];
  const counted = [
    ['erasure_redemptions_open', facts.redemptions],
    ['erasure_bookings_open', facts.bookings],
    ['erasure_refunds_waiting', facts.refunds],
    ['erasure_credits_pending', facts.pending],
    ['erasure_objections_open', facts.objections],
    ['erasure_contests_open', facts.contests],
  ] as const;
  for (const [code, count] of counted) if (count > 0) blocks.push({ code, count });
  if (facts.owed > 0) blocks.push({ code: 'erasure_owes', owed: facts.owed });
  if (facts.loneHouseholds > 0) blocks.push({ code: 'erasure_household_account' });
  if (facts.headOf > 0) blocks.push({ code: 'erasure_household_head' });
  if (facts.shops > 0) blocks.push({ code: 'erasure_works_in_shop' });
  if (facts.accountChange) blocks.push({ code: 'erasure_change_waiting' });
  if (facts.available > 0 && !giveRest) blocks.push({ code: 'erasure_points_left', points: facts.available });
  return blocks;
}

/** How many persons' words an erasure takes: two where points are given away by it. */
export function approvalsNeeded(available: number): 1 | 2 {
  return available > 0 ? 2 : 1;
}

/** Whose data somebody asks for, as the sign-in knows them. */
export interface DataSubject {
  /** The person that the session acts for. */
  readonly isSelf: boolean;
  /** The phone is theirs, or nobody else stands on it. */
  readonly ownsPhone: boolean;
  readonly band: AgeBand;
  /** Whether the session acts for an adult whose phone it is. */
  readonly actsAsGuardian: boolean;
}

/**
 * Why the caller may not ask about this person's data, or null. Adults ask themselves, with a phone of their own or at the
 * office, whoever shares a phone with them; for children it is their guardian, acting as themselves.
 */
export function whyNotTheirs(subject: DataSubject): 'own_data_adult_themselves' | 'own_data_guardian_acts' | null {
  const minor = subject.band === 'under14' || subject.band === 'from14to17';
  if (subject.isSelf && subject.ownsPhone && subject.band !== 'under14') return null;
  if (!minor) return 'own_data_adult_themselves';
  return !subject.isSelf && subject.actsAsGuardian ? null : 'own_data_guardian_acts';
}

/** Whether the waiting time is over: `null` for what has none. */
export function isCool(coolsUntilMs: number | null, nowMs: number): boolean {
  return coolsUntilMs === null || nowMs >= coolsUntilMs;
}

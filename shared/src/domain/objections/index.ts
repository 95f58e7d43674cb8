import { type HolidayCalendar, workingDaysEndAt } from '../calendar/index.ts';

/**
 * - `open`: its entry is frozen until somebody independent decides
 * - `upheld`: the entry is not posted · `corrected`: it is posted with less · `dismissed`: it goes on as it was
 * - `withdrawn`: by whoever objected
 */
export const OBJECTION_STATES = ['open', 'upheld', 'corrected', 'dismissed', 'withdrawn'] as const;
export type ObjectionState = (typeof OBJECTION_STATES)[number];

export const OBJECTION_OUTCOMES = ['upheld', 'corrected', 'dismissed'] as const;
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number];

/** By oneself after signing in, or written down by an officer for somebody who came to the office. */
export const OBJECTION_CHANNELS = ['phone', 'office'] as const;
export type ObjectionChannel = (typeof OBJECTION_CHANNELS)[number];

/**
 * What whoever objects has to do with the entry, for whoever decides. None of them is refused: an objection only asks others
 * to look, and who earned, filed or approved something may be the first to see that it is wrong.
 */
export const OBJECTOR_RELATIONS = ['own', 'household', 'took_part', 'other'] as const;
export type ObjectorRelation = (typeof OBJECTOR_RELATIONS)[number];

/** Objections of one person that may wait at once: nobody can freeze everything. */
export const OPEN_OBJECTIONS_MAX = 5;
/** Objections of one person in thirty days, those decided or withdrawn counted too. */
export const OBJECTIONS_MAX = 15;
export const OBJECTIONS_COUNTED_DAYS = 30;
/** Working days in which an objection is to be decided. */
export const DECISION_DAYS = 3;

/** When a decision is due on an objection filed at an instant, in milliseconds. */
export function decisionDueAt(filedAtMs: number, holidays: HolidayCalendar): number {
  return workingDaysEndAt(filedAtMs, DECISION_DAYS, holidays);
}

/** What an entry is worth: whole points and whole minutes. */
export interface Worth {
  readonly points: number;
  readonly minutes: number;
}

export type CorrectionRefusal =
  | 'objection_correction_missing'
  | 'objection_correction_unwanted'
  | 'objection_correction_not_less'
  | 'objection_correction_nothing_left';

/**
 * What an entry is worth after a decision, or why the figures given do not do: a correction takes away some of the points or
 * minutes and adds to neither; where nothing would be left the objection is upheld instead.
 */
export function worthAfter(
  outcome: ObjectionOutcome,
  before: Worth,
  given: Partial<Worth>,
): Worth | { readonly refused: CorrectionRefusal } {
  const isGiven = given.points !== undefined || given.minutes !== undefined;
  if (outcome !== 'corrected') return isGiven ? { refused: 'objection_correction_unwanted' } : before;
  if (!isGiven) return { refused: 'objection_correction_missing' };
  const after = { points: given.points ?? before.points, minutes: given.minutes ?? before.minutes };
  const isMore = after.points > before.points || after.minutes > before.minutes;
  const isSame = after.points === before.points && after.minutes === before.minutes;
  if (isMore || isSame) return { refused: 'objection_correction_not_less' };
  return after.points === 0 && after.minutes === 0 ? { refused: 'objection_correction_nothing_left' } : after;
}

/** Who has a part in an objection and its entry. */
export interface ObjectionParties {
  /** Sign-ins that filed, vouched for, organised or reviewed the entry, or wrote the objection down. */
  readonly userIds: readonly string[];
  readonly objectorPersonId: string;
  readonly beneficiaryPersonId: string;
}

/**
 * Why somebody may not decide, or null: nobody decides about an entry that they or their household object to, earn by, filed,
 * organised or reviewed.
 * @param isOwn whether a sign-in is the decider's, by who they are
 * @param isFamily whether a person is the decider or of their household
 */
export function whyNotIndependent(
  isOwn: (userId: string) => boolean,
  isFamily: (personId: string) => boolean,
  parties: ObjectionParties,
): 'objection_not_independent' | null {
  const isParty = parties.userIds.some(isOwn);
  const isConcerned = isFamily(parties.objectorPersonId) || isFamily(parties.beneficiaryPersonId);
  return isParty || isConcerned ? 'objection_not_independent' : null;
}

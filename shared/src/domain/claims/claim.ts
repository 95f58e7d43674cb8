/** How long ago what is claimed may have happened, in days. */
export const CLAIM_AGE_DAYS_MAX = 400;
/** How long evidence is kept, in days. */
export const EVIDENCE_DAYS_KEPT = 730;
/** How long evidence is kept that was uploaded and never filed, in days; a draft that is saved begins them anew. */
export const LOOSE_EVIDENCE_DAYS_KEPT = 30;
/** How long a draft is kept after it was saved last, in days. */
export const DRAFT_DAYS_KEPT = 30;
/** Drafts that one sign-in may have for one person. */
export const DRAFTS_MAX = 20;
/** Files that one sign-in may have uploaded and not filed. */
export const LOOSE_EVIDENCE_MAX = 60;

/** What is claimed for. Dates are business dates `YYYY-MM-DD`. */
export interface ClaimFacts {
  readonly personId: string;
  readonly ruleCode: string;
  readonly occurredOn: string;
  readonly minutes: number;
  readonly description: string;
}

/** The words that tell two claims of one person, rule, day and length apart: width, case, spaces and marks do not. */
export function duplicateText(facts: ClaimFacts): string {
  const words = facts.description
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, '');
  return [facts.personId, facts.ruleCode, facts.occurredOn, facts.minutes, words].join('|');
}

/** Why a claim cannot be filed today, or null. */
export function claimDateRefusal(occurredOn: string, today: string): 'claim_in_future' | 'claim_too_old' | null {
  if (occurredOn > today) return 'claim_in_future';
  const days = (Date.parse(today) - Date.parse(occurredOn)) / 86_400_000;
  return days > CLAIM_AGE_DAYS_MAX ? 'claim_too_old' : null;
}

/** Why these minutes cannot be claimed for a rule of this unit, or null: an hourly rule needs a length. */
export function claimMinutesRefusal(
  unit: 'hour' | 'attendance' | 'case',
  minutes: number,
): 'claim_minutes_missing' | null {
  return unit === 'hour' && minutes === 0 ? 'claim_minutes_missing' : null;
}

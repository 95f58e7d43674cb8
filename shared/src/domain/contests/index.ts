/**
 * - `open`: an answer is missing
 * - `answered`, `withdrawn`
 */
export const CONTEST_STATES = ['open', 'answered', 'withdrawn'] as const;
export type ContestState = (typeof CONTEST_STATES)[number];

/** What an answer says: the entry stands as it is, or a linked entry has put it right. */
export const CONTEST_OUTCOMES = ['stands', 'corrected'] as const;
export type ContestOutcome = (typeof CONTEST_OUTCOMES)[number];

/** Doubts of one person that may wait for an answer at once. */
export const OPEN_CONTESTS_MAX = 10;

/**
 * Why an answer does not agree with what was done since the entry was doubted, or null: nobody is told that it was put
 * right where it was not, nor that it stands where it was changed.
 */
export function whyNotSo(
  outcome: ContestOutcome,
  correctingEntries: number,
): 'contest_nothing_changed' | 'contest_changed_since' | null {
  if (outcome === 'corrected') return correctingEntries === 0 ? 'contest_nothing_changed' : null;
  return correctingEntries > 0 ? 'contest_changed_since' : null;
}

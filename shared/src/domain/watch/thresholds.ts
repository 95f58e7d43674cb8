/**
 * What is worth a look in how points are earned (domain.md, watch reports). A report accuses nobody: it opens on the
 * entries behind it, and somebody without a part in them says what it was.
 * - `quick_approval`: approved within moments of filing
 * - `one_reviewer`: one person approves nearly everything
 * - `over_capacity`: more people credited than there were places, or heads counted
 * - `same_device`: many people checked in by one phone
 * - `round_hours`: nearly everything that one person files is of whole hours
 * - `organiser_alone`: an organiser’s activities rest on nobody’s word but their own
 */
export const WATCH_KINDS = [
  'quick_approval',
  'one_reviewer',
  'over_capacity',
  'same_device',
  'round_hours',
  'organiser_alone',
] as const;
export type WatchKind = (typeof WATCH_KINDS)[number];

/** From where on something is reported, counted over one community and one month of approvals. */
export interface WatchThresholds {
  /** Seconds from filing to approval that are too few to have looked. */
  readonly quickSecondsMax: number;
  /** So many quick approvals of one reviewer. */
  readonly quickItemsMin: number;
  /** Per cent of the month’s approvals by one reviewer, among at least so many. */
  readonly reviewerPercentMin: number;
  readonly reviewerItemsMin: number;
  /** People beyond capacity or head count that are let pass. */
  readonly overPeopleMax: number;
  /** So many people on one phone. */
  readonly devicePeopleMin: number;
  /** Per cent of what one person filed that is of whole hours, among at least so many. */
  readonly roundPercentMin: number;
  readonly roundItemsMin: number;
  /** So many activities of one organiser that rest on their own word, and per cent of all of theirs. */
  readonly aloneActivitiesMin: number;
  readonly alonePercentMin: number;
}

export const WATCH_THRESHOLDS: WatchThresholds = {
  quickSecondsMax: 120,
  quickItemsMin: 3,
  reviewerPercentMin: 90,
  reviewerItemsMin: 20,
  overPeopleMax: 0,
  devicePeopleMin: 4,
  roundPercentMin: 90,
  roundItemsMin: 10,
  aloneActivitiesMin: 3,
  alonePercentMin: 90,
};

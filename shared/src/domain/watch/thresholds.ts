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
export const EARNING_KINDS = [
  'quick_approval',
  'one_reviewer',
  'over_capacity',
  'same_device',
  'round_hours',
  'organiser_alone',
] as const;
export type EarningKind = (typeof EARNING_KINDS)[number];

/**
 * What is worth a look in how points are spent.
 * - `frequent_pair`: one resident is a large part of a shop’s redemptions, or comes again and again
 * - `odd_hours`: redeemed at night
 * - `one_device_redeems`: many people redeem by one phone
 * - `redeeming_burst`: more within minutes than a counter serves
 * - `credited_then_redeemed`: spent at a shop minutes after somebody of that shop approved a credit
 */
export const REDEEMING_KINDS = [
  'frequent_pair',
  'odd_hours',
  'one_device_redeems',
  'redeeming_burst',
  'credited_then_redeemed',
] as const;
export type RedeemingKind = (typeof REDEEMING_KINDS)[number];

/**
 * What is worth a look in sheets, batches and imports, which two persons stand for as a whole.
 * - `quick_sheet`: confirmed within moments of filing
 * - `round_sheet`: nearly every item is of whole hours
 */
export const SHEET_KINDS = ['quick_sheet', 'round_sheet'] as const;
export type SheetKind = (typeof SHEET_KINDS)[number];

export const WATCH_KINDS = [...EARNING_KINDS, ...SHEET_KINDS, ...REDEEMING_KINDS] as const;
export type WatchKind = (typeof WATCH_KINDS)[number];

/** What is behind findings of a kind. */
export function behindKind(kind: WatchKind): 'credits' | 'sheet' | 'redemptions' {
  if ((SHEET_KINDS as readonly WatchKind[]).includes(kind)) return 'sheet';
  return (REDEEMING_KINDS as readonly WatchKind[]).includes(kind) ? 'redemptions' : 'credits';
}

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
  /** So many redemptions of one resident at one shop that are so many per cent of the shop’s; or so many in any case. */
  readonly pairItemsMin: number;
  readonly pairPercentMin: number;
  readonly pairTimesMin: number;
  /** The hours of the night, `from` on and before `until`, and so many redemptions of one shop in them. */
  readonly oddFromHour: number;
  readonly oddUntilHour: number;
  readonly oddItemsMin: number;
  /** So many redemptions of one shop within so many minutes. */
  readonly burstMinutes: number;
  readonly burstItemsMin: number;
  /** Minutes from an approval by somebody of the shop to the redemption, and so many of these. */
  readonly creditMinutesMax: number;
  readonly creditItemsMin: number;
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
  pairItemsMin: 12,
  pairPercentMin: 30,
  // Lunch and supper at the canteen, every day, is nothing odd.
  pairTimesMin: 63,
  oddFromHour: 22,
  oddUntilHour: 6,
  oddItemsMin: 3,
  burstMinutes: 10,
  burstItemsMin: 40,
  creditMinutesMax: 30,
  creditItemsMin: 2,
};

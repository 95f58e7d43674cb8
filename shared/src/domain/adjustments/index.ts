import type { Actor, EntryKind } from '../ledger/index.ts';

/**
 * - `proposed`: a colleague's word is missing
 * - `confirmed`: two persons agreed; its entry is being posted, and asked for again where that was interrupted
 * - `posted`, `refused` (the ledger did not allow it), `withdrawn`
 */
export const ADJUSTMENT_STATES = ['proposed', 'confirmed', 'posted', 'refused', 'withdrawn'] as const;
export type AdjustmentState = (typeof ADJUSTMENT_STATES)[number];

/** How far corrections of an entry have come: `open` while one waits or is under way, `posted` once one has changed it. */
export type CorrectionStanding = 'open' | 'posted' | null;

/**
 * Kinds of entries that a correction can be about: those by which points or minutes came or went. What only sets points
 * aside, or moves all there is, is undone by what it belongs to.
 */
const CORRECTABLE: ReadonlySet<EntryKind> = new Set([
  ...(['earn', 'spend', 'capture', 'refund', 'reverse', 'expire', 'adjust', 'donate'] as const),
]);

/** What a correction asks for: signed whole points and minutes. */
export interface AdjustmentAmounts {
  readonly points: number;
  readonly minutes: number;
}

/** Why a correction cannot be proposed whoever asks, or null. */
export function whyNotAdjust(
  kind: EntryKind,
  { points, minutes }: AdjustmentAmounts,
): 'adjustment_kind' | 'adjustment_nothing' | null {
  if (!CORRECTABLE.has(kind)) return 'adjustment_kind';
  return points === 0 && minutes === 0 ? 'adjustment_nothing' : null;
}

/**
 * What a correction gives together with those upward of the same entry before it: several small ones weigh as one. What was
 * taken in between makes no room. 0 where it gives nothing.
 */
export function givenWith(points: number, before: readonly number[]): number {
  return points <= 0 ? 0 : before.reduce((sum, earlier) => sum + Math.max(0, earlier), points);
}

/** Parts in which an entry names the person whom it is about, where the account is shared. */
const PERSON_PARTS = new Set(['beneficiary', 'spender']);

/** Who stands in the entry of a correction: the two who agreed, and whom the corrected entry was about. */
export function actorsOf(corrected: readonly Actor[], proposedBy: string, confirmedBy: string): Actor[] {
  return [
    { part: 'proposer', id: proposedBy },
    { part: 'confirmer', id: confirmedBy },
    ...corrected.filter(({ part }) => PERSON_PARTS.has(part)),
  ];
}

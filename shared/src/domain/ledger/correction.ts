import { type OriginalFacts, refuse } from './decision.ts';
import type { LedgerEntry, LedgerRefusal } from './types.ts';

/** Hours of one entry, with all its corrections, are those of a day at most. */
export const ENTRY_MINUTES_MAX = 1_440;

/** What later entries made of an entry. */
export type Touched = Omit<OriginalFacts, 'entry'>;

/** Of an entry that no later one refers to. */
export const UNTOUCHED: Touched = {
  refundedPoints: 0,
  reversed: false,
  corrected: false,
  correctedPoints: 0,
  correctedMinutes: 0,
};

/** What an entry comes to once one more refers to it. To be asked once for each such entry. */
export function touchedBy(before: Touched, later: Pick<LedgerEntry, 'kind' | 'points' | 'minutes'>): Touched {
  const correction = later.kind === 'adjust';
  return {
    refundedPoints: before.refundedPoints + (later.kind === 'refund' ? later.points : 0),
    reversed: before.reversed || later.kind === 'reverse',
    corrected: before.corrected || correction,
    correctedPoints: before.correctedPoints + (correction ? later.points : 0),
    correctedMinutes: before.correctedMinutes + (correction ? later.minutes : 0),
  };
}

/** What of an entry its corrections are held against. */
type Corrected = Pick<OriginalFacts, 'refundedPoints' | 'correctedPoints' | 'correctedMinutes'> & {
  readonly entry: Pick<LedgerEntry, 'kind' | 'points' | 'minutes'>;
};

/** Points of a spend that refunds may still give back: less what they and corrections gave back before. */
export function refundablePoints({
  entry,
  refundedPoints,
  correctedPoints,
}: Pick<Corrected, 'refundedPoints' | 'correctedPoints'> & {
  readonly entry: Pick<LedgerEntry, 'points'>;
}): number {
  return Math.max(0, 0 - entry.points - refundedPoints - Math.max(0, correctedPoints));
}

/** Whether a correction would give back more of a debit than it took. A reversal says nothing of what would have been right. */
export function givesBackTooMuch(original: Corrected, points: number): boolean {
  return isDebit(original.entry) && points > 0 && points > givableBack(original);
}

/** Why an entry does not take a correction, or null. */
export function refusalOfCorrection(
  original: Corrected,
  { points, minutes }: { readonly points: number; readonly minutes: number },
): LedgerRefusal | null {
  const { entry, correctedPoints, correctedMinutes } = original;
  if (givesBackTooMuch(original, points)) {
    return refuse('correction_exceeds_original', { left: givableBack(original) }).refusal;
  }
  const minutesAfter = entry.minutes + correctedMinutes + minutes;
  if (entry.kind === 'adjust') {
    const left = Math.abs(entry.points + correctedPoints);
    if (!takesBack(entry.points, correctedPoints, points)) {
      return refuse('correction_exceeds_original', { left }).refusal;
    }
    return takesBack(entry.minutes, correctedMinutes, minutes) ? null : refuse('correction_minutes').refusal;
  }
  const tooMany = minutes > 0 && minutesAfter > ENTRY_MINUTES_MAX;
  const tooFew = minutes < 0 && minutesAfter < Math.min(0, entry.minutes);
  return tooMany || tooFew ? refuse('correction_minutes', { minutes: minutesAfter }).refusal : null;
}

function isDebit({ kind, points }: Pick<LedgerEntry, 'kind' | 'points'>): boolean {
  return points < 0 && (kind === 'spend' || kind === 'capture' || kind === 'donate' || kind === 'expire');
}

function givableBack({ entry, refundedPoints, correctedPoints }: Corrected): number {
  return Math.max(0, 0 - entry.points - refundedPoints - correctedPoints);
}

/** Whether a change leaves an amount between what a correction had made it and nothing. */
function takesBack(made: number, correctedBefore: number, change: number): boolean {
  if (change === 0) return true;
  const after = made + correctedBefore + change;
  return made < 0 ? made <= after && after <= 0 : 0 <= after && after <= made;
}

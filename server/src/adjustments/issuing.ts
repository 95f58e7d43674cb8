import type { Refusal } from '@red-points/shared/contracts';
import type { RecordedUse } from '@red-points/shared/domain/budgets';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { ClientSession } from 'mongodb';
import { type BudgetSource, issues } from '../budgets/index.ts';
import type { AdjustmentsDeps } from './deps.ts';
import type { AdjustmentCollection, AdjustmentRecord } from './store.ts';

/** In which category of budgets a correction weighs. */
export type IssuedAs = NonNullable<AdjustmentRecord['issuedAs']>;

/**
 * As what a correction of an entry weighs on budgets: as the entry did that issued points, that whose reversal is corrected,
 * or that which the corrected correction was about. Undefined where points came back or went that had been issued before.
 */
export async function issuedAs(
  { ledger, adjustments }: Pick<AdjustmentsDeps, 'ledger' | 'adjustments'>,
  entry: LedgerEntry,
): Promise<IssuedAs | undefined> {
  if (issues(entry)) return { category: entry.category };
  if (entry.kind === 'reverse' && entry.refersTo !== undefined) {
    const reversed = await ledger.entry(entry.account, entry.refersTo);
    return reversed !== null && issues(reversed) ? { category: reversed.category } : undefined;
  }
  if (entry.kind !== 'adjust' || entry.source.kind !== 'correction') return undefined;
  return (await adjustments.findOne({ _id: entry.source.id }, { projection: { issuedAs: 1 } }))?.issuedAs;
}

const holderOf = ({ _id }: AdjustmentRecord) => ({ kind: 'correction', id: _id }) as const;

/**
 * Writes the second person's word down. A correction that issues points sets them aside in the same transaction, where the
 * entry that it corrects has weighed: what went around a budget by crediting little and correcting upward is `budget_short`.
 */
export async function withinBudget(
  { budgets }: Pick<AdjustmentsDeps, 'budgets'>,
  adjustment: AdjustmentRecord,
  confirm: (session?: ClientSession) => Promise<AdjustmentRecord | Refusal>,
): Promise<AdjustmentRecord | Refusal> {
  const { issuedAs, points, issuerUnit, effectiveAt } = adjustment;
  if (issuedAs === undefined || points <= 0) return confirm();
  const slot = await budgets.slotOf(issuerUnit, issuedAs.category, effectiveAt.getTime());
  return budgets.reserve(holderOf(adjustment), [{ slot, points }], confirm);
}

/** Before a posted correction is written down as such: what it took of what had been issued goes back, once. */
export async function giveBackTaken(
  { budgets }: Pick<AdjustmentsDeps, 'budgets'>,
  { issuedAs, points }: AdjustmentRecord,
  posted: LedgerEntry,
): Promise<void> {
  if (issuedAs !== undefined && points < 0) await budgets.returnedBy(posted, issuedAs.category);
}

/** A correction has come to its end: what was set aside for it is used, or goes back. Where it cannot now, the job does. */
export async function closeReserved(
  { budgets }: Pick<AdjustmentsDeps, 'budgets'>,
  adjustment: AdjustmentRecord,
): Promise<void> {
  const { issuedAs, points } = adjustment;
  if (issuedAs !== undefined && points > 0) await budgets.close('correction', adjustment._id);
}

/** Counts budgets from corrections: those confirmed are promised, those posted have used what they gave. */
export function correctionBudgetSource(adjustments: AdjustmentCollection): BudgetSource {
  return {
    kinds: ['correction'],
    usageOf: async (reservationIds, session) => {
      const byCorrection = new Map(reservationIds.map((id) => [id.split(':')[1] ?? '', id]));
      const found = await adjustments
        .find({ _id: { $in: [...byCorrection.keys()] } }, { projection: { state: 1, points: 1 }, session })
        .toArray();
      return new Map(found.map(({ _id, state, points }) => [byCorrection.get(_id) ?? '', useOf(state, points)]));
    },
    // Those from before budgets knew of corrections weigh on none.
    unreserved: async () => ({ promised: 0, used: 0 }),
  };
}

function useOf(state: AdjustmentRecord['state'], points: number): RecordedUse {
  return { promised: state === 'confirmed' ? points : 0, used: state === 'posted' ? points : 0 };
}

/** Of these corrections, those that are being posted. */
export async function postingCorrections(
  adjustments: AdjustmentCollection,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const posting = { _id: { $in: [...ids] }, state: 'confirmed' as const };
  const found = await adjustments.find(posting, { projection: { _id: 1 } }).toArray();
  return new Set(found.map(({ _id }) => _id));
}

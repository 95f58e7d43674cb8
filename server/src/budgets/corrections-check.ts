import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import type { LedgerCheck } from '../ledger/index.ts';
import type { BudgetStore } from './store.ts';

type Entry = Parameters<LedgerCheck['take']>[0];

/** Points that corrections gave, or took where negative, in one slot of a unit. */
export interface CorrectedPoints {
  readonly issuerUnit: string;
  readonly category: string | null;
  readonly month: string;
  readonly points: number;
}

interface Correction extends Omit<CorrectedPoints, 'category'> {
  readonly entryId: string;
  readonly correctionId: string;
}

/** Corrections asked about by one query. */
const PART = 500;

/**
 * The corrections in the ledger that weigh on budgets. An entry does not say whether what it corrects was issued, nor in which
 * category: that is known by what was set aside for it, or given back by it.
 */
export class CorrectionTally {
  private readonly corrections: Correction[] = [];

  /** Takes an entry in; any but corrections that change points are left out. */
  add({ _id, kind, source, points, issuerUnit, effectiveAtMs }: Entry): void {
    if (kind !== 'adjust' || source.kind !== 'correction' || points === 0) return;
    const month = monthOf(businessDate(effectiveAtMs));
    this.corrections.push({ entryId: _id, correctionId: source.id, issuerUnit, month, points });
  }

  /** Those that weigh, as of now, with the category in which they do. */
  async weighing(store: BudgetStore): Promise<CorrectedPoints[]> {
    const weighing: CorrectedPoints[] = [];
    for (let first = 0; first < this.corrections.length; first += PART) {
      const part = this.corrections.slice(first, first + PART);
      const categories = await categoriesOf(store, part);
      for (const correction of part) {
        const category = categories.get(correction.entryId);
        if (category !== undefined) weighing.push({ ...correction, category });
      }
    }
    return weighing;
  }
}

/** By entry; absent where it weighs on nothing. */
async function categoriesOf(
  { reservations, returns }: BudgetStore,
  corrections: readonly Correction[],
): Promise<Map<string, string | null>> {
  const up = corrections.filter(({ points }) => points > 0);
  const down = corrections.filter(({ points }) => points < 0);
  const [reserved, returned] = await Promise.all([
    reservations
      .find(
        { kind: 'correction', holderId: { $in: up.map(({ correctionId }) => correctionId) } },
        { projection: { holderId: 1, category: 1 } },
      )
      .toArray(),
    returns.find({ _id: { $in: down.map(({ entryId }) => entryId) } }, { projection: { category: 1 } }).toArray(),
  ]);
  const byCorrection = new Map(reserved.map(({ holderId, category }) => [holderId, category]));
  const found = new Map(returned.map(({ _id, category }) => [_id, category]));
  for (const { entryId, correctionId } of up) {
    const category = byCorrection.get(correctionId);
    if (category !== undefined) found.set(entryId, category);
  }
  return found;
}

import {
  type BudgetSlot,
  type BudgetWeight,
  budgetIdsOver,
  type ReservedPoints,
  weightChange,
} from '@red-points/shared/domain/budgets';
import type { AnyBulkWriteOperation, ClientSession } from 'mongodb';
import type { BudgetRecord, BudgetStore, LaneRecord, ReservationRecord } from './store.ts';

/** Budgets as one transaction sees and changes them. Nothing is written before `write`. */
export class BudgetBook {
  private readonly known = new Map<string, BudgetRecord>();
  private readonly asked = new Set<string>();
  private readonly lanes = new Set<string>();
  private readonly moved = new Map<string, { taken: number; settled: number }>();

  constructor(
    private readonly store: BudgetStore,
    private readonly session: ClientSession,
  ) {}

  /** Reads the budgets over some slots, and takes the lanes of their units. To be called before anything about them is asked. */
  async open(slots: readonly BudgetSlot[]): Promise<void> {
    const units = slots.map(({ unitPath }) => unitPath.at(-1) ?? '').filter((unitId) => !this.lanes.has(unitId));
    await takeLanes(this.store, units, this.session);
    for (const unitId of units) this.lanes.add(unitId);
    const ids = slots.flatMap(budgetIdsOver).filter((id) => !this.asked.has(id));
    if (ids.length === 0) return;
    const found = await this.store.budgets.find({ _id: { $in: ids } }, { session: this.session }).toArray();
    for (const id of ids) this.asked.add(id);
    for (const budget of found) this.known.set(budget._id, budget);
  }

  /** Budgets over a slot whose limit stands, the tightest first. */
  limitsOver(slot: BudgetSlot): { budget: BudgetRecord; left: number }[] {
    return this.over(slot)
      .flatMap((budget) => {
        const { points } = budget;
        return points === null
          ? []
          : [{ budget, left: points - budget.taken - (this.moved.get(budget._id)?.taken ?? 0) }];
      })
      .sort((one, other) => one.left - other.left);
  }

  /** Points that may still be set aside in a slot, never below zero; null where nothing bounds it. */
  left(slot: BudgetSlot): number | null {
    const [tightest] = this.limitsOver(slot);
    return tightest === undefined ? null : Math.max(0, tightest.left);
  }

  /** Notes what a reservation weighs more or less than before. */
  note(slot: BudgetSlot, before: ReservedPoints | null, after: ReservedPoints): void {
    this.add(slot, weightChange(before, after));
  }

  /** Notes a weight that no reservation carries. */
  add(slot: BudgetSlot, { taken, settled }: BudgetWeight): void {
    if (taken === 0 && settled === 0) return;
    for (const { _id } of this.over(slot)) {
      const sum = this.moved.get(_id) ?? { taken: 0, settled: 0 };
      this.moved.set(_id, { taken: sum.taken + taken, settled: sum.settled + settled });
    }
  }

  /** Writes what was noted. */
  async write(): Promise<void> {
    const updates = [...this.moved].map<AnyBulkWriteOperation<BudgetRecord>>(([_id, change]) => ({
      updateOne: { filter: { _id }, update: { $inc: change } },
    }));
    this.moved.clear();
    if (updates.length > 0) await this.store.budgets.bulkWrite(updates, { session: this.session });
  }

  private over(slot: BudgetSlot): BudgetRecord[] {
    return budgetIdsOver(slot).flatMap((id) => this.known.get(id) ?? []);
  }
}

/** Makes sure that no budget is set for these units unseen while this transaction runs, and the reverse. */
export async function takeLanes(store: BudgetStore, unitIds: readonly string[], session: ClientSession): Promise<void> {
  const updates = [...new Set(unitIds)].sort().map<AnyBulkWriteOperation<LaneRecord>>((_id) => ({
    updateOne: { filter: { _id }, update: { $inc: { turns: 1 } }, upsert: true },
  }));
  if (updates.length > 0) await store.lanes.bulkWrite(updates, { session });
}

/** The slot of a reservation. */
export function slotOf({ unitPath, category, month }: ReservationRecord): BudgetSlot {
  return { unitPath, category, month };
}

import type { ReservedPoints } from '@red-points/shared/domain/budgets';
import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

/**
 * Points that a unit and all below it may issue in a category and period, with what weighs on them. Never `taken` above
 * `points`: every change of either is one transaction with the reservation that it comes from.
 */
export interface BudgetRecord {
  /** `<unit>:<category>:<period>` */
  _id: string;
  unitId: string;
  unitPath: readonly string[];
  category: string;
  period: string;
  /** Null: the limit was lifted; what is issued is counted all the same. */
  points: number | null;
  /** Reserved and used together. */
  taken: number;
  /** Used by reservations that are closed, by what was issued before there were any; reversals taken off. */
  settled: number;
  version: number;
  /** The unit whose office set it: only that one or one above may change it. */
  setIn: string;
  changedBy: string;
  changedAt: Date;
}

/** One version of a budget's limit. */
export interface BudgetChangeRecord {
  /** `<budget>@<version>` */
  _id: string;
  budgetId: string;
  version: number;
  pointsBefore: number | null;
  points: number | null;
  reason: string;
  by: string;
  at: Date;
}

/**
 * What holds a reservation: a review queue of one process, an activity, an import, a batch, a correction. Each fills its own,
 * so that no two of them wait for one document.
 */
export type HolderKind = 'queue' | 'activity' | 'import' | 'batch' | 'correction';

/** Points set aside in one slot. */
export interface ReservationRecord extends ReservedPoints {
  _id: string;
  kind: HolderKind;
  /** Id of the activity, import, batch or correction; of the process for a queue. */
  holderId: string;
  slotKey: string;
  unitPath: readonly string[];
  category: string | null;
  month: string;
  /** Whether it is not closed: what the job and the pages look at. */
  live: boolean;
  /** Credits that it was promised to: a queue begins a new one after some hundreds. */
  promises: number;
  touchedAt: Date;
}

/** Points that went back to the budgets of the month in which they had been issued: of a reversed credit, or by a correction. */
export interface ReturnRecord {
  /** Id of the entry that was reversed, or of the correction's own entry: it gives back once. */
  _id: string;
  unitPath: readonly string[];
  category: string | null;
  month: string;
  points: number;
  at: Date;
}

/**
 * Written by every transaction that weighs on budgets, one for each issuing unit, and by the setting of a budget for
 * all units below: so the two cannot pass each other unseen.
 */
export interface LaneRecord {
  _id: string;
  turns: number;
}

export interface BudgetStore {
  readonly budgets: Collection<BudgetRecord>;
  readonly changes: Collection<BudgetChangeRecord>;
  readonly reservations: Collection<ReservationRecord>;
  readonly returns: Collection<ReturnRecord>;
  readonly lanes: Collection<LaneRecord>;
}

export function budgetStore(db: Db): BudgetStore {
  return {
    budgets: db.collection<BudgetRecord>('budgets'),
    changes: db.collection<BudgetChangeRecord>('budget_changes'),
    reservations: db.collection<ReservationRecord>('budget_reservations'),
    returns: db.collection<ReturnRecord>('budget_returns'),
    lanes: db.collection<LaneRecord>('budget_lanes'),
  };
}

/** Makes the collections of budgets. */
export async function ensureBudgets(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'budgets',
    indexes: [
      // A unit's page, with the units below.
      { key: { unitPath: 1, period: 1 } },
      // What a changed limit is held against.
      { key: { category: 1, period: 1 } },
    ],
  });
  await ensureCollection(db, { name: 'budget_changes', indexes: [{ key: { budgetId: 1, version: -1 } }] });
  await ensureCollection(db, {
    name: 'budget_reservations',
    indexes: [
      { name: 'holder', key: { kind: 1, holderId: 1 } },
      { name: 'live', key: { unitPath: 1, month: 1 }, partialFilterExpression: { live: true } },
      { name: 'idle', key: { kind: 1, state: 1, touchedAt: 1 }, partialFilterExpression: { live: true } },
      // What a budget is recounted from.
      { name: 'scope', key: { unitPath: 1, month: 1, category: 1 } },
    ],
  });
  await ensureCollection(db, { name: 'budget_returns', indexes: [{ key: { unitPath: 1, month: 1 } }] });
  await ensureCollection(db, { name: 'budget_lanes' });
}

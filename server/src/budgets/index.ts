import type { BudgetRoom, Refusal } from '@red-points/shared/contracts';
import type { BudgetSlot } from '@red-points/shared/domain/budgets';
import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import type { ApiRouter } from '../http/route.ts';
import { closeReservations, createCounter } from './count.ts';
import type { BudgetNeeds, BudgetSource, BudgetsDeps, NeedingHolders } from './deps.ts';
import { BudgetBusyError } from './grow.ts';
import { roomOf } from './list-budgets.ts';
import { type Approve, type Promised, promisePoints, type Wish } from './promise.ts';
import { createQueues } from './queues.ts';
import { BUDGET_RECOUNT_EVERY_MS, BUDGET_RECOUNT_JOB, recountBudgets } from './recount.ts';
import { type Holder, raiseReserved, reservationIdOf, reservePoints, type SlotWish } from './reserve.ts';
import { returnCorrected, returnPoints } from './return-points.ts';
import { budgetRoutes } from './routes.ts';
import { type SetBudget, setBudget } from './set-budget.ts';
import { type BudgetRecord, budgetStore, type HolderKind } from './store.ts';
import { BUDGET_SWEEP_EVERY_MS, BUDGET_SWEEP_JOB, sweepReservations } from './sweep.ts';

export type { BudgetSource } from './deps.ts';
export { budgetCheck } from './ledger-check.ts';
export type { Approve, Promised, Wish } from './promise.ts';
export type { Holder, SlotWish } from './reserve.ts';
export { issues } from './return-points.ts';
export { ensureBudgets } from './store.ts';

/**
 * Issuance budgets (积分预算). Points are set aside before anything is approved and used as credits are posted; used and
 * reserved together never exceed a budget. A unit over which there is no budget is not limited, and counted all the same.
 */
export interface Budgets {
  /** Adds a noun whose records use reserved points. */
  addSource(source: BudgetSource): void;
  /** Lets a noun say which of its records still need what they have reserved. */
  addHolders(kind: Holder['kind'], needing: NeedingHolders): void;
  /** The slot of something that a unit issues. */
  slotOf(issuerUnit: string, category: string | null, effectiveAtMs: number): Promise<BudgetSlot>;
  /** Sets points aside for a holder in the transaction of its approval; `budget_short` undoes both. */
  reserve<T>(
    holder: Holder,
    wishes: readonly SlotWish[],
    work: (session: ClientSession) => Promise<T | Refusal>,
  ): Promise<T | Refusal>;
  /** Sets more aside for a holder that has some already, in the transaction of `work`; `budget_short` undoes both. */
  raise<T>(
    holder: Holder,
    wish: SlotWish,
    work: (session: ClientSession) => Promise<T | Refusal>,
  ): Promise<T | Refusal>;
  /** The id of what `reserve` sets aside for a holder in a slot. */
  reservationId(holder: Holder, slot: BudgetSlot): string;
  /** Promises points to credits in the transaction that approves them. */
  promise(wishes: readonly Wish[], approve: Approve): Promise<Promised>;
  /** Counts reservations from their records: to be called after such records changed. Where it cannot now, the job does. */
  count(reservationIds: readonly string[]): Promise<void>;
  /** A holder needs no more: what was not promised goes back. Where it cannot now, the job does. */
  close(kind: HolderKind, holderId: string): Promise<void>;
  /** Gives a reversed credit's points back to the month in which it happened, once. */
  returned(reversed: LedgerEntry): Promise<void>;
  /** Gives back what a correction took from what had been issued in a category, once. */
  returnedBy(correction: LedgerEntry, category: string | null): Promise<void>;
  /** What may still be promised in a slot. */
  room(slot: BudgetSlot): Promise<BudgetRoom>;
  set(principal: Principal, input: SetBudget): Promise<BudgetRecord | Refusal>;
  /** Counts every budget from the records; returns how many were wrong. */
  recount(): Promise<number>;
  routes(router: ApiRouter): void;
}

export function createBudgets(needs: BudgetNeeds): Budgets {
  const sources: BudgetSource[] = [];
  const holders = new Map<HolderKind, NeedingHolders>();
  const deps: BudgetsDeps = { ...needs, store: budgetStore(needs.platform.db), sources, holders };
  const queues = createQueues(needs.platform.ids);
  const count = createCounter(deps, queues);
  const { jobs } = needs.platform;
  jobs.register({ name: BUDGET_SWEEP_JOB, everyMs: BUDGET_SWEEP_EVERY_MS, run: (run) => sweepReservations(deps, run) });
  jobs.register({
    name: BUDGET_RECOUNT_JOB,
    everyMs: BUDGET_RECOUNT_EVERY_MS,
    run: (run) => recountBudgets(deps, run),
  });
  return {
    addSource: (source) => {
      // The same noun made again takes the place of its earlier self.
      const known = sources.findIndex(({ kinds }) => kinds.some((kind) => source.kinds.includes(kind)));
      sources.splice(known === -1 ? sources.length : known, 1, source);
    },
    addHolders: (kind, needing) => holders.set(kind, needing),
    slotOf: async (issuerUnit, category, effectiveAtMs) => ({
      unitPath: (await deps.orgUnits.pathOf(issuerUnit)) ?? [issuerUnit],
      category,
      month: monthOf(businessDate(effectiveAtMs)),
    }),
    reserve: (holder, wishes, work) => reservePoints(deps, holder, wishes, work),
    raise: (holder, wish, work) => raiseReserved(deps, holder, wish, work),
    reservationId: reservationIdOf,
    promise: (wishes, approve) => promisePoints(deps, queues, wishes, approve),
    count: (reservationIds) => later(deps, count(reservationIds)),
    close: (kind, holderId) => later(deps, closeReservations(deps, kind, [holderId])),
    returned: (reversed) => returnPoints(deps, reversed),
    returnedBy: (correction, category) => returnCorrected(deps, correction, category),
    room: (slot) => roomOf(deps, slot),
    set: (principal, input) => setBudget(deps, principal, input),
    recount: () => recountBudgets(deps, { signal: new AbortController().signal }),
    routes: (router) => budgetRoutes(router, deps),
  };
}

/** What the record says stands already; a count that found others in its way is left to the job. */
async function later(deps: BudgetsDeps, counting: Promise<void>): Promise<void> {
  try {
    await counting;
  } catch (error) {
    if (!(error instanceof BudgetBusyError)) throw error;
    deps.platform.logger.warn({ error }, 'budgets were busy; the job counts later');
  }
}

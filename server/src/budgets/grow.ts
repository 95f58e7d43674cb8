import { isRefusal, type Refusal } from '@red-points/shared/contracts';
import {
  ALL_CATEGORIES,
  type BudgetSlot,
  freePoints,
  monthsOf,
  sliceOf,
  slotKeyOf,
} from '@red-points/shared/domain/budgets';
import type { ClientSession, Filter } from 'mongodb';
import { BudgetBook, slotOf } from './book.ts';
import type { BudgetsDeps } from './deps.ts';
import { patiently } from './patiently.ts';
import type { BudgetRecord, HolderKind, ReservationRecord } from './store.ts';

/** Which reservation is to have room. */
export interface Grower {
  readonly reservationId: string;
  readonly kind: HolderKind;
  readonly holderId: string;
  readonly slot: BudgetSlot;
}

export interface Grown {
  readonly reservation: ReservationRecord;
  /** What the budgets have left beside it; null where nothing bounds them. */
  readonly left: number | null;
}

/** Idle points of queues that one transaction takes back at most: each is a write. */
const RECLAIMED_MAX = 300;

/**
 * Makes room for `needed` points in a reservation, as far as the budgets over it allow: beginning it where there is
 * none, and taking back what queues have set aside and nobody was promised before saying that nothing is left.
 */
export function growReservation(deps: BudgetsDeps, grower: Grower, needed: number): Promise<Grown | Refusal> {
  return patiently(deps.platform.db.client, async (session) => {
    const { reservationId, slot, kind } = grower;
    const book = new BudgetBook(deps.store, session);
    await book.open([slot]);
    const before = await deps.store.reservations.findOne({ _id: reservationId }, { session });
    const current = before ?? blankReservation(deps, grower);
    const missing = needed - freePoints(current);
    if (missing <= 0 || current.state !== 'open') return { reservation: current, left: book.left(slot) };
    await reclaimOver(deps, book, slot, missing, session, reservationId);
    const left = book.left(slot);
    const wanted = kind === 'queue' ? sliceOf(missing, left) : missing;
    const more = left === null ? wanted : Math.min(wanted, left);
    if (more === 0 && before === null) return { reservation: current, left };
    const grown = { ...current, points: current.points + more, touchedAt: now(deps) };
    await deps.store.reservations.replaceOne({ _id: reservationId }, grown, { upsert: true, session });
    book.note(slot, before, grown);
    await book.write();
    return { reservation: grown, left: left === null ? null : left - more };
  });
}

/** A reservation before anything was set aside. */
export function blankReservation(deps: BudgetsDeps, grower: Grower): ReservationRecord {
  const { reservationId, kind, holderId, slot } = grower;
  return {
    _id: reservationId,
    kind,
    holderId,
    slotKey: slotKeyOf(slot),
    unitPath: slot.unitPath,
    category: slot.category,
    month: slot.month,
    state: 'open',
    points: 0,
    promised: 0,
    used: 0,
    live: true,
    promises: 0,
    touchedAt: now(deps),
  };
}

/**
 * Takes back idle points where a budget over a slot has less left than is missing. Queues fill up again by themselves.
 * @param exceptId the reservation that is being filled: its own idle points are counted already
 */
export async function reclaimOver(
  deps: BudgetsDeps,
  book: BudgetBook,
  slot: BudgetSlot,
  missing: number,
  session: ClientSession,
  exceptId?: string,
): Promise<void> {
  const short = book.limitsOver(slot).filter(({ left }) => left < missing);
  for (const { budget } of short) await reclaimIdle(deps, book, budget, session, exceptId);
}

/** Takes back what queues within a budget have set aside and nobody was promised. */
export async function reclaimIdle(
  deps: BudgetsDeps,
  book: BudgetBook,
  scope: Scope,
  session: ClientSession,
  exceptId?: string,
): Promise<void> {
  const others = exceptId === undefined ? {} : { _id: { $ne: exceptId } };
  const idle = await deps.store.reservations
    .find({ ...idleQueuesUnder(scope), ...others }, { session })
    .sort({ _id: 1 })
    .limit(RECLAIMED_MAX)
    .toArray();
  await book.open(idle.map(slotOf));
  for (const reservation of idle) {
    const { _id, promised, used } = reservation;
    const points = promised + used;
    await deps.store.reservations.updateOne({ _id }, { $set: { points } }, { session });
    book.note(slotOf(reservation), reservation, { ...reservation, points });
  }
}

type Scope = Pick<BudgetRecord, 'unitId' | 'category' | 'period'>;

/** Live queues within a budget that have set aside more than they promised. */
function idleQueuesUnder(scope: Scope): Filter<ReservationRecord> {
  return {
    live: true,
    kind: 'queue',
    state: 'open',
    unitPath: scope.unitId,
    month: { $in: monthsOf(scope.period) },
    ...(scope.category === ALL_CATEGORIES ? {} : { category: scope.category }),
    $expr: { $gt: ['$points', { $add: ['$promised', '$used'] }] },
  };
}

/** Throws where a step that must not be refused was; only `budget_busy` can be. */
export function orBusy<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new BudgetBusyError(`budgets are busy: ${result.refused}`);
  return result;
}

/** Others were in the way for too long; the same can be asked again. */
export class BudgetBusyError extends Error {
  readonly code = 'budget_busy';
}

function now(deps: BudgetsDeps): Date {
  return new Date(deps.platform.clock.now());
}

import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type BudgetSlot, slotKeyOf } from '@red-points/shared/domain/budgets';
import type { ClientSession } from 'mongodb';
import { BudgetBook } from './book.ts';
import type { BudgetsDeps } from './deps.ts';
import { blankReservation, type Grower, reclaimOver } from './grow.ts';
import { patiently } from './patiently.ts';
import type { HolderKind, ReservationRecord } from './store.ts';

/** Points that a holder wants in one slot. */
export interface SlotWish {
  readonly slot: BudgetSlot;
  readonly points: number;
}

export interface Holder {
  readonly kind: Exclude<HolderKind, 'queue'>;
  readonly id: string;
}

/** The reservation of a holder in a slot: a holder has one for each. */
export function reservationIdOf({ kind, id }: Holder, slot: BudgetSlot): string {
  return `${kind}:${id}:${slotKeyOf(slot)}`;
}

/**
 * Sets points aside for a holder and does `work`, both or neither: refused with `budget_short` before anything is
 * approved, or with what `work` refuses. A holder that has its points already does not get them twice: `work` has to
 * refuse what was done.
 */
export function reservePoints<T>(
  deps: BudgetsDeps,
  holder: Holder,
  wishes: readonly SlotWish[],
  work: (session: ClientSession) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  return patiently(deps.platform.db.client, async (session) => {
    const result = await work(session);
    if (isRefusal(result)) return result;
    return (await setAside(deps, holder, wishes, session)) ?? result;
  });
}

/**
 * Sets more points aside for a holder that has some in a slot already, and does `work`, both or neither. Nothing is taken where
 * `points` is zero or less.
 */
export function raiseReserved<T>(
  deps: BudgetsDeps,
  holder: Holder,
  { slot, points }: SlotWish,
  work: (session: ClientSession) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  return patiently(deps.platform.db.client, async (session) => {
    const result = await work(session);
    if (isRefusal(result) || points <= 0) return result;
    const reservationId = reservationIdOf(holder, slot);
    const before = await deps.store.reservations.findOne({ _id: reservationId }, { session });
    if (before === null) return (await setAside(deps, holder, [{ slot, points }], session)) ?? result;
    const book = new BudgetBook(deps.store, session);
    await book.open([slot]);
    await reclaimOver(deps, book, slot, points, session, reservationId);
    const left = book.left(slot);
    if (left !== null && left < points) return refuse('budget_short', { needed: points, left });
    const raised = { ...before, points: before.points + points };
    await deps.store.reservations.updateOne({ _id: reservationId }, { $set: { points: raised.points } }, { session });
    book.note(slot, before, raised);
    await book.write();
    return result;
  });
}

async function setAside(
  deps: BudgetsDeps,
  holder: Holder,
  wishes: readonly SlotWish[],
  session: ClientSession,
): Promise<Refusal | null> {
  const book = new BudgetBook(deps.store, session);
  await book.open(wishes.map(({ slot }) => slot));
  const reservations: ReservationRecord[] = [];
  for (const { slot, points } of wishes) {
    if (points < 0) throw new RangeError('points that are set aside are never below zero');
    await reclaimOver(deps, book, slot, points, session);
    const left = book.left(slot);
    if (left !== null && left < points) return refuse('budget_short', { needed: points, left });
    const grower: Grower = {
      reservationId: reservationIdOf(holder, slot),
      kind: holder.kind,
      holderId: holder.id,
      slot,
    };
    const reservation = { ...blankReservation(deps, grower), points };
    book.note(slot, null, reservation);
    reservations.push(reservation);
  }
  if (reservations.length > 0) await deps.store.reservations.insertMany(reservations, { session });
  await book.write();
  return null;
}

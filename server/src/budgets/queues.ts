import { type BudgetSlot, slotKeyOf } from '@red-points/shared/domain/budgets';
import type { Platform } from '../platform/platform.ts';
import type { Grower } from './grow.ts';

/** After so many credits a queue begins a new reservation: what belongs to one stays quick to count. */
const PROMISES_MAX = 400;

/** The reservations that this process fills for review queues, one for each slot, used by one approval at a time. */
export interface Queues {
  growerOf(slot: BudgetSlot): Grower;
  /** Runs `work` when no other of this process works with these reservations: transactions that collide cost more than waiting. */
  alone<T>(reservationIds: readonly string[], work: () => Promise<T>): Promise<T>;
  /** Takes note of how many promises were made from a reservation. */
  noted(grower: Grower, count: number): void;
  /** Begins a new reservation for what these held: they were closed. */
  forget(reservationIds: readonly string[]): void;
}

export function createQueues(ids: Platform['ids']): Queues {
  const processId = ids.next();
  const current = new Map<string, Grower>();
  const promises = new Map<string, number>();
  const tails = new Map<string, Promise<unknown>>();

  const drop = (reservationId: string): void => {
    for (const [key, grower] of current) if (grower.reservationId === reservationId) current.delete(key);
    promises.delete(reservationId);
  };

  return {
    growerOf: (slot) => {
      const key = slotKeyOf(slot);
      const known = current.get(key);
      if (known !== undefined) return known;
      const fresh: Grower = { reservationId: ids.next(), kind: 'queue', holderId: processId, slot };
      current.set(key, fresh);
      return fresh;
    },
    alone: async (reservationIds, work) => {
      const keys = [...new Set(reservationIds)];
      const before = keys.flatMap((key) => tails.get(key) ?? []);
      const run = Promise.all(before).then(work);
      const settled = run.then(
        () => undefined,
        () => undefined,
      );
      for (const key of keys) tails.set(key, settled);
      try {
        return await run;
      } finally {
        for (const key of keys) if (tails.get(key) === settled) tails.delete(key);
      }
    },
    noted: ({ reservationId, kind }, count) => {
      if (kind !== 'queue') return;
      const all = (promises.get(reservationId) ?? 0) + count;
      // What it has set aside beyond its promises comes back when the job finds it idle, or when it is missed.
      if (all >= PROMISES_MAX) drop(reservationId);
      else promises.set(reservationId, all);
    },
    forget: (reservationIds) => {
      for (const reservationId of reservationIds) drop(reservationId);
    },
  };
}

import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type BudgetSlot, firstFit, freePoints, slotKeyOf } from '@red-points/shared/domain/budgets';
import type { ClientSession } from 'mongodb';
import type { BudgetsDeps } from './deps.ts';
import { type Grower, growReservation } from './grow.ts';
import { patiently } from './patiently.ts';
import type { Queues } from './queues.ts';
import type { ReservationRecord } from './store.ts';

/** A credit that wants points. */
export interface Wish {
  readonly id: string;
  readonly slot: BudgetSlot;
  readonly points: number;
  /** The activity whose approval has set points aside already; null for the queue. */
  readonly activityId: string | null;
}

/** Which credits got their points, and why others did not. */
export interface Promised {
  readonly done: ReadonlySet<string>;
  readonly short: ReadonlyMap<string, Refusal>;
}

/**
 * Writes what makes credits final, with the reservation that each has points from (null where it needs none), in the
 * transaction that promises them. Returns those that it wrote: somebody else may have been faster.
 */
export type Approve = (
  reservations: ReadonlyMap<string, string | null>,
  session: ClientSession,
) => Promise<ReadonlySet<string>>;

interface Group {
  readonly grower: Grower;
  readonly wishes: Wish[];
}

/** Points that were there a moment ago were promised to others: look again. */
class RoomGone extends Error {}

const ATTEMPTS = 8;

/**
 * Promises points to credits and writes their approval, both or neither. Where a budget is short the first in order get
 * what there is; the others are refused and left as they were.
 */
export async function promisePoints(
  deps: BudgetsDeps,
  queues: Queues,
  wishes: readonly Wish[],
  approve: Approve,
): Promise<Promised> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const groups = await groupsOf(deps, queues, wishes);
    const keys = groups.map(({ grower }) => grower.reservationId);
    try {
      return await queues.alone(keys, () => attemptPromise(deps, queues, groups, wishes, approve));
    } catch (error) {
      if (!(error instanceof RoomGone)) throw error;
    }
  }
  return { done: new Set(), short: new Map(wishes.map(({ id }) => [id, refuse('budget_busy')])) };
}

async function attemptPromise(
  deps: BudgetsDeps,
  queues: Queues,
  groups: readonly Group[],
  wishes: readonly Wish[],
  approve: Approve,
): Promise<Promised> {
  const short = new Map<string, Refusal>();
  const reservations = new Map<string, string | null>();
  for (const { id, points } of wishes) if (points === 0) reservations.set(id, null);
  const fitting: { group: Group; wishes: readonly Wish[] }[] = [];
  for (const group of groups) {
    const fits = await fitIn(deps, queues, group, short);
    if (fits.length === 0) continue;
    fitting.push({ group, wishes: fits });
    for (const { id } of fits) reservations.set(id, group.grower.reservationId);
  }
  if (reservations.size === 0) return { done: new Set(), short };
  const done = await patiently(deps.platform.db.client, async (session) => {
    for (const { group, wishes: fits } of fitting) {
      await addPromises(deps, group.grower.reservationId, sum(fits), fits.length, session);
    }
    const written = await approve(reservations, session);
    for (const { group, wishes: fits } of fitting) {
      const missed = fits.filter(({ id }) => !written.has(id));
      if (missed.length > 0) {
        await addPromises(deps, group.grower.reservationId, 0 - sum(missed), 0 - missed.length, session);
      }
    }
    return written;
  });
  if (isRefusal(done)) {
    for (const id of reservations.keys()) short.set(id, done);
    return { done: new Set(), short };
  }
  for (const { group, wishes: fits } of fitting) queues.noted(group.grower, fits.length);
  return { done, short };
}

/** Makes room for a group, and says who of it fits. */
async function fitIn(
  deps: BudgetsDeps,
  queues: Queues,
  { grower, wishes }: Group,
  short: Map<string, Refusal>,
): Promise<readonly Wish[]> {
  const needed = sum(wishes);
  let reservation = await deps.store.reservations.findOne({ _id: grower.reservationId });
  if (reservation === null || freePoints(reservation) < needed) {
    const grown = await growReservation(deps, grower, needed);
    if (isRefusal(grown)) {
      for (const { id } of wishes) short.set(id, grown);
      return [];
    }
    reservation = grown.reservation;
  }
  if (reservation.state !== 'open') {
    // The job closed it meanwhile; the next attempt begins another or finds the queue's.
    queues.forget([grower.reservationId]);
    throw new RoomGone('the reservation was closed');
  }
  const room = freePoints(reservation);
  const fits = firstFit(wishes, room);
  const left = room - sum(fits.fitting);
  for (const { id, points } of fits.short) short.set(id, refuse('budget_short', { needed: points, left }));
  return fits.fitting;
}

async function addPromises(
  deps: BudgetsDeps,
  reservationId: string,
  points: number,
  promises: number,
  session: ClientSession,
): Promise<void> {
  const room = { $gte: ['$points', { $add: ['$promised', '$used', points] }] };
  const { matchedCount } = await deps.store.reservations.updateOne(
    { _id: reservationId, state: 'open', ...(points > 0 ? { $expr: room } : {}) },
    {
      $inc: { promised: points, promises },
      $set: { touchedAt: new Date(deps.platform.clock.now()) },
    },
    { session },
  );
  if (matchedCount === 0) throw new RoomGone('the room is gone');
}

/** Credits of one reservation together: an activity's where it is of the same slot, else the queue's. */
async function groupsOf(deps: BudgetsDeps, queues: Queues, wishes: readonly Wish[]): Promise<Group[]> {
  const activityIds = wishes.flatMap(({ activityId }) => (activityId === null ? [] : [activityId]));
  const held = await openActivities(deps, activityIds);
  const groups = new Map<string, Group>();
  for (const wish of wishes) {
    if (wish.points === 0) continue;
    const own = wish.activityId === null ? undefined : held.get(`${wish.activityId} ${slotKeyOf(wish.slot)}`);
    const grower = own === undefined ? queues.growerOf(wish.slot) : growerOf(own, wish.slot);
    const group = groups.get(grower.reservationId);
    if (group === undefined) groups.set(grower.reservationId, { grower, wishes: [wish] });
    else group.wishes.push(wish);
  }
  return [...groups.values()];
}

async function openActivities(
  deps: BudgetsDeps,
  activityIds: readonly string[],
): Promise<ReadonlyMap<string, ReservationRecord>> {
  if (activityIds.length === 0) return new Map();
  const found = await deps.store.reservations
    .find({ kind: 'activity', holderId: { $in: [...new Set(activityIds)] }, state: 'open' })
    .toArray();
  return new Map(found.map((reservation) => [`${reservation.holderId} ${reservation.slotKey}`, reservation]));
}

function growerOf({ _id, kind, holderId }: ReservationRecord, slot: BudgetSlot): Grower {
  return { reservationId: _id, kind, holderId, slot };
}

function sum(wishes: readonly Wish[]): number {
  return wishes.reduce((total, { points }) => total + points, 0);
}

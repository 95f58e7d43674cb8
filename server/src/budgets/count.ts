import { counted, type RecordedUse } from '@red-points/shared/domain/budgets';
import type { ClientSession } from 'mongodb';
import { BudgetBook, slotOf } from './book.ts';
import type { BudgetsDeps } from './deps.ts';
import { orBusy } from './grow.ts';
import { patiently } from './patiently.ts';
import type { Queues } from './queues.ts';
import type { HolderKind, ReservationRecord } from './store.ts';

/** Reservations that one transaction counts. */
const PART = 50;

/**
 * Brings reservations to what the records behind them say: promised and used. Counting again changes nothing, so
 * whoever has written such records calls it afterwards, and the job does where a process died in between.
 */
export async function countReservations(deps: BudgetsDeps, reservationIds: readonly string[]): Promise<void> {
  const ids = [...new Set(reservationIds)].sort();
  for (let first = 0; first < ids.length; first += PART) {
    const part = ids.slice(first, first + PART);
    orBusy(await patiently(deps.platform.db.client, (session) => countPart(deps, part, session, null)));
  }
}

/** So many reservations or fewer are counted one by one, each together with whoever else asks for it. */
const FEW = 4;

/**
 * Makes the counting that requests use: those who ask for the same reservation while it is waiting to be counted share one
 * count, and none runs while this process promises from it, for transactions that collide cost more than waiting.
 */
export function createCounter(deps: BudgetsDeps, queues: Queues): (reservationIds: readonly string[]) => Promise<void> {
  const waiting = new Map<string, Promise<void>>();
  const countOne = (reservationId: string): Promise<void> => {
    const known = waiting.get(reservationId);
    if (known !== undefined) return known;
    const count = queues.alone([reservationId], async () => {
      waiting.delete(reservationId);
      await countReservations(deps, [reservationId]);
    });
    waiting.set(reservationId, count);
    return count;
  };
  return async (reservationIds) => {
    const ids = [...new Set(reservationIds)];
    if (ids.length > FEW) await countReservations(deps, ids);
    else await Promise.all(ids.map(countOne));
  };
}

/** Ends the reservations of holders: what nobody was promised goes back now, the rest when its credits are decided. */
export async function closeReservations(
  deps: BudgetsDeps,
  kind: HolderKind,
  holderIds: readonly string[],
): Promise<void> {
  if (holderIds.length === 0) return;
  const found = await deps.store.reservations
    .find({ kind, holderId: { $in: [...holderIds] }, state: 'open' }, { projection: { _id: 1 } })
    .toArray();
  await closeByIds(
    deps,
    found.map(({ _id }) => _id),
  );
}

/** As `closeReservations`, by the ids of reservations. */
export async function closeByIds(deps: BudgetsDeps, reservationIds: readonly string[]): Promise<void> {
  for (let first = 0; first < reservationIds.length; first += PART) {
    const part = reservationIds.slice(first, first + PART);
    orBusy(await patiently(deps.platform.db.client, (session) => countPart(deps, part, session, 'closing')));
  }
}

/** @param next the state that open ones are brought to; null to leave them open */
async function countPart(
  deps: BudgetsDeps,
  ids: readonly string[],
  session: ClientSession,
  next: 'closing' | null,
): Promise<number> {
  const found = await deps.store.reservations.find({ _id: { $in: [...ids] } }, { session }).toArray();
  const usage = await usageOf(deps, found, session);
  const book = new BudgetBook(deps.store, session);
  const changed: { before: ReservationRecord; after: ReservationRecord }[] = [];
  for (const before of found) {
    const from = next !== null && before.state === 'open' ? { ...before, state: next } : before;
    const after = { ...before, ...counted(from, usage.get(before._id) ?? { promised: 0, used: 0 }) };
    after.live = after.state !== 'closed';
    if (isSame(before, after)) continue;
    changed.push({ before, after });
  }
  const weighing = changed.filter(
    ({ before, after }) => before.points !== after.points || before.state !== after.state || before.state === 'closed',
  );
  if (weighing.length > 0) await book.open(weighing.map(({ before }) => slotOf(before)));
  for (const { before, after } of weighing) book.note(slotOf(before), before, after);
  if (changed.length > 0) {
    await deps.store.reservations.bulkWrite(
      changed.map(({ after: { _id, state, points, promised, used, live } }) => ({
        updateOne: { filter: { _id }, update: { $set: { state, points, promised, used, live } } },
      })),
      { session },
    );
  }
  await book.write();
  return changed.length;
}

function isSame(before: ReservationRecord, after: ReservationRecord): boolean {
  return (
    before.state === after.state &&
    before.points === after.points &&
    before.promised === after.promised &&
    before.used === after.used
  );
}

/** What the records of every noun say of reservations. */
async function usageOf(
  deps: BudgetsDeps,
  reservations: readonly ReservationRecord[],
  session: ClientSession,
): Promise<ReadonlyMap<string, RecordedUse>> {
  const usage = new Map<string, RecordedUse>();
  for (const source of deps.sources) {
    const ids = reservations.filter(({ kind }) => source.kinds.includes(kind)).map(({ _id }) => _id);
    if (ids.length === 0) continue;
    for (const [id, use] of await source.usageOf(ids, session)) usage.set(id, use);
  }
  return usage;
}

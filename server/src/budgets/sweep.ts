import type { JobRun } from '../platform/jobs.ts';
import { closeByIds, closeReservations, countReservations } from './count.ts';
import type { BudgetsDeps } from './deps.ts';

export const BUDGET_SWEEP_JOB = 'budgets.sweep';
export const BUDGET_SWEEP_EVERY_MS = 60_000;

/** A queue that was not used for so long gives back what it has set aside. */
const QUEUE_IDLE_MS = 10 * 60_000;
/** Holders are asked about only after this time: what was just set aside is in use. */
const HOLDER_IDLE_MS = 5 * 60_000;
const PART = 200;

/**
 * Gives back what is no longer needed (idle queues, activities that are over, imports that are posted), and brings
 * reservations to what their records say, where a process died between a record and its count.
 */
export async function sweepReservations(deps: BudgetsDeps, { nowMs, signal }: JobRun): Promise<void> {
  const { reservations } = deps.store;
  const idleQueues = {
    live: true,
    kind: 'queue',
    state: 'open',
    touchedAt: { $lt: new Date(nowMs - QUEUE_IDLE_MS) },
  } as const;
  const idle = await reservations.find(idleQueues, { projection: { _id: 1 } }).toArray();
  await closeByIds(
    deps,
    idle.map(({ _id }) => _id),
  );
  for (const [kind, needingOf] of deps.holders) {
    if (signal.aborted) return;
    const touchedAt = { $lt: new Date(nowMs - HOLDER_IDLE_MS) };
    const holderIds = await reservations.distinct('holderId', { live: true, kind, state: 'open', touchedAt });
    for (let first = 0; first < holderIds.length; first += PART) {
      const part = holderIds.slice(first, first + PART);
      const needing = await needingOf(part);
      const over = part.filter((id) => !needing.has(id));
      await closeReservations(deps, kind, over);
    }
  }
  let after = '';
  while (!signal.aborted) {
    const page = await reservations
      .find({ live: true, _id: { $gt: after } }, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .limit(PART)
      .toArray();
    await countReservations(
      deps,
      page.map(({ _id }) => _id),
    );
    const last = page.at(-1);
    if (last === undefined || page.length < PART) break;
    after = last._id;
  }
}

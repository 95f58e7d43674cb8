import { inBatches } from '../platform/batches.ts';
import type { JobRun } from '../platform/jobs.ts';
import { stepByStep } from '../platform/one-by-one.ts';
import { closeByIds, closeReservations, countReservations } from './count.ts';
import { countApart, countParts } from './count-apart.ts';
import type { BudgetsDeps, NeedingHolders } from './deps.ts';
import type { HolderKind } from './store.ts';

export const BUDGET_SWEEP_JOB = 'budgets.sweep';
export const BUDGET_SWEEP_EVERY_MS = 60_000;

/** A queue that was not used for so long gives back what it has set aside. */
const QUEUE_IDLE_MS = 10 * 60_000;
/** Holders are asked about only after this time: what was just set aside is in use. */
const HOLDER_IDLE_MS = 5 * 60_000;
const PART = 200;

/**
 * Gives back what is no longer needed (idle queues, activities that are over, imports that are posted), and brings
 * reservations to what their records say, where a process died between a record and its count. One that cannot be counted
 * keeps no other waiting.
 */
export async function sweepReservations(deps: BudgetsDeps, { nowMs, signal }: JobRun): Promise<void> {
  const holders = [...deps.holders].map(([kind, needingOf]) => [
    `holders: ${kind}`,
    () => closeOver(deps, kind, needingOf, { nowMs, signal }),
  ]);
  await stepByStep(
    {
      queues: () => closeIdleQueues(deps, { nowMs, signal }),
      ...Object.fromEntries(holders),
      counting: () => countParts(deps, livePages(deps), signal, (some) => countReservations(deps, some)),
    },
    { logger: deps.platform.logger, signal },
  );
}

async function closeIdleQueues(deps: BudgetsDeps, { nowMs, signal }: JobRun): Promise<void> {
  const idleQueues = {
    live: true,
    kind: 'queue',
    state: 'open',
    touchedAt: { $lt: new Date(nowMs - QUEUE_IDLE_MS) },
  } as const;
  const idle = await deps.store.reservations.find(idleQueues, { projection: { _id: 1 } }).toArray();
  const ids = idle.map(({ _id }) => _id);
  await countApart(deps, ids, signal, (some) => closeByIds(deps, some));
}

async function closeOver(
  deps: BudgetsDeps,
  kind: HolderKind,
  needingOf: NeedingHolders,
  { nowMs, signal }: JobRun,
): Promise<void> {
  const touchedAt = { $lt: new Date(nowMs - HOLDER_IDLE_MS) };
  const open = { live: true, kind, state: 'open' as const, touchedAt };
  const holderIds = await deps.store.reservations.distinct('holderId', open);
  await countParts(deps, inBatches(holderIds, PART), signal, async (some) => {
    const needing = await needingOf(some);
    const over = some.filter((id) => !needing.has(id));
    await closeReservations(deps, kind, over);
  });
}

async function* livePages({ store }: Pick<BudgetsDeps, 'store'>): AsyncGenerator<readonly string[], void, void> {
  let after = '';
  for (;;) {
    const page = await store.reservations
      .find({ live: true, _id: { $gt: after } }, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .limit(PART)
      .toArray();
    const last = page.at(-1);
    if (last === undefined) return;
    yield page.map(({ _id }) => _id);
    if (page.length < PART) return;
    after = last._id;
  }
}

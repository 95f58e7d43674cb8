import { dueBy } from '../platform/database.ts';
import { isDatabaseAway } from '../platform/database-away.ts';
import type { Job } from '../platform/jobs.ts';
import { carryOn } from './carry-on.ts';
import type { RedemptionDeps } from './deps.ts';
import { CHECK_EVERY_MS } from './follow.ts';
import type { RedemptionRecord } from './store.ts';

const EVERY_MS = 2_000;
const BATCH = 200;
const AT_ONCE = 8;
/** Batches of one run; what is left comes with the next. */
const BATCHES_MAX = 50;
/** One that cannot be moved on is tried again after this, so that it does not stand in the way of others. */
const FAILED_AGAIN_MS = 30_000;
/** Codes are kept past their minute, so that a late scan can be told what happened. */
const CODES_KEPT_MS = 3_600_000;

/** Moves on every redemption that was left halfway, follows what the ledger has decided, and releases what timed out. */
export function repairJob(deps: RedemptionDeps): Job {
  return {
    name: 'redemption-repair',
    everyMs: EVERY_MS,
    run: async ({ signal }) => {
      for (let batch = 0; batch < BATCHES_MAX && !signal.aborted; batch += 1) {
        if ((await repairBatch(deps)) < BATCH) break;
      }
      const before = new Date(deps.platform.clock.now() - CODES_KEPT_MS);
      await deps.codes.deleteMany({ createdAt: { $lt: before } });
    },
  };
}

/** @returns how many redemptions were due */
async function repairBatch(deps: RedemptionDeps): Promise<number> {
  const nowMs = deps.platform.clock.now();
  const due = await deps.redemptions
    .find({ nextCheckAt: dueBy(nowMs) })
    .sort({ nextCheckAt: 1 })
    .limit(BATCH)
    .toArray();
  const openHolds = await openHoldsOrNull(deps, due);
  const waiting: string[] = [];
  for (let start = 0; start < due.length; start += AT_ONCE) {
    await Promise.all(
      due.slice(start, start + AT_ONCE).map(async (redemption) => {
        const after = await repairOne(deps, redemption, openHolds);
        if (after?.state === redemption.state && isWaiting(after)) waiting.push(redemption._id);
      }),
    );
  }
  if (waiting.length > 0) await lookAgain(deps, waiting, nowMs);
  return due.length;
}

function isWaiting({ state }: RedemptionRecord): boolean {
  return state === 'awaiting_confirm' || state === 'awaiting_resident';
}

/** Null where one of the accounts cannot be read: then each redemption asks for itself, so that the others go on. */
async function openHoldsOrNull(
  deps: RedemptionDeps,
  due: readonly RedemptionRecord[],
): Promise<ReadonlySet<string> | null> {
  try {
    return await openHoldsOf(deps, due);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    deps.platform.logger.error({ error }, 'the holds of redemptions could not be read together');
    return null;
  }
}

/** Which redemptions still have their hold, by one query for all. */
async function openHoldsOf(deps: RedemptionDeps, due: readonly RedemptionRecord[]): Promise<ReadonlySet<string>> {
  const accounts = [...new Set(due.filter(isWaiting).map(({ accountId }) => accountId))];
  if (accounts.length === 0) return new Set();
  const views = await deps.ledger.views(accounts);
  return new Set(views.flatMap(({ state }) => state.holds.map(({ id }) => id)));
}

async function repairOne(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  openHolds: ReadonlySet<string> | null,
): Promise<RedemptionRecord | null> {
  try {
    return await carryOn(deps, redemption, openHolds?.has(redemption._id));
  } catch (error) {
    deps.platform.logger.error({ error, redemption: redemption._id }, 'a redemption could not be moved on');
    const nextCheckAt = new Date(deps.platform.clock.now() + FAILED_AGAIN_MS);
    await deps.redemptions.updateOne({ _id: redemption._id, version: redemption.version }, { $set: { nextCheckAt } });
    return null;
  }
}

/** Those that wait for an answer in time are looked at again soon, and at their deadline at the latest. */
async function lookAgain(deps: RedemptionDeps, ids: readonly string[], nowMs: number): Promise<void> {
  await deps.redemptions.updateMany({ _id: { $in: [...ids] }, open: true, nextCheckAt: { $lte: new Date(nowMs) } }, [
    {
      $set: {
        nextCheckAt: { $max: [{ $min: ['$expiresAt', new Date(nowMs + CHECK_EVERY_MS)] }, new Date(nowMs + 1)] },
      },
    },
  ]);
}

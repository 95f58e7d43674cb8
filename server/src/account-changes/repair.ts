import { dueBy } from '../platform/database.ts';
import type { Job } from '../platform/jobs.ts';
import { carryOn } from './carry-on.ts';
import type { AccountChangesDeps } from './deps.ts';

export const ACCOUNT_CHANGES_JOB = 'account-changes.carry-on';

const EVERY_MS = 5_000;
const BATCH = 50;
const FAILED_AGAIN_MS = 30_000;

/** Goes on with closings and joinings that were confirmed and whose steps were interrupted. */
export function carryOnJob(deps: AccountChangesDeps): Job {
  return {
    name: ACCOUNT_CHANGES_JOB,
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      const due = await deps.changes
        .find({ nextCheckAt: dueBy(nowMs) })
        .sort({ nextCheckAt: 1 })
        .limit(BATCH)
        .toArray();
      for (const change of due) {
        if (signal.aborted) return;
        try {
          await carryOn(deps, change);
        } catch (error) {
          deps.logger.error({ error, change: change._id }, 'an account change could not be moved on');
          const nextCheckAt = new Date(nowMs + FAILED_AGAIN_MS);
          await deps.changes.updateOne({ _id: change._id, state: 'confirmed' }, { $set: { nextCheckAt } });
        }
      }
    },
  };
}

import { dueBy } from '../platform/database.ts';
import type { Job } from '../platform/jobs.ts';
import { carryOn } from './carry-on.ts';
import type { DonationsDeps } from './deps.ts';

export const DONATIONS_JOB = 'donations.repair';

const EVERY_MS = 5_000;
const BATCH = 100;
const FAILED_AGAIN_MS = 30_000;

/** Goes on with donations that were written down and whose process ended before the ledger's answer was. */
export function repairJob(deps: DonationsDeps): Job {
  return {
    name: DONATIONS_JOB,
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      const due = await deps.donations
        .find({ nextCheckAt: dueBy(nowMs) })
        .sort({ nextCheckAt: 1 })
        .limit(BATCH)
        .toArray();
      for (const donation of due) {
        if (signal.aborted) return;
        try {
          await carryOn(deps, donation);
        } catch (error) {
          deps.logger.error({ error, donation: donation._id }, 'a donation could not be moved on');
          const nextCheckAt = new Date(nowMs + FAILED_AGAIN_MS);
          await deps.donations.updateOne({ _id: donation._id, state: 'created' }, { $set: { nextCheckAt } });
        }
      }
    },
  };
}

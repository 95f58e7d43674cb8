import { dueBy } from '../platform/database.ts';
import type { Job } from '../platform/jobs.ts';
import { oneByOne } from '../platform/one-by-one.ts';
import type { RedemptionDeps } from './deps.ts';
import { update } from './follow.ts';
import type { RedemptionRecord } from './store.ts';
import { hasLapsed, waitingRefunds } from './waiting-refunds.ts';

/** Ends proposed refunds that nobody answered in time. */
export const LAPSE_REFUNDS_JOB = 'redemptions.lapse-refunds';

const EVERY_MS = 60_000;
const BATCH = 100;

/**
 * A refund that waits for a second word and gets none by its deadline is over: what it would have given back may be given
 * back by another one. Nothing was posted for it, so there is nothing to take back.
 */
export function lapseRefundsJob(deps: RedemptionDeps): Job {
  return {
    name: LAPSE_REFUNDS_JOB,
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      const { logger } = deps.platform;
      const way = { what: 'redemption', idOf: ({ _id }: RedemptionRecord) => _id, logger, signal };
      while (!signal.aborted) {
        const due = await deps.redemptions
          .find({ refundLapsesAt: dueBy(nowMs) })
          .sort({ refundLapsesAt: 1 })
          .limit(BATCH)
          .toArray();
        // One that cannot be ended ends the run behind its batch: it would be found again.
        await oneByOne(due, way, (redemption) =>
          update(deps, redemption, (current) => {
            const refunds = current.refunds.map((refund) => {
              return hasLapsed(refund, nowMs) ? { ...refund, state: 'lapsed' as const } : refund;
            });
            const lapsed = refunds.some(({ state }, index) => state !== current.refunds[index]?.state);
            return { refunds, ...waitingRefunds(refunds), ...(lapsed ? { refundsLapsedAt: new Date(nowMs) } : {}) };
          }),
        );
        if (due.length < BATCH) return;
      }
    },
  };
}

import { carryOnJob } from '../platform/carry-on-job.ts';
import type { Job } from '../platform/jobs.ts';
import { carryOn } from './carry-on.ts';
import type { AdjustmentsDeps } from './deps.ts';

export const ADJUSTMENTS_JOB = 'adjustments.carry-on';

/** Goes on with corrections that were confirmed and whose posting was interrupted. */
export function repairJob(deps: AdjustmentsDeps): Job {
  return carryOnJob({
    ...{ name: ADJUSTMENTS_JOB, what: 'adjustment', collection: deps.adjustments, logger: deps.logger },
    underWay: { state: 'confirmed' },
    carryOn: (adjustment) => carryOn(deps, adjustment),
  });
}

import { carryOnJob } from '../platform/carry-on-job.ts';
import type { Job } from '../platform/jobs.ts';
import { carryOn } from './carry-on.ts';
import type { AccountChangesDeps } from './deps.ts';

export const ACCOUNT_CHANGES_JOB = 'account-changes.carry-on';

/** Goes on with closings and joinings that were confirmed and whose steps were interrupted. */
export function repairJob(deps: AccountChangesDeps): Job {
  return carryOnJob({
    ...{ name: ACCOUNT_CHANGES_JOB, what: 'change', collection: deps.changes, logger: deps.logger },
    underWay: { state: 'confirmed' },
    carryOn: (change) => carryOn(deps, change),
  });
}

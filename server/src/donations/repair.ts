import { carryOnJob } from '../platform/carry-on-job.ts';
import type { Job } from '../platform/jobs.ts';
import { carryOn } from './carry-on.ts';
import type { DonationsDeps } from './deps.ts';

export const DONATIONS_JOB = 'donations.repair';

/** Goes on with donations that were written down and whose process ended before the ledger's answer was. */
export function repairJob(deps: DonationsDeps): Job {
  return carryOnJob({
    ...{ name: DONATIONS_JOB, what: 'donation', collection: deps.donations, logger: deps.logger },
    underWay: { state: 'created' },
    carryOn: (donation) => carryOn(deps, donation),
  });
}

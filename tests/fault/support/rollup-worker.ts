/** A process that follows the ledger for the roll-ups, with a short lease. Arguments: connection string, lease in ms. */

import { systemClock } from '@red-points/server/platform/clock';
import { connectDatabase } from '@red-points/server/platform/database';
import { createJobRunner } from '@red-points/server/platform/jobs';
import { createLogger } from '@red-points/server/platform/logger';
import { createRollups } from '@red-points/server/rollups/index';
import { testPorts } from './rollup-process.ts';

const [, , uri = '', leaseMs = '2000'] = process.argv;
const { db } = await connectDatabase(uri, { poolSizeMax: 5 });
let made = 0;
// Tells who moved the roll-ups on.
const ids = { next: () => `${process.pid}-${made++}` };
const logger = createLogger('fatal');
const jobs = createJobRunner(db, systemClock, ids, {
  leaseMs: Number(leaseMs),
  onError: (job, error) => logger.error({ job, error }, 'a job failed'),
});
createRollups({ db, clock: systemClock, ids, jobs }, testPorts);
await jobs.start();
process.on('disconnect', () => process.exit());
process.send?.('ready');

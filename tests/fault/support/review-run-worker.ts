/** A server process without HTTP that makes the bulk decisions which were kept. Argument: settings as JSON. */
import { createApp } from '@red-points/server/app';
import type { RunningConfig } from '@red-points/server/config';
import { createSettableClock } from '@red-points/server/platform/clock';
import { connectDatabase } from '@red-points/server/platform/database';

export interface ReviewRunWorkerSettings {
  readonly config: RunningConfig;
  /** What its clock shows: it stands still. */
  readonly nowMs: number;
}

const { config, nowMs } = JSON.parse(process.argv[2] ?? '{}') as ReviewRunWorkerSettings;
const database = await connectDatabase(config.mongodbUri, { poolSizeMax: 20 });
const { context } = createApp({ config, database, clock: createSettableClock(nowMs) });
process.on('disconnect', () => process.exit());
process.once('message', () => void context.reviews.performRuns());
process.send?.({ ready: true });

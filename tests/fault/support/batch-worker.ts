/** A server process without HTTP that posts a batch and tells how far it has come. Argument: settings as JSON. */
import { createApp } from '@red-points/server/app';
import type { RunningConfig } from '@red-points/server/config';
import { createSettableClock } from '@red-points/server/platform/clock';
import { connectDatabase } from '@red-points/server/platform/database';

export interface BatchWorkerSettings {
  readonly config: RunningConfig;
  readonly batchId: string;
  /** What its clock shows: it stands still. */
  readonly nowMs: number;
}

/** The first message; then one for each step of progress, and one when nothing is left to post. */
export type BatchWorkerMessage = { readonly ready: true } | { readonly posted: number } | { readonly ended: true };

const { config, batchId, nowMs } = JSON.parse(process.argv[2] ?? '{}') as BatchWorkerSettings;
const database = await connectDatabase(config.mongodbUri, { poolSizeMax: 20 });
const { context } = createApp({ config, database, clock: createSettableClock(nowMs) });
process.on('disconnect', () => process.exit());
const say = (message: BatchWorkerMessage): void => {
  process.send?.(message);
};
process.once('message', () => {
  void context.batches.post(batchId, ({ posted }) => say({ posted })).then(() => say({ ended: true }));
});
say({ ready: true });

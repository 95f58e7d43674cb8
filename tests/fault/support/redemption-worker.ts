/** A server process without HTTP that redeems what its parent asks for. Argument: settings as JSON. */
import { createApp } from '@red-points/server/app';
import { createSettableClock } from '@red-points/server/platform/clock';
import { connectDatabase } from '@red-points/server/platform/database';
import { isRefusal } from '@red-points/shared/contracts';
import type { RedeemAnswer, RedeemTask, WorkerSettings } from './redemption-process.ts';

const { config, nowMs } = JSON.parse(process.argv[2] ?? '{}') as WorkerSettings;
const database = await connectDatabase(config.mongodbUri, { poolSizeMax: 20 });
const { context } = createApp({ config, database, clock: createSettableClock(nowMs) });

process.on('message', (tasks: readonly RedeemTask[]) => {
  for (const task of tasks) void answer(task);
});
process.on('disconnect', () => process.exit());
send({ ready: true });

async function answer(task: RedeemTask): Promise<void> {
  const outcome = await redeem(task).catch((error: unknown) => `error: ${String(error)}`);
  send({ key: task.key, outcome });
}

async function redeem({ key, poster, offerId, resident, shop, slotId }: RedeemTask): Promise<string> {
  const { redemptions, bookings } = context;
  const request = { caller: resident.userId, key, fingerprint: 'the same' };
  if (slotId !== undefined) {
    const booked = await bookings.book(resident, slotId, { expectedPoints: 12 }, request);
    return isRefusal(booked) ? booked.refused : booked.state;
  }
  const started = await redemptions.startByPoster(resident, { code: poster, offerId, quantity: 1 }, request);
  if (isRefusal(started)) return started.refused;
  const confirmed = await redemptions.confirm(shop, started._id);
  return isRefusal(confirmed) ? confirmed.refused : confirmed.state;
}

function send(message: RedeemAnswer): void {
  process.send?.(message);
}

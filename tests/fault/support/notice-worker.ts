/** A server process without HTTP that expires points and makes messages when its parent says so. Argument: settings as JSON. */
import { createApp } from '@red-points/server/app';
import { expireDueLots } from '@red-points/server/ledger/index';
import { createSettableClock } from '@red-points/server/platform/clock';
import { connectDatabase } from '@red-points/server/platform/database';
import type { NoticeAnswer, NoticeTask, NoticeWorkerSettings } from './notice-process.ts';

const { config, nowMs } = JSON.parse(process.argv[2] ?? '{}') as NoticeWorkerSettings;
const database = await connectDatabase(config.mongodbUri, { poolSizeMax: 20 });
const clock = createSettableClock(nowMs);
const app = createApp({ config, database, clock });
const { ledger, notifications } = app.context;

process.on('message', (task: NoticeTask) => {
  void answer(task);
});
process.on('disconnect', () => process.exit());
send({ ready: true });

async function answer(task: NoticeTask): Promise<void> {
  try {
    if (task === 'expire') await expireDueLots({ db: database.db, ledger, clock });
    else if (task === 'notices') await notifications.makeExpiryNotices();
    else await app.start();
    send({ task, failed: null });
  } catch (error) {
    send({ task, failed: String(error) });
  }
}

function send(message: NoticeAnswer): void {
  process.send?.(message);
}

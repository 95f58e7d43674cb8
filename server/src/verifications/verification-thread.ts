import { parentPort, workerData } from 'node:worker_threads';
import { MongoClient } from 'mongodb';
import { verifyLedger } from '../ledger/index.ts';
import { ledgerChecks } from '../ledger-checks.ts';
import type { VerificationMessage, VerificationTask } from './thread-messages.ts';

/** Progress is told no more often than this, in milliseconds; a change of step at once. */
const TELL_EVERY_MS = 250;
/** Checks read beside the stream of entries; more connections would only wait. */
const CONNECTIONS_MAX = 4;

function say(message: VerificationMessage): void {
  parentPort?.postMessage(message);
}

const { mongodbUri, databaseName } = workerData as VerificationTask;
const client = new MongoClient(mongodbUri, { maxPoolSize: CONNECTIONS_MAX });
try {
  const db = client.db(databaseName);
  let toldAtMs = 0;
  let toldStep = '';
  const result = await verifyLedger({
    db,
    checks: ledgerChecks({ db, account: null }),
    onProgress: (progress) => {
      const nowMs = performance.now();
      if (progress.step === toldStep && nowMs - toldAtMs < TELL_EVERY_MS) return;
      toldAtMs = nowMs;
      toldStep = progress.step;
      say({ type: 'progress', progress });
    },
  });
  say({ type: 'result', result });
} finally {
  // An error ends the thread and reaches who waits for it.
  await client.close();
}

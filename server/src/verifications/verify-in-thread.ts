import { Worker } from 'node:worker_threads';
import type { VerifyProgress, VerifyResult } from '../ledger/index.ts';
import type { VerificationMessage, VerificationTask } from './thread-messages.ts';

/** Verification needs a fraction of this, whatever the size of the ledger; a leak must not take the server along. */
const HEAP_MEGABYTES_MAX = 256;

/** Verifies in a thread of its own: requests are served by this one. Rejects with the thread's error, or the signal's reason. */
export function verifyInThread(
  task: VerificationTask,
  onProgress: (progress: VerifyProgress) => void,
  signal: AbortSignal,
): Promise<VerifyResult> {
  const worker = new Worker(new URL('./verification-worker.mjs', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES_MAX },
    // Flags of the program, such as its own loaders, are not for the thread.
    execArgv: [],
  });
  const verified = new Promise<VerifyResult>((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (message: VerificationMessage) => {
      if (message.type === 'progress') onProgress(message.progress);
      else resolve(message.result);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(new Error('the verifying thread ended without a result'));
    });
  });
  return verified.finally(() => worker.terminate());
}

import { Worker } from 'node:worker_threads';
import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { PdfThreadMessage } from './pdf-thread.ts';

/** A paper as it is kept. */
export interface CheckedPaper {
  readonly kind: 'paper';
  readonly contentType: 'application/pdf';
  readonly bytes: Buffer;
  readonly pages: number;
  readonly hash: null;
}

/** What a PDF of ten megabytes may take to be read. */
const HEAP_MEGABYTES_MAX = 384;
const TIME_MS_MAX = 60_000;

/** The end of the queue: one file is read at a time, so that memory is bounded by one and not by their number. */
let previous: Promise<unknown> = Promise.resolve();

/**
 * Builds a PDF anew from its pages alone, in a thread of its own with a limit of memory and of time, so that no file can
 * hold up or take down the server. Scripts, actions, forms, links, attached files and metadata are not taken along.
 */
export function checkPaper(bytes: Buffer): Promise<CheckedPaper | Refusal> {
  const result = previous.then(() => readInThread(bytes));
  previous = result.catch(() => undefined);
  return result;
}

function readInThread(bytes: Buffer): Promise<CheckedPaper | Refusal> {
  return new Promise((resolve, reject) => {
    // A thread for each file: papers are few, and what one file did to a parser must not meet the next.
    const worker = new Worker(new URL('./pdf-worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES_MAX },
      execArgv: [],
    });
    const end = (): void => {
      clearTimeout(timer);
      worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
      // What it still complains of while it ends concerns nobody; unheard, it would end the program.
      void worker.on('error', () => undefined).terminate();
    };
    const answer = (result: CheckedPaper | Refusal): void => {
      end();
      resolve(result);
    };
    const timer = setTimeout(() => answer(refuse('evidence_too_complex')), TIME_MS_MAX);
    worker.on('message', (message: PdfThreadMessage) => {
      if (!message.ok) answer(refuse(message.code));
      else {
        const { bytes: rebuilt, pages } = message;
        answer({ kind: 'paper', contentType: 'application/pdf', bytes: Buffer.from(rebuilt), pages, hash: null });
      }
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') answer(refuse('evidence_too_complex'));
      else {
        end();
        reject(error);
      }
    });
    worker.on('exit', (code) => {
      end();
      reject(new Error(`the thread that reads papers ended by itself, with code ${code}`));
    });
    const copy = Uint8Array.from(bytes);
    worker.postMessage(copy, [copy.buffer]);
  });
}

import { parentPort } from 'node:worker_threads';
import { type PaperRefusal, rebuildPdf } from './rebuild-pdf.ts';

/** What the thread says of the one file that it was given. */
export type PdfThreadMessage = { ok: true; bytes: Uint8Array; pages: number } | { ok: false; code: PaperRefusal };

async function answer(bytes: Uint8Array): Promise<void> {
  const rebuilt = await rebuildPdf(bytes);
  parentPort?.postMessage(rebuilt satisfies PdfThreadMessage);
}

// A failure here is a bug: thrown, it ends the thread and reaches who waits for it.
parentPort?.on('message', (bytes: Uint8Array) => void answer(bytes));

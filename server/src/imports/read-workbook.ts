import { Worker } from 'node:worker_threads';
import type { ImportColumn } from '@red-points/shared/domain/imports';
import { WORKBOOK_LIMITS, type WorkbookLimits } from './limits.ts';
import { inspectArchive, type UnpackRefusal } from './unpack-workbook.ts';
import type { NumberedRow, WorkbookSheet } from './workbook-sheet.ts';
import type { WorkbookThreadInput, WorkbookThreadMessage } from './workbook-thread.ts';

/** Why a file cannot be read as a ledger. `import_file_too_complex` means that memory or time ran out over it. */
export type WorkbookRefusal = UnpackRefusal | 'import_header_missing' | 'import_file_too_complex';

export type ReadWorkbookResult =
  | { ok: true; sheet: WorkbookSheet }
  | { ok: false; code: WorkbookRefusal; missingColumns?: ImportColumn[] };

/** The end of the queue: one file is read at a time, so that memory is bounded by one file and not by their number. */
let previous: Promise<unknown> = Promise.resolve();

/**
 * Reads an .xlsx file into the rows of its ledger sheet, in a thread of its own with a limit of memory and of time, so
 * that no file can hold up or take down the server.
 *
 * @param bytes the file; left as it is.
 * @returns the sheet, or why the file is refused. Throws only when no thread can be started.
 */
export function readWorkbook(bytes: Uint8Array, limits: WorkbookLimits = WORKBOOK_LIMITS): Promise<ReadWorkbookResult> {
  const inspected = inspectArchive(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), limits);
  if (!inspected.ok) {
    return Promise.resolve(inspected);
  }
  const result = previous.then(() => readInThread(bytes, limits));
  previous = result.catch(() => undefined);
  return result;
}

function readInThread(bytes: Uint8Array, limits: WorkbookLimits): Promise<ReadWorkbookResult> {
  return new Promise((resolve, reject) => {
    const input: WorkbookThreadInput = { bytes: Uint8Array.from(bytes), limits };
    const worker = new Worker(new URL('./workbook-worker.mjs', import.meta.url), {
      workerData: input,
      transferList: [input.bytes.buffer as ArrayBuffer],
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytesMax },
      // Flags of the program, such as its own loaders, are not for the thread.
      execArgv: [],
    });
    const rows: NumberedRow[] = [];
    let described: Omit<WorkbookSheet, 'rows'> | undefined;
    const timer = setTimeout(() => settle({ ok: false, code: 'import_file_too_complex' }), limits.readingTimeMsMax);
    const settle = (result: ReadWorkbookResult): void => {
      clearTimeout(timer);
      resolve(result);
      void worker.terminate();
    };
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    worker.on('message', (message: WorkbookThreadMessage) => {
      switch (message.type) {
        case 'refused':
          return settle({ ok: false, code: message.code, missingColumns: message.missingColumns });
        case 'sheet':
          described = message.sheet;
          return;
        case 'rows':
          // Not spread into push(): a portion is an argument each then, and there may be many.
          for (const row of message.rows) {
            rows.push(row);
          }
          return;
        case 'end':
          return described === undefined
            ? fail(new Error('The reading thread ended a sheet that it had not described'))
            : settle({ ok: true, sheet: { ...described, rows } });
        default:
          return message satisfies never;
      }
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? settle({ ok: false, code: 'import_file_too_complex' }) : fail(error),
    );
    worker.on('exit', (code) => fail(new Error(`The reading thread ended by itself, with code ${code}`)));
  });
}

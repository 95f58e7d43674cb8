import type { ImportColumn } from '@red-points/shared/domain/imports';
import { WORKBOOK_LIMITS, type WorkbookLimits } from './limits.ts';
import { endThread, keepThread, takeThread } from './reading-thread.ts';
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

/** After a large file the thread is not kept: its memory is given back at once. */
const KEPT_AFTER_BYTES_MAX = 2 * 1024 * 1024;

function readInThread(bytes: Uint8Array, limits: WorkbookLimits): Promise<ReadWorkbookResult> {
  return new Promise((resolve, reject) => {
    const worker = takeThread(limits.heapMegabytesMax);
    const rows: NumberedRow[] = [];
    let described: Omit<WorkbookSheet, 'rows'> | undefined;
    const end = (isFit: boolean): void => {
      clearTimeout(timer);
      if (isFit && bytes.length <= KEPT_AFTER_BYTES_MAX) keepThread(worker, limits.heapMegabytesMax);
      else endThread(worker);
    };
    const answer = (result: ReadWorkbookResult): void => {
      end(true);
      resolve(result);
    };
    const giveUp = (): void => {
      end(false);
      resolve({ ok: false, code: 'import_file_too_complex' });
    };
    const fail = (error: Error): void => {
      end(false);
      reject(error);
    };
    const timer = setTimeout(giveUp, limits.readingTimeMsMax);
    worker.on('message', (message: WorkbookThreadMessage) => {
      switch (message.type) {
        case 'refused':
          return answer({ ok: false, code: message.code, missingColumns: message.missingColumns });
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
            : answer({ ok: true, sheet: { ...described, rows } });
        default:
          return message satisfies never;
      }
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? giveUp() : fail(error),
    );
    worker.on('exit', (code) => fail(new Error(`The reading thread ended by itself, with code ${code}`)));
    const copy = Uint8Array.from(bytes);
    const input: WorkbookThreadInput = { bytes: copy, limits };
    worker.postMessage(input, [copy.buffer]);
  });
}

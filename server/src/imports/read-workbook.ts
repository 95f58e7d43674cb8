import type { ImportColumn } from '@red-points/shared/domain/imports';
import { WORKBOOK_LIMITS, type WorkbookLimits } from './limits.ts';
import { endThread, keepThread, takeThread } from './reading-thread.ts';
import { inspectArchive, type UnpackRefusal } from './unpack-workbook.ts';
import type { InspectedWorkbook, NumberedRow, WorkbookSheet } from './workbook-sheet.ts';
import type { ReadingTask, WorkbookThreadInput, WorkbookThreadMessage } from './workbook-thread.ts';

/** Why a file cannot be read. `import_file_too_complex` means that memory or time ran out over it. */
export type WorkbookRefusal =
  | UnpackRefusal
  | 'import_header_missing'
  | 'import_mapping_misfit'
  | 'import_file_too_complex';

export type RefusedWorkbook = { ok: false; code: WorkbookRefusal; missingColumns?: ImportColumn[] };
export type ReadWorkbookResult = { ok: true; sheet: WorkbookSheet } | RefusedWorkbook;
export type InspectWorkbookResult = { ok: true; inspected: InspectedWorkbook } | RefusedWorkbook;

/** What to read a file as; what is left out is guessed. */
export type WorkbookWish = Partial<Omit<ReadingTask, 'inspect'>>;

const GUESSED: Omit<ReadingTask, 'inspect'> = { kind: 'ledger', format: 'xlsx', remembered: {}, mapping: null };

/** The end of the queue: one file is read at a time, so that memory is bounded by one file and not by their number. */
let previous: Promise<unknown> = Promise.resolve();

/**
 * Reads a file into the rows of the sheet that is imported, in a thread of its own with a limit of memory and of time, so
 * that no file can hold up or take down the server.
 *
 * @param bytes the file; left as it is.
 * @returns the sheet, or why the file is refused. Throws only when no thread can be started.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  wish: WorkbookWish = {},
  limits: WorkbookLimits = WORKBOOK_LIMITS,
): Promise<ReadWorkbookResult> {
  const answer = await inTurn(bytes, { ...GUESSED, ...wish, inspect: false }, limits);
  if (answer.ok && !('sheet' in answer)) throw new Error('The reading thread looked where it should have read');
  return answer;
}

/** Looks at the head of every sheet of a file, by the same means and within the same limits. */
export async function inspectWorkbook(
  bytes: Uint8Array,
  wish: WorkbookWish = {},
  limits: WorkbookLimits = WORKBOOK_LIMITS,
): Promise<InspectWorkbookResult> {
  const answer = await inTurn(bytes, { ...GUESSED, ...wish, inspect: true }, limits);
  if (answer.ok && !('inspected' in answer)) throw new Error('The reading thread read where it should have looked');
  return answer;
}

type ThreadAnswer = ReadWorkbookResult | InspectWorkbookResult;

function inTurn(bytes: Uint8Array, task: ReadingTask, limits: WorkbookLimits): Promise<ThreadAnswer> {
  const refusal = refusalAtOnce(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), task, limits);
  if (refusal !== null) return Promise.resolve({ ok: false, code: refusal });
  const result = previous.then(() => readInThread(bytes, task, limits));
  previous = result.catch(() => undefined);
  return result;
}

/** What can be said of the bytes without a thread. */
function refusalAtOnce(bytes: Buffer, task: ReadingTask, limits: WorkbookLimits): UnpackRefusal | null {
  if (task.format === 'xlsx') {
    const inspected = inspectArchive(bytes, limits);
    return inspected.ok ? null : inspected.code;
  }
  if (bytes.length > limits.fileBytesMax) return 'import_file_too_large';
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  // Text has no zero bytes: a picture or a program under a wrong name ends here.
  return bytes.length === 0 || (!isWide && bytes.subarray(0, 4096).includes(0)) ? 'import_file_not_workbook' : null;
}

/** After a large file, or many rows in a small one, the thread is not kept: its memory is given back at once. */
const KEPT_AFTER_BYTES_MAX = 2 * 1024 * 1024;
const KEPT_AFTER_ROWS_MAX = 5000;

function readInThread(bytes: Uint8Array, task: ReadingTask, limits: WorkbookLimits): Promise<ThreadAnswer> {
  return new Promise((resolve, reject) => {
    const worker = takeThread(limits.heapMegabytesMax);
    const rows: NumberedRow[] = [];
    let described: Omit<WorkbookSheet, 'rows'> | undefined;
    const end = (isFit: boolean): void => {
      clearTimeout(timer);
      const isLight = bytes.length <= KEPT_AFTER_BYTES_MAX && rows.length <= KEPT_AFTER_ROWS_MAX;
      if (isFit && isLight) keepThread(worker, limits.heapMegabytesMax);
      else endThread(worker);
    };
    const answer = (result: ThreadAnswer): void => {
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
        case 'inspected':
          return answer({ ok: true, inspected: message.inspected });
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
    const input: WorkbookThreadInput = { bytes: copy, limits, task };
    worker.postMessage(input, [copy.buffer]);
  });
}

import { parentPort } from 'node:worker_threads';
import type { ImportMapping } from '@red-points/shared/contracts';
import {
  COLUMNS_OF,
  findHeader,
  HEADER_ROWS_MAX,
  headerAt,
  type ImportColumn,
  type ImportKind,
  type RememberedTitles,
  type SheetHeader,
  type SheetRow,
  textOf,
} from '@red-points/shared/domain/imports';
import readXlsxFile from 'read-excel-file/node';
import { inspectSheet } from './inspect-sheet.ts';
import type { WorkbookLimits } from './limits.ts';
import { mergedColumns } from './merged-cells.ts';
import { readCsv } from './read-csv.ts';
import { type UnpackRefusal, unpackWorkbook } from './unpack-workbook.ts';
import type { InspectedWorkbook, NumberedRow, WorkbookSheet } from './workbook-sheet.ts';
import { storedZip } from './zip-stored.ts';

/** What the file is read as. */
export interface ReadingTask {
  kind: ImportKind;
  format: 'xlsx' | 'csv';
  /** What titles meant before in this unit. */
  remembered: RememberedTitles;
  /** Where everything stands, as somebody said it; null to guess. */
  mapping: ImportMapping | null;
  /** Only look: nothing but the head of each sheet is wanted. */
  inspect: boolean;
}

/** What the thread is given: one file at a time. */
export interface WorkbookThreadInput {
  bytes: Uint8Array;
  limits: WorkbookLimits;
  task: ReadingTask;
}

/** What the thread says: a refusal, or the sheet's description, then its rows in portions, then the end. */
export type WorkbookThreadMessage =
  | {
      type: 'refused';
      code: UnpackRefusal | 'import_header_missing' | 'import_mapping_misfit';
      missingColumns?: ImportColumn[];
    }
  | { type: 'inspected'; inspected: InspectedWorkbook }
  | { type: 'sheet'; sheet: Omit<WorkbookSheet, 'rows'> }
  | { type: 'rows'; rows: NumberedRow[] }
  | { type: 'end' };

/** How many rows one message carries: taking one in must not hold the server up. */
const ROWS_PER_MESSAGE = 1000;

function say(message: WorkbookThreadMessage): void {
  parentPort?.postMessage(message);
}

interface ReadSheet {
  name: string;
  rows: SheetRow[];
}

interface ReadFile {
  sheets: ReadSheet[];
  epoch1904: boolean;
  /** In which columns a row of a sheet lies inside merged cells; asked downwards. */
  merged(sheetIndex: number): (row: number) => number[];
}

async function readSheet({ bytes, limits, task }: WorkbookThreadInput): Promise<void> {
  const file = task.format === 'csv' ? readText(bytes, limits) : await readWorkbook(bytes, limits);
  if ('code' in file) {
    say({ type: 'refused', code: file.code });
    return;
  }
  if (task.inspect)
    say({ type: 'inspected', inspected: { sheets: file.sheets.map((one) => inspectSheet(one, task)) } });
  else sayChosen(file, task);
}

function readText(bytes: Uint8Array, limits: WorkbookLimits): ReadFile | { code: UnpackRefusal } {
  const read = readCsv(bytes, limits.rowsMax);
  if (!read.ok) return { code: read.code };
  return { sheets: [{ name: 'CSV', rows: read.rows }], epoch1904: false, merged: () => () => [] };
}

async function readWorkbook(bytes: Uint8Array, limits: WorkbookLimits): Promise<ReadFile | { code: UnpackRefusal }> {
  const unpacked = await unpackWorkbook(Buffer.from(bytes), limits);
  if (!unpacked.ok) return { code: unpacked.code };
  const { files } = unpacked;
  const epoch1904 = /<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"/.test(
    files.get('xl/workbook.xml')?.toString('utf8') ?? '',
  );
  const sheets = await readSheets(storedZip(files));
  if (sheets === null) return { code: 'import_file_broken' };
  return { sheets, epoch1904, merged: (sheetIndex) => mergedColumns(files, sheetIndex) };
}

/** Reads every sheet; null when the parts are no workbook that can be understood. */
async function readSheets(archive: Buffer): Promise<ReadSheet[] | null> {
  try {
    const sheets = await readXlsxFile(archive);
    // The library's types name the constructor where they mean an instance; a sheet that is a chart has no data.
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: (data ?? []) as unknown as SheetRow[] }));
  } catch {
    return null;
  }
}

/** Sends the sheet that was named, or the first one with a header; its rows with the blank ones left out. */
function sayChosen(file: ReadFile, task: ReadingTask): void {
  const chosen = task.mapping === null ? guessed(file.sheets, task) : named(file.sheets, task.mapping);
  if ('code' in chosen) {
    say({ type: 'refused', code: chosen.code, missingColumns: chosen.missing });
    return;
  }
  const { index, header, otherSheets } = chosen;
  const { name, rows } = file.sheets[index] ?? { name: '', rows: [] };
  const titles = (rows[header.row - 1] ?? []).map((cell) => textOf(cell).slice(0, TITLE_LENGTH_MAX));
  say({ type: 'sheet', sheet: { name, header, titles, epoch1904: file.epoch1904, otherSheets } });
  sayRows(rows, header.row, file.merged(index));
  say({ type: 'end' });
}

const TITLE_LENGTH_MAX = 60;

type Chosen =
  | { index: number; header: SheetHeader; otherSheets: string[] }
  | { code: 'import_header_missing' | 'import_mapping_misfit'; missing: ImportColumn[] };

function guessed(sheets: readonly ReadSheet[], { kind, remembered }: ReadingTask): Chosen {
  const set = COLUMNS_OF[kind];
  const headers = sheets.map((sheet) => findHeader(sheet.rows.slice(0, HEADER_ROWS_MAX), set, remembered));
  let nearest: ImportColumn[] | undefined;
  for (const [index, found] of headers.entries()) {
    if (found.ok) {
      const otherSheets = sheets.filter((_, other) => other > index && headers[other]?.ok).map(({ name }) => name);
      return { index, header: found.header, otherSheets };
    }
    if (nearest === undefined || found.missing.length < nearest.length) nearest = found.missing;
  }
  return { code: 'import_header_missing', missing: nearest ?? [] };
}

function named(sheets: readonly ReadSheet[], { sheet, headerRow, columns }: ImportMapping): Chosen {
  const index = sheets.findIndex(({ name }) => name === sheet);
  const cells = sheets[index]?.rows[headerRow - 1];
  if (cells === undefined) return { code: 'import_mapping_misfit', missing: [] };
  return { index, header: headerAt(cells, headerRow, columns), otherSheets: [] };
}

function sayRows(rows: SheetRow[], headerRow: number, mergedIn: (row: number) => number[]): void {
  let portion: NumberedRow[] = [];
  for (let index = headerRow; index < rows.length; index += 1) {
    const cells = rows[index];
    if (cells?.some((cell) => cell !== null)) {
      const merged = mergedIn(index + 1);
      portion.push(merged.length === 0 ? { row: index + 1, cells } : { row: index + 1, cells, merged });
    }
    if (portion.length === ROWS_PER_MESSAGE) {
      say({ type: 'rows', rows: portion });
      portion = [];
    }
  }
  if (portion.length > 0) {
    say({ type: 'rows', rows: portion });
  }
}

// A failure here is a bug: thrown, it ends the thread and reaches who waits for it.
parentPort?.on('message', (input: WorkbookThreadInput) => void readSheet(input));

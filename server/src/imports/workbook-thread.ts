import { parentPort } from 'node:worker_threads';
import { findHeader, HEADER_ROWS_MAX, type ImportColumn, type SheetRow } from '@red-points/shared/domain/imports';
import readXlsxFile from 'read-excel-file/node';
import type { WorkbookLimits } from './limits.ts';
import { type UnpackRefusal, unpackWorkbook } from './unpack-workbook.ts';
import type { NumberedRow, WorkbookSheet } from './workbook-sheet.ts';
import { storedZip } from './zip-stored.ts';

/** What the thread is given: one file at a time. */
export interface WorkbookThreadInput {
  bytes: Uint8Array;
  limits: WorkbookLimits;
}

/** What the thread says: a refusal, or the sheet's description, then its rows in portions, then the end. */
export type WorkbookThreadMessage =
  | { type: 'refused'; code: UnpackRefusal | 'import_header_missing'; missingColumns?: ImportColumn[] }
  | { type: 'sheet'; sheet: Omit<WorkbookSheet, 'rows'> }
  | { type: 'rows'; rows: NumberedRow[] }
  | { type: 'end' };

/** How many rows one message carries: taking one in must not hold the server up. */
const ROWS_PER_MESSAGE = 1000;

function say(message: WorkbookThreadMessage): void {
  parentPort?.postMessage(message);
}

async function readSheet(input: WorkbookThreadInput): Promise<void> {
  const unpacked = await unpackWorkbook(Buffer.from(input.bytes), input.limits);
  if (!unpacked.ok) {
    say({ type: 'refused', code: unpacked.code });
    return;
  }
  const epoch1904 = /<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"/.test(
    unpacked.files.get('xl/workbook.xml')?.toString('utf8') ?? '',
  );
  const sheets = await readSheets(storedZip(unpacked.files));
  if (sheets === null) {
    say({ type: 'refused', code: 'import_file_broken' });
    return;
  }
  sayLedger(sheets, epoch1904);
}

interface ReadSheet {
  name: string;
  rows: SheetRow[];
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

/** The ledger is the first sheet with a header; its rows are sent with the blank ones left out. */
function sayLedger(sheets: ReadSheet[], epoch1904: boolean): void {
  let nearest: ImportColumn[] | undefined;
  const headers = sheets.map((sheet) => findHeader(sheet.rows.slice(0, HEADER_ROWS_MAX)));
  for (const [index, sheet] of sheets.entries()) {
    const found = headers[index];
    if (found?.ok) {
      const alsoLedgers = sheets.filter((_, other) => other > index && headers[other]?.ok).map((other) => other.name);
      say({
        type: 'sheet',
        sheet: { name: sheet.name, header: found.header, epoch1904, otherLedgerSheets: alsoLedgers },
      });
      sayRows(sheet.rows, found.header.row);
      say({ type: 'end' });
      return;
    }
    if (found !== undefined && (nearest === undefined || found.missing.length < nearest.length)) {
      nearest = found.missing;
    }
  }
  say({ type: 'refused', code: 'import_header_missing', missingColumns: nearest ?? [] });
}

function sayRows(rows: SheetRow[], headerRow: number): void {
  let portion: NumberedRow[] = [];
  for (let index = headerRow; index < rows.length; index += 1) {
    const cells = rows[index];
    if (cells?.some((cell) => cell !== null)) {
      portion.push({ row: index + 1, cells });
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

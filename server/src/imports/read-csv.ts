import type { SheetRow } from '@red-points/shared/domain/imports';
import { parse } from 'csv-parse/sync';

/** More cells than this in one row are no table that a person keeps. */
const CELLS_MAX = 256;
const RECORD_LENGTH_MAX = 200_000;

export type CsvResult =
  | { ok: true; rows: SheetRow[] }
  | { ok: false; code: 'import_file_broken' | 'import_too_many_rows' };

/**
 * Reads text whose cells stand between commas, semicolons or tabs. Spreadsheet programs write it in UTF-8, in UTF-16, or, in
 * China, in the older code of the system (GB 18030): what is no UTF-8 is read as that.
 */
export function readCsv(bytes: Uint8Array, rowsMax: number): CsvResult {
  const text = decode(bytes);
  if (text === null) return { ok: false, code: 'import_file_broken' };
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: RECORD_LENGTH_MAX,
      to: rowsMax + 1,
    }) as string[][];
    if (records.length > rowsMax) return { ok: false, code: 'import_too_many_rows' };
    return {
      ok: true,
      rows: records.map((cells) => cells.slice(0, CELLS_MAX).map((cell) => (cell === '' ? null : cell))),
    };
  } catch {
    return { ok: false, code: 'import_file_broken' };
  }
}

function decode(bytes: Uint8Array): string | null {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030'];
  for (const encoding of marked) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this one.
    }
  }
  return null;
}

/** Whatever stands most often in the first lines. */
function delimiterOf(text: string): string {
  const start = text.slice(0, 4000);
  const counts = [',', '\t', ';', '，'].map((mark) => ({ mark, count: start.split(mark).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

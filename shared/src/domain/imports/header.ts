import { wordOf } from './cells.ts';
import { type ColumnSet, LEDGER_COLUMNS } from './columns.ts';
import type { TimeUnit } from './parse-amounts.ts';
import type { ImportColumn, SheetRow } from './types.ts';

/** How many rows from the top may stand before the header row. */
export const HEADER_ROWS_MAX = 50;

/** Where a sheet keeps what: the header's row number (1-based) and the index (from 0) of each column found. */
export interface SheetHeader {
  row: number;
  columns: Readonly<Partial<Record<ImportColumn, number>>>;
  /** What a bare number in the time column counts. */
  timeUnit: TimeUnit;
}

export type HeaderResult = { ok: true; header: SheetHeader } | { ok: false; missing: ImportColumn[] };

/** Titles that a unit's sheets had before, by the column that somebody said they are; as `normaliseTitle` writes them. */
export type RememberedTitles = Readonly<Record<string, string>>;

/**
 * Finds the header row: the first of the top rows in which every required column has a title, in any order.
 *
 * @param rows the sheet from its first row; only the first 50 are looked at.
 * @param set the columns of the kind of sheet that is looked for.
 * @param remembered what titles meant before in this unit: surer than any guess.
 * @returns the header, or the columns missing from the row that came nearest.
 */
export function findHeader(
  rows: readonly SheetRow[],
  set: ColumnSet = LEDGER_COLUMNS,
  remembered: RememberedTitles = {},
): HeaderResult {
  let nearest: ImportColumn[] = [...set.required];
  for (const [index, cells] of rows.slice(0, HEADER_ROWS_MAX).entries()) {
    const columns = readTitles(cells, set, remembered);
    const missing = set.required.filter((column) => columns[column] === undefined);
    if (missing.length === 0) {
      return { ok: true, header: headerAt(cells, index + 1, columns) };
    }
    if (missing.length < nearest.length) {
      nearest = missing;
    }
  }
  return { ok: false, missing: nearest };
}

/** The header that a row is, where these columns stand as said. */
export function headerAt(cells: SheetRow, row: number, columns: SheetHeader['columns']): SheetHeader {
  return { row, columns, timeUnit: timeUnitOf(cells, columns.hours) };
}

/** Tells which column each title names; of two titles for one column the surer one counts, then the left one. */
export function readTitles(
  cells: SheetRow,
  set: ColumnSet = LEDGER_COLUMNS,
  remembered: RememberedTitles = {},
): Partial<Record<ImportColumn, number>> {
  const columns: Partial<Record<ImportColumn, number>> = {};
  const ranks: Partial<Record<ImportColumn, number>> = {};
  for (const [index, cell] of cells.entries()) {
    const title = typeof cell === 'string' ? normaliseTitle(cell) : '';
    const known = title === '' ? undefined : (rememberedColumn(title, set, remembered) ?? set.byTitle.get(title));
    if (known !== undefined && known.rank < (ranks[known.column] ?? Number.POSITIVE_INFINITY)) {
      columns[known.column] = index;
      ranks[known.column] = known.rank;
    }
  }
  return columns;
}

function rememberedColumn(
  title: string,
  set: ColumnSet,
  remembered: RememberedTitles,
): { column: ImportColumn; rank: number } | undefined {
  const column = set.columns.find((one) => remembered[one] === title);
  return column === undefined ? undefined : { column, rank: -1 };
}

/** `时长（小时）`, `* 积分:` and `联 系 电 话` are the titles without their trimmings. */
export function normaliseTitle(cell: string): string {
  return wordOf(cell)
    .replace(/[([【].*?[)\]】]/g, '')
    .replace(/^[*＊]+|[*＊:：]+$/g, '')
    .toLowerCase();
}

function timeUnitOf(cells: SheetRow, hoursColumn: number | undefined): TimeUnit {
  const title = hoursColumn === undefined ? '' : wordOf(cells[hoursColumn]);
  return /分钟|min/i.test(title) ? 'minutes' : 'hours';
}

import { type CategoryLookup, parseCategory } from './categories.ts';
import { columnLetters, textOf, wordOf } from './cells.ts';
import { COLUMNS_OF } from './columns.ts';
import type { SheetHeader } from './header.ts';
import { parseMinutes, parsePoints } from './parse-amounts.ts';
import { parseDate } from './parse-date.ts';
import { parsePhone } from './parse-phone.ts';
import { withMerged } from './row-errors.ts';
import type { RowVerdictOf } from './row-verdict.ts';
import { skipReason } from './skip.ts';
import type {
  AcceptedRow,
  CellValue,
  ImportColumn,
  ImportErrorCode,
  ImportField,
  ImportKind,
  ImportRowError,
  RowTexts,
  SheetRow,
} from './types.ts';
import { parseUnit, type UnitLookup } from './units.ts';

export const IMPORT_NAME_LENGTH_MAX = 50;
export const IMPORT_ITEM_LENGTH_MAX = 100;

/** What the cells of a sheet are read against. */
export interface ImportContext {
  /** The business day of the reading, `YYYY-MM-DD`. */
  today: string;
  units: UnitLookup;
  categories: CategoryLookup;
  /** Whether the workbook counts its days from 1904. */
  epoch1904?: boolean;
}

/** What one row says by itself, before it is held against the rows above. */
export interface RowReading {
  /** The parts that could be read; complete when there is no error. */
  values: Partial<Omit<AcceptedRow, 'outcome' | 'row' | 'warnings'>>;
  texts: RowTexts;
  errors: ImportRowError[];
  hoursMissing: boolean;
}

/** Reads the cells of one data row, each by itself; every bad cell is one error. */
export function readRow(cells: SheetRow, row: number, header: SheetHeader, context: ImportContext): RowReading {
  const { cell: cellOf, texts } = readTexts(cells, header);
  const errors: ImportRowError[] = [];
  const reject = (field: Exclude<ImportField, 'row'>, code: ImportErrorCode): void => {
    errors.push({ field, code, cell: cellAddress(header, field, row) });
  };

  const name = readName(cellOf('name'));
  if (name === '' || name.length > IMPORT_NAME_LENGTH_MAX) {
    reject('name', name === '' ? 'name_missing' : 'name_too_long');
  }
  const phone = parsePhone(cellOf('phone'));
  if (phone === null) {
    reject('phone', 'phone_invalid');
  }
  const unitId = parseUnit(cellOf('grid'), context.units);
  if (unitId === null) {
    reject('grid', 'grid_unknown');
  }
  const day = parseDate(cellOf('date'), context.today, context.epoch1904);
  if (!day.ok) {
    reject('date', day.code);
  }
  const category = parseCategory(cellOf('category'), context.categories);
  if (category === null) {
    reject('category', 'category_unknown');
  }
  const item = textOf(cellOf('item')).replace(/\s+/g, ' ');
  if (item === '' || item.length > IMPORT_ITEM_LENGTH_MAX) {
    reject('item', item === '' ? 'item_missing' : 'item_too_long');
  }
  const time = parseMinutes(cellOf('hours'), header.timeUnit);
  if (!time.ok) {
    reject('hours', time.code);
  }
  const amount = parsePoints(cellOf('points'));
  if (!amount.ok) {
    reject('points', amount.code);
  }

  return {
    values: {
      name,
      phone: phone ?? undefined,
      gridName: textOf(cellOf('grid')),
      unitId: unitId ?? undefined,
      date: day.ok ? day.date : undefined,
      category: category ?? undefined,
      item,
      minutes: time.ok ? time.minutes : undefined,
      points: amount.ok ? amount.points : undefined,
    },
    texts: texts(LEDGER_FIELDS),
    errors,
    hoursMissing: time.ok && time.missing && header.columns.hours !== undefined,
  };
}

/** The address of a column's cell in a row, as the spreadsheet program shows it: `E30`. */
export function cellAddress(header: SheetHeader, field: Exclude<ImportField, 'row'>, row: number): string {
  const index = header.columns[field];
  return index === undefined ? '' : `${columnLetters(index)}${row}`;
}

/** Chinese names are often padded with spaces to line up (`张　三`); other names keep single ones. */
export function readName(cell: CellValue): string {
  const text = textOf(cell).replace(/\s+/g, ' ');
  return /^[\p{Script=Han}\s]+$/u.test(text) ? wordOf(text) : text;
}

const LEDGER_FIELDS = ['name', 'phone', 'grid', 'date', 'category', 'item', 'hours', 'points'] as const;

/** The cells of a row by their columns, and as they are written. */
export function readTexts(
  cells: SheetRow,
  header: SheetHeader,
): { cell: (field: ImportColumn) => CellValue; texts: (fields: readonly ImportColumn[]) => RowTexts } {
  const cell = (field: ImportColumn): CellValue => cells[header.columns[field] ?? -1] ?? null;
  const written = (value: CellValue): string => (value instanceof Date ? textOf(value) : String(value ?? '').trim());
  return { cell, texts: (fields) => Object.fromEntries(fields.map((field) => [field, written(cell(field))])) };
}

/**
 * Makes the reader of a kind of sheet out of what reads one row by itself. Rows that are no data are skipped; what stands
 * inside merged cells is an error whatever else was read.
 *
 * @param read what a row says, null where it cannot be read; it names each bad cell to `reject`.
 */
export function rowReader<T>(
  kind: ImportKind,
  header: SheetHeader,
  read: (cells: SheetRow, row: number, reject: (field: ImportField, code: ImportErrorCode) => void) => T | null,
): (cells: SheetRow, row: number, merged?: readonly number[]) => RowVerdictOf<T> {
  const set = COLUMNS_OF[kind];
  const fields = set.columns.filter((column) => column !== 'sequence' && column !== 'remark');
  return (cells, row, merged = []) => {
    const reason = skipReason(cells, header, set);
    if (reason !== null) return { outcome: 'skipped', row, reason };
    const found: ImportRowError[] = [];
    const value = read(cells, row, (field, code) =>
      found.push({ field, code, cell: field === 'row' ? '' : cellAddress(header, field, row) }),
    );
    const errors = withMerged(found, header, row, merged);
    const sound = errors.every(({ code }) => code !== 'cell_merged');
    return { outcome: 'read', row, texts: readTexts(cells, header).texts(fields), value: sound ? value : null, errors };
  };
}

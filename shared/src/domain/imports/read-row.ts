import { type CategoryLookup, parseCategory } from './categories.ts';
import { columnLetters, textOf, wordOf } from './cells.ts';
import type { SheetHeader } from './header.ts';
import { parseMinutes, parsePoints } from './parse-amounts.ts';
import { parseDate } from './parse-date.ts';
import { parsePhone } from './parse-phone.ts';
import type {
  AcceptedRow,
  CellValue,
  ImportErrorCode,
  ImportField,
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
  const cellOf = (field: Exclude<ImportField, 'row'>): CellValue => cells[header.columns[field] ?? -1] ?? null;
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
    texts: textsOf(cellOf),
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
function readName(cell: CellValue): string {
  const text = textOf(cell).replace(/\s+/g, ' ');
  return /^[\p{Script=Han}\s]+$/u.test(text) ? wordOf(text) : text;
}

function textsOf(cellOf: (field: Exclude<ImportField, 'row'>) => CellValue): RowTexts {
  const written = (cell: CellValue): string => (cell instanceof Date ? textOf(cell) : String(cell ?? '').trim());
  return {
    name: written(cellOf('name')),
    phone: written(cellOf('phone')),
    grid: written(cellOf('grid')),
    date: written(cellOf('date')),
    category: written(cellOf('category')),
    item: written(cellOf('item')),
    hours: written(cellOf('hours')),
    points: written(cellOf('points')),
  };
}

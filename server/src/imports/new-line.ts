import { type CellValue, type ReadRow, type RowTexts, textOf } from '@red-points/shared/domain/imports';
import { Binary } from 'mongodb';
import type { ImportsDeps } from './deps.ts';
import type { ImportLine, LineTexts } from './store.ts';

/** Numbers of identity cards are not stored, not even for as long as a row waits to be corrected. */
const IDENTITY_NUMBER = /(?<!\d)\d{17}[\dXx](?!\d)/g;
const NOT_STORED = '（证件号不保存）';

/** The cells of a row as the error file gives them back. */
export function cellsText(cells: readonly CellValue[]): string {
  return JSON.stringify(
    cells.map((cell) => {
      const value = cell instanceof Date ? writtenMoment(cell) : cell;
      return typeof value === 'string' ? value.replace(IDENTITY_NUMBER, NOT_STORED) : value;
    }),
  );
}

/** A day as its date, a time of day (which readers give on day 0) as its time. */
function writtenMoment(cell: Date): string {
  if (Number.isNaN(cell.getTime())) return '';
  return cell.getUTCFullYear() < 1900 ? cell.toISOString().slice(11, 16) : textOf(cell);
}

/** The fields of a line that only some have. */
const BLANK = {
  posted: false,
  rowId: null,
  identity: null,
  personMark: null,
  unitId: null,
  personId: null,
  date: null,
  category: null,
  minutes: null,
  points: null,
  rule: null,
  target: null,
  kept: null,
  undo: null,
  warnings: [],
} satisfies Partial<ImportLine>;

type Facts = Partial<Omit<ImportLine, 'sealed'>> & Pick<ImportLine, 'row' | 'verdict' | 'errors'>;

/** A line of an import with what its kind says of it. */
export function lineOf(importId: string, facts: Facts): Omit<ImportLine, 'sealed'> {
  return { ...BLANK, _id: `${importId}:${facts.row}`, importId, sealedFor: importId, ...facts };
}

/** The errors of a read row as lines keep them. */
export function lineErrors(errors: ReadRow<unknown>['errors']): ImportLine['errors'] {
  return errors.map(({ field, code, cell }) => ({ field, code, address: cell }));
}

/** Tells people of one import apart and cannot be compared elsewhere. */
export function personMark(deps: ImportsDeps, importId: string, person: string): Binary {
  return new Binary(deps.platform.keys.mac('import-row', `${importId}\n${person}`));
}

/** Texts with what the row says in standard form, and its cells where it may have to be corrected. */
export function textsWith(texts: RowTexts, extra: { value?: unknown; cells?: readonly CellValue[] }): LineTexts {
  return {
    ...texts,
    ...(extra.value === undefined || extra.value === null ? {} : { $value: JSON.stringify(extra.value) }),
    ...(extra.cells === undefined ? {} : { $cells: cellsText(extra.cells) }),
  };
}

/** What `textsWith` kept in standard form. */
export function standardForm<T>(texts: LineTexts): T {
  const text = texts.$value;
  if (text === undefined) throw new Error('a line to write does not say what it says');
  return JSON.parse(text) as T;
}

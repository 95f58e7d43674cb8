import type { CellValue } from './types.ts';

/**
 * The text of a cell: full-width letters, digits and signs made ordinary (NFKC), outer white space removed.
 * A date gives its day in UTC, which is how a workbook reader hands a written day over.
 */
export function textOf(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) {
    return '';
  }
  if (cell instanceof Date) {
    return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  }
  return String(cell).normalize('NFKC').trim();
}

/** The text of a cell without any white space, for comparing words. */
export function wordOf(cell: CellValue | undefined): string {
  return textOf(cell).replace(/\s+/g, '');
}

/** The name of a column by its index from 0: A, B, … Z, AA. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

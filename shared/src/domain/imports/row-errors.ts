import { columnLetters } from './cells.ts';
import type { SheetHeader } from './header.ts';
import type { ImportErrorCode, ImportField, ImportRowError } from './types.ts';

/**
 * Errors for what stands inside merged cells, in place of whatever else was found there: such a cell is empty by itself,
 * and whether what stands in the first one counts for each row or for all together nobody can know.
 */
export function withMerged(
  errors: readonly ImportRowError[],
  header: SheetHeader,
  row: number,
  merged: readonly number[],
): ImportRowError[] {
  if (merged.length === 0) return [...errors];
  const inside = Object.entries(header.columns).filter(([, index]) => merged.includes(index)) as [
    ImportField,
    number,
  ][];
  const fields = new Set(inside.map(([field]) => field));
  return [
    ...errors.filter(({ field }) => !fields.has(field)),
    ...inside
      .filter(([field]) => !isIdle(field))
      .map(([field, index]) => ({ field, code: 'cell_merged' as const, cell: `${columnLetters(index)}${row}` })),
  ];
}

/** Nothing is read from these columns. */
function isIdle(column: string): boolean {
  return column === 'sequence' || column === 'remark';
}

/**
 * Doubts that a person can settle: the row may be kept when somebody says why. Everything else has to be put right in the
 * sheet.
 */
const KEEPABLE: ReadonlySet<ImportErrorCode> = new Set([
  'row_duplicate',
  'phone_shared',
  'phone_known',
  'name_known',
  'name_repeated',
  'not_signed_up',
  'code_known',
]);

/** Whether a row with these errors may be kept with an explanation. */
export function mayBeKept(codes: readonly ImportErrorCode[]): boolean {
  return codes.length > 0 && codes.every((code) => KEEPABLE.has(code));
}

import type { SheetHeader } from './header.ts';
import { cellAddress, type ImportContext, type RowReading, readRow } from './read-row.ts';
import { withMerged } from './row-errors.ts';
import { skipReason } from './skip.ts';
import type { AcceptedRow, ImportRowWarning, RowVerdict, SheetRow, SkipReason } from './types.ts';

/**
 * Gives the verdict on each row below the header. Rows must come in the order of the sheet, each once; `merged` are the
 * columns, from 0, in which the row lies inside merged cells without being their first.
 */
export type RowInterpreter = (cells: SheetRow, row: number, merged?: readonly number[]) => RowVerdict;

/**
 * Makes the interpreter of one sheet. It remembers whom and what it has accepted, so that a later row of the same
 * person (phone), date, category and item is a duplicate; rejected rows are not remembered, so a row that repeats
 * one with a typing error can still be accepted. Work per row is constant: a sheet of any length is read in linear time.
 */
export function rowInterpreter(header: SheetHeader, context: ImportContext): RowInterpreter {
  const accepted = new Map<string, number>();
  const people = new Map<string, { name: string; unitId: string }>();
  return (cells, row, merged = []) => {
    const reason = skipReason(cells, header);
    if (reason !== null) {
      return { outcome: 'skipped', row, reason };
    }
    const read = readRow(cells, row, header, context);
    const reading = { ...read, errors: withMerged(read.errors, header, row, merged) };
    const complete = completeRow(reading, row);
    if (complete === null) {
      return { outcome: 'rejected', row, texts: reading.texts, errors: reading.errors };
    }
    const identity = rowIdentity(complete);
    const occurrence = (accepted.get(identity) ?? 0) + 1;
    accepted.set(identity, occurrence);
    const known = people.get(complete.phone);
    if (known === undefined) {
      people.set(complete.phone, { name: complete.name, unitId: complete.unitId });
    }
    complete.warnings = warningsOf(complete, reading, known, header);
    if (occurrence > 1) {
      const duplicate = { field: 'row', code: 'row_duplicate', cell: '' } as const;
      const repeated = { row: complete, occurrence };
      return { outcome: 'rejected', row, texts: reading.texts, errors: [duplicate], repeated };
    }
    return complete;
  };
}

/**
 * What makes two rows the same entry: person (phone), date, category and item. Points and time are left out, so that
 * a corrected amount is seen as a difference and not as a second entry.
 *
 * @param occurrence the how-manieth of its like in the sheet: one that was kept although it repeats another is the same
 *   entry again whenever the sheet is read again.
 */
export function rowIdentity(row: Pick<AcceptedRow, 'phone' | 'date' | 'category' | 'item'>, occurrence = 1): string {
  const parts: (string | number)[] = [row.phone, row.date, row.category, row.item];
  return JSON.stringify(occurrence === 1 ? parts : [...parts, occurrence]);
}

function completeRow(reading: RowReading, row: number): AcceptedRow | null {
  const { name, phone, gridName, unitId, date, category, item, minutes, points } = reading.values;
  if (
    reading.errors.length > 0 ||
    name === undefined ||
    phone === undefined ||
    gridName === undefined ||
    unitId === undefined ||
    date === undefined ||
    category === undefined ||
    item === undefined ||
    minutes === undefined ||
    points === undefined
  ) {
    return null;
  }
  return {
    outcome: 'accepted',
    row,
    name,
    phone,
    gridName,
    unitId,
    date,
    category,
    item,
    minutes,
    points,
    warnings: [],
  };
}

function warningsOf(
  row: AcceptedRow,
  reading: RowReading,
  known: { name: string; unitId: string } | undefined,
  header: SheetHeader,
): ImportRowWarning[] {
  const warnings: ImportRowWarning[] = [];
  if (known !== undefined && known.name !== row.name) {
    warnings.push({ field: 'name', code: 'name_conflict', cell: cellAddress(header, 'name', row.row) });
  }
  if (known !== undefined && known.unitId !== row.unitId) {
    warnings.push({ field: 'grid', code: 'grid_conflict', cell: cellAddress(header, 'grid', row.row) });
  }
  if (reading.hoursMissing) {
    warnings.push({ field: 'hours', code: 'hours_missing', cell: cellAddress(header, 'hours', row.row) });
  }
  return warnings;
}

/** The figures of a reading. `points` and `minutes` are those of the accepted rows. */
export interface ImportTotals {
  accepted: number;
  rejected: number;
  skipped: Record<SkipReason, number>;
  residents: number;
  points: number;
  minutes: number;
}

/** Adds verdicts up, one after the other. */
export function importTally(): { add(verdict: RowVerdict): void; totals(): ImportTotals } {
  const phones = new Set<string>();
  const sum = { accepted: 0, rejected: 0, points: 0, minutes: 0 };
  const skipped: Record<SkipReason, number> = { blank: 0, subtotal: 0, header: 0, note: 0 };
  return {
    add(verdict) {
      switch (verdict.outcome) {
        case 'accepted':
          phones.add(verdict.phone);
          sum.accepted += 1;
          sum.points += verdict.points;
          sum.minutes += verdict.minutes;
          return;
        case 'rejected':
          sum.rejected += 1;
          return;
        case 'skipped':
          skipped[verdict.reason] += 1;
          return;
        default:
          return verdict satisfies never;
      }
    },
    totals: () => ({ ...sum, skipped: { ...skipped }, residents: phones.size }),
  };
}

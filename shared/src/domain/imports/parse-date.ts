import { textOf } from './cells.ts';
import type { CellValue } from './types.ts';

export type DateResult = { ok: true; date: string } | { ok: false; code: 'date_invalid' | 'date_in_future' };

const DAY_MS = 86_400_000;
/** Day 0 of the 1900 date system, counted so that every day after the invented 29 February 1900 comes out right. */
const EPOCH_1900_MS = Date.UTC(1899, 11, 30);
/** Day 0 of the 1904 date system, which some workbooks made on a Mac still use. */
const EPOCH_1904_MS = Date.UTC(1904, 0, 1);
const YEAR_MIN = 2000;
const YEAR_MAX = 2099;

const WRITTEN = /^(\d{4})\s*(?:[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})|年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?)$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const TIME_OF_DAY = /[\sT]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/;

/**
 * Reads a business day, in any of the ways a hand-kept sheet has it: `2024/01/02`, `2024-01-02`, `2024.1.7`,
 * `2024年1月5日`, a date cell, a serial number of the 1900 (or 1904) date system, or `20240105`.
 *
 * @param today the business day of the reading, `YYYY-MM-DD`; a later day is `date_in_future`.
 * @param yearMin an earlier year is a slip of the pen.
 */
export function parseDate(
  cell: CellValue | undefined,
  today: string,
  epoch1904 = false,
  yearMin = YEAR_MIN,
): DateResult {
  const date = readDay(cell, epoch1904, yearMin);
  if (date === null) {
    return { ok: false, code: 'date_invalid' };
  }
  return date > today ? { ok: false, code: 'date_in_future' } : { ok: true, date };
}

function readDay(cell: CellValue | undefined, epoch1904: boolean, yearMin: number): string | null {
  if (cell instanceof Date) {
    return dayOfInstant(cell.getTime(), yearMin);
  }
  if (typeof cell === 'number') {
    return readNumber(cell, epoch1904, yearMin);
  }
  const text = textOf(cell).replace(TIME_OF_DAY, '');
  if (/^\d{5}(\.\d+)?$/.test(text)) {
    return readNumber(Number(text), epoch1904, yearMin);
  }
  const written = WRITTEN.exec(text) ?? COMPACT.exec(text);
  if (written === null) {
    return null;
  }
  const [, year, month, day, monthWord, dayWord] = written;
  return calendarDay(Number(year), Number(month ?? monthWord), Number(day ?? dayWord), yearMin);
}

function readNumber(value: number, epoch1904: boolean, yearMin: number): string | null {
  if (!Number.isFinite(value)) {
    return null;
  }
  const compact = COMPACT.exec(String(value));
  if (compact !== null) {
    return calendarDay(Number(compact[1]), Number(compact[2]), Number(compact[3]), yearMin);
  }
  return dayOfInstant((epoch1904 ? EPOCH_1904_MS : EPOCH_1900_MS) + Math.floor(value) * DAY_MS, yearMin);
}

function dayOfInstant(instantMs: number, yearMin: number): string | null {
  // Years outside four digits would not fit the written form; they are out of range anyhow.
  if (!(instantMs >= Date.UTC(yearMin, 0, 1) && instantMs < Date.UTC(YEAR_MAX + 1, 0, 1))) {
    return null;
  }
  return new Date(instantMs).toISOString().slice(0, 10);
}

function calendarDay(year: number, month: number, day: number, yearMin: number): string | null {
  const instant = new Date(Date.UTC(year, month - 1, day));
  const exists = instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day;
  return exists ? dayOfInstant(instant.getTime(), yearMin) : null;
}

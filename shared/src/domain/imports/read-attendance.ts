import { startOfBusinessDay } from '../calendar/index.ts';
import type { SheetHeader } from './header.ts';
import { parseMinutes } from './parse-amounts.ts';
import { parsePhone } from './parse-phone.ts';
import { parseTime } from './parse-time.ts';
import { IMPORT_NAME_LENGTH_MAX, readName, readTexts, rowReader } from './read-row.ts';
import type { RowVerdictOf } from './row-verdict.ts';
import type { ImportField, SheetRow } from './types.ts';

const MINUTE_MS = 60_000;

/** What a row of an attendance list says: who, and from when until when they were there. */
export interface AttendanceRow {
  readonly name: string;
  readonly phone: string | null;
  readonly inAtMs: number;
  readonly outAtMs: number;
}

/** The activity that the list is of. */
export interface AttendanceContext {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** The business day on which it began, `YYYY-MM-DD`. */
  readonly date: string;
}

/**
 * Makes the reader of an attendance list. Where no time is written somebody was there all the time; of a time that is
 * written, what lies outside the plan does not count.
 */
export function attendanceReader(
  header: SheetHeader,
  context: AttendanceContext,
): (cells: SheetRow, row: number, merged?: readonly number[]) => RowVerdictOf<AttendanceRow> {
  const seen = new Set<string>();
  return rowReader('roster', header, (cells, _row, reject) => {
    const { cell } = readTexts(cells, header);
    const name = readName(cell('name'));
    if (name === '') reject('name', 'name_missing');
    else if (name.length > IMPORT_NAME_LENGTH_MAX) reject('name', 'name_too_long');
    const written = cell('phone') !== null && String(cell('phone')).trim() !== '';
    const phone = written ? parsePhone(cell('phone')) : null;
    if (written && phone === null) reject('phone', 'phone_invalid');
    const stay = readStay(cells, header, context);
    if ('code' in stay) {
      reject(stay.field, stay.code);
      return null;
    }
    if (name === '' || name.length > IMPORT_NAME_LENGTH_MAX || (written && phone === null)) return null;
    const identity = JSON.stringify([name, phone]);
    if (seen.has(identity)) reject('row', 'person_duplicate');
    seen.add(identity);
    return { name, phone, ...stay };
  });
}

type Stay =
  | { inAtMs: number; outAtMs: number }
  | { field: ImportField; code: 'time_invalid' | 'time_other_day' | 'time_order' | 'time_outside' | 'hours_invalid' };

function readStay(cells: SheetRow, header: SheetHeader, context: AttendanceContext): Stay {
  const { cell } = readTexts(cells, header);
  const times = { checkIn: parseTime(cell('checkIn')), checkOut: parseTime(cell('checkOut')) };
  const at: { checkIn: number | null; checkOut: number | null } = { checkIn: null, checkOut: null };
  for (const field of ['checkIn', 'checkOut'] as const) {
    const time = times[field];
    if (!time.ok) return { field, code: 'time_invalid' };
    if (time.minuteOfDay === null) continue;
    const dayMs = startOfBusinessDay(time.date ?? context.date);
    // An activity over midnight ends on the next day, which nobody writes down.
    const next = time.date === null && dayMs + time.minuteOfDay * MINUTE_MS < context.startsAtMs - EARLY_MS;
    const nextDayIsMeant = next && context.endsAtMs > dayMs + 24 * 60 * MINUTE_MS;
    at[field] = dayMs + time.minuteOfDay * MINUTE_MS + (nextDayIsMeant ? 24 * 60 * MINUTE_MS : 0);
    if (time.date !== null && !isNear(at[field], context)) return { field, code: 'time_other_day' };
  }
  const length = parseMinutes(cell('hours'), header.timeUnit);
  if (!length.ok) return { field: 'hours', code: 'hours_invalid' };
  const written = length.missing ? null : length.minutes * MINUTE_MS;
  const inAtMs = at.checkIn ?? (at.checkOut !== null && written !== null ? at.checkOut - written : context.startsAtMs);
  const outAtMs = at.checkOut ?? (written !== null ? inAtMs + written : context.endsAtMs);
  if (outAtMs <= inAtMs) return { field: at.checkOut === null ? 'hours' : 'checkOut', code: 'time_order' };
  if (inAtMs >= context.endsAtMs || outAtMs <= context.startsAtMs || inAtMs < context.startsAtMs - EARLY_MS) {
    return { field: at.checkIn === null ? 'checkOut' : 'checkIn', code: 'time_outside' };
  }
  return { inAtMs, outAtMs: Math.min(outAtMs, context.endsAtMs) };
}

/** Check-in may begin an hour before the activity does. */
const EARLY_MS = 60 * MINUTE_MS;

function isNear(atMs: number, { startsAtMs, endsAtMs }: AttendanceContext): boolean {
  return atMs > startsAtMs - 12 * EARLY_MS && atMs < endsAtMs + 12 * EARLY_MS;
}

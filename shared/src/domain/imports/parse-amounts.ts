import { textOf } from './cells.ts';
import type { CellValue } from './types.ts';

/** The most points that one imported row may carry. */
export const IMPORT_POINTS_MAX = 1000;
/** The most volunteer time that one imported row may carry, in minutes: one day. */
export const IMPORT_MINUTES_MAX = 24 * 60;

export type PointsResult =
  | { ok: true; points: number }
  | { ok: false; code: 'points_invalid' | 'points_not_whole' | 'points_above_limit' };

/** Reads points: a whole number from 1 to 1000, also with full-width digits, a leading `+`, or `分`/`积分` behind it. */
export function parsePoints(cell: CellValue | undefined): PointsResult {
  const value = readDecimal(wordless(cell, /(?:个?积分|分|点)$/));
  if (value === null || value <= 0) {
    return { ok: false, code: 'points_invalid' };
  }
  if (!Number.isInteger(value)) {
    return { ok: false, code: 'points_not_whole' };
  }
  return value > IMPORT_POINTS_MAX ? { ok: false, code: 'points_above_limit' } : { ok: true, points: value };
}

export type MinutesResult = { ok: true; minutes: number; missing: boolean } | { ok: false; code: 'hours_invalid' };

/** The unit of a bare number in the time column, as its title says it. */
export type TimeUnit = 'hours' | 'minutes';

/**
 * Reads volunteer time as whole minutes, rounded half up. Understood are numbers with or without a unit (`1.5`, `2h`,
 * `3小时`, `90分钟`, `1小时30分`, `半小时`) and cells formatted as a time of day. An empty cell is no time at all.
 */
export function parseMinutes(cell: CellValue | undefined, bareUnit: TimeUnit = 'hours'): MinutesResult {
  const minutes = cell instanceof Date ? minutesOfTimeCell(cell) : minutesOfText(textOf(cell), bareUnit);
  if (minutes === null || minutes < 0 || minutes > IMPORT_MINUTES_MAX) {
    return { ok: false, code: 'hours_invalid' };
  }
  return { ok: true, minutes: Math.round(minutes), missing: textOf(cell) === '' };
}

/** A cell formatted as a time (`1:30`) is a fraction of day 0, which readers give as an instant on 30 December 1899. */
function minutesOfTimeCell(cell: Date): number | null {
  const minutes = (cell.getTime() - Date.UTC(1899, 11, 30)) / 60_000;
  return Number.isNaN(minutes) ? null : minutes;
}

function minutesOfText(text: string, bareUnit: TimeUnit): number | null {
  const compact = text.replace(/\s+/g, '').toLowerCase();
  if (compact === '') {
    return 0;
  }
  const bare = readDecimal(compact);
  if (bare !== null) {
    return bareUnit === 'hours' ? bare * 60 : bare;
  }
  if (/^半个?(?:小时|钟头)$/.test(compact)) {
    return 30;
  }
  const parts =
    /^(?:(\d+(?:\.\d+)?)个?(半)?(?:小时|钟头|时|hours?|hrs?|h))?(?:(\d+(?:\.\d+)?)(?:分钟|分|minutes?|mins?|m))?$/;
  const read = parts.exec(compact);
  if (read === null) {
    return null;
  }
  const [, hours, half, minutes] = read;
  return Number(hours ?? 0) * 60 + (half === undefined ? 0 : 30) + Number(minutes ?? 0);
}

function wordless(cell: CellValue | undefined, unit: RegExp): string {
  return textOf(cell).replace(/\s+/g, '').replace(unit, '');
}

/** A plain decimal with an optional `+` and optional thousands separators; anything else is null. */
function readDecimal(text: string): number | null {
  const unsigned = text.replace(/^\+/, '');
  if (/^\d{1,12}(?:\.\d{1,12})?$/.test(unsigned)) {
    return Number(unsigned);
  }
  return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(unsigned) ? Number(unsigned.replaceAll(',', '')) : null;
}

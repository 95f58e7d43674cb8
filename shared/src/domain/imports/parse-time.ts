import { textOf } from './cells.ts';
import type { CellValue } from './types.ts';

/** A time of day, and the day where one is written beside it. `null` where the cell is empty. */
export type TimeResult =
  | { ok: true; minuteOfDay: number; date: string | null }
  | { ok: true; minuteOfDay: null; date: null }
  | { ok: false };

const WRITTEN =
  /^(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\sT]+)?(上午|下午|晚上)?\s*(\d{1,2})[:：时点](\d{1,2})?(?:[:：]\d{2})?分?$/;
const EPOCH_YEAR = 1899;
const DAY_MINUTES = 24 * 60;

/**
 * Reads when somebody came or left: `9:05`, `09:05:00`, `下午2:30`, `9点5分`, with or without the day before it, a cell
 * formatted as a time, or a fraction of a day.
 */
export function parseTime(cell: CellValue | undefined): TimeResult {
  if (cell instanceof Date) return timeOfInstant(cell);
  if (typeof cell === 'number') {
    const minutes = Math.round(cell * DAY_MINUTES);
    return cell >= 0 && cell < 1 ? { ok: true, minuteOfDay: minutes % DAY_MINUTES, date: null } : { ok: false };
  }
  const text = textOf(cell);
  if (text === '') return { ok: true, minuteOfDay: null, date: null };
  const written = WRITTEN.exec(text);
  if (written === null) return { ok: false };
  const [, year, month, day, half, hourWord, minuteWord] = written;
  const hour = Number(hourWord) + ((half === '下午' || half === '晚上') && Number(hourWord) < 12 ? 12 : 0);
  const minute = Number(minuteWord ?? 0);
  if (hour > 23 || minute > 59) return { ok: false };
  const date = year === undefined ? null : `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  return { ok: true, minuteOfDay: hour * 60 + minute, date };
}

function timeOfInstant(cell: Date): TimeResult {
  const instantMs = cell.getTime();
  if (Number.isNaN(instantMs)) return { ok: false };
  const rounded = new Date(Math.round(instantMs / 60_000) * 60_000);
  const date = rounded.getUTCFullYear() === EPOCH_YEAR ? null : rounded.toISOString().slice(0, 10);
  return { ok: true, minuteOfDay: rounded.getUTCHours() * 60 + rounded.getUTCMinutes(), date };
}

import { businessDateOf, startOfBusinessDate, startOfBusinessWeek } from './business-time.ts';
import type { Cap } from './types.ts';

/** How long after the end of their period counters are kept; a credit for an older one counts under a late key. */
export const COUNTER_DAYS_KEPT = 45;
export const COUNTER_MONTHS_KEPT = 14;
export const COUNTER_YEARS_KEPT = 3;

export type CapPeriod = 'day' | 'week' | 'month' | 'year';
type Counters = Readonly<Record<string, number>>;

const KEY_PATTERN = /^.+:(?:([dw]):(\d{4})(\d\d)(\d\d)|m:(\d{4})(\d\d)|y:(\d{4}))$/;

/**
 * The key under which a cap counts, made of the rule and the business period in which the effective date falls:
 * `ZY-01:d:20261123`, `ZY-01:w:20261123` (the week's Monday), `ZY-01:m:202611`, `ZY-01:y:2026`.
 */
export function capKey(ruleCode: string, period: CapPeriod, effectiveAtMs: number): string {
  switch (period) {
    case 'day':
      return `${ruleCode}:d:${compactDate(effectiveAtMs)}`;
    case 'week':
      return `${ruleCode}:w:${compactDate(startOfBusinessWeek(effectiveAtMs))}`;
    case 'month':
      return `${ruleCode}:m:${compactDate(effectiveAtMs).slice(0, 6)}`;
    case 'year':
      return `${ruleCode}:y:${compactDate(effectiveAtMs).slice(0, 4)}`;
    default:
      return unknownPeriod(period);
  }
}

/** Of the keys of late: there are a few per rule and day, and every credit asks for the same ones. */
const closings = new Map<string, number>();
const CLOSINGS_MAX = 10_000;

/** The instant from which a cap's period takes no more credits, because its counter is no longer kept. */
export function capPeriodClosesAt(key: string): number {
  const known = closings.get(key);
  if (known !== undefined) return known;
  const closesAtMs = closingOf(key);
  if (closings.size >= CLOSINGS_MAX) closings.clear();
  closings.set(key, closesAtMs);
  return closesAtMs;
}

function closingOf(key: string): number {
  const match = KEY_PATTERN.exec(key);
  if (match === null) throw new TypeError('a cap key must end in :d:YYYYMMDD, :w:YYYYMMDD, :m:YYYYMM or :y:YYYY');
  const [, dayOrWeek, year, month, day, monthYear, monthMonth, yearYear] = match;
  if (dayOrWeek !== undefined) {
    const days = dayOrWeek === 'd' ? 1 : 7;
    return startOfBusinessDate(Number(year), Number(month), Number(day) + days + COUNTER_DAYS_KEPT);
  }
  if (monthYear !== undefined) {
    return startOfBusinessDate(Number(monthYear), Number(monthMonth) + 1 + COUNTER_MONTHS_KEPT, 1);
  }
  return startOfBusinessDate(Number(yearYear) + 1 + COUNTER_YEARS_KEPT, 1, 1);
}

/**
 * Under which key a credit counts whose cap's period has closed: one of the year in which it happened, which is kept for
 * years. `ZY-01:d:20261123` becomes `ZY-01:late.d20261123:y:2026`. Null for a year, which nothing follows.
 */
export function lateCapKey(key: string): string | null {
  const [, rule, period, year, rest] = /^(.+):([dwm]):(\d{4})(\d+)$/.exec(key) ?? [];
  return rule === undefined ? null : `${rule}:late.${period}${year}${rest}:y:${year}`;
}

/** The first instant of a cap's period: nothing that counts under it was recorded before. */
export function capPeriodStartsAt(key: string): number {
  const [, year = '', month = '01', day = '01'] = /:[dwmy]:(\d{4})(\d\d)?(\d\d)?$/.exec(key) ?? [];
  return startOfBusinessDate(Number(year), Number(month), Number(day));
}

/** The points of a credit that its caps leave: never more than asked, never below zero. */
export function grantUnderCaps(counters: Counters, caps: readonly Cap[], points: number): number {
  let granted = points;
  for (const cap of caps) granted = Math.min(granted, cap.pointsMax - (counters[cap.key] ?? 0));
  return Math.max(0, granted);
}

/** Counters after a credit's points were counted, without those whose period has closed. */
export function countPoints(
  counters: Counters,
  keys: readonly string[],
  points: number,
  recordedAtMs: number,
): Counters {
  const counted = prune(counters, recordedAtMs);
  for (const key of keys) counted[key] = (counted[key] ?? 0) + points;
  return counted;
}

/** The counters of two joined accounts together, without those whose period has closed. */
export function addCounters(counters: Counters, added: Counters, recordedAtMs: number): Counters {
  const sum = prune(counters, recordedAtMs);
  for (const [key, points] of Object.entries(prune(added, recordedAtMs))) sum[key] = (sum[key] ?? 0) + points;
  return sum;
}

/** Counters after a reversed credit's points were given back; a counter no longer kept needs nothing. */
export function uncountPoints(
  counters: Counters,
  keys: readonly string[],
  points: number,
  recordedAtMs: number,
): Counters {
  const counted = prune(counters, recordedAtMs);
  for (const key of keys) {
    const rest = (counted[key] ?? 0) - points;
    if (rest > 0) counted[key] = rest;
    else delete counted[key];
  }
  return counted;
}

function prune(counters: Counters, recordedAtMs: number): Record<string, number> {
  const kept: Record<string, number> = {};
  for (const [key, points] of Object.entries(counters)) {
    if (recordedAtMs < capPeriodClosesAt(key)) kept[key] = points;
  }
  return kept;
}

function compactDate(instantMs: number): string {
  const { year, month, day } = businessDateOf(instantMs);
  return `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
}

function unknownPeriod(period: never): never {
  throw new TypeError(`unknown cap period ${String(period)}`);
}

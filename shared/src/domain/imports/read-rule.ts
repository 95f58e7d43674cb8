import { type CategoryLookup, parseCategory } from './categories.ts';
import { textOf, wordOf } from './cells.ts';
import type { SheetHeader } from './header.ts';
import { parseMinutes } from './parse-amounts.ts';
import { parseDate } from './parse-date.ts';
import { readTexts, rowReader } from './read-row.ts';
import type { RowVerdictOf } from './row-verdict.ts';
import type { CellValue, ImportColumn, ImportErrorCode, ImportField, SheetRow } from './types.ts';

/** What a row of a scheme says of one clause; what it leaves out means none. */
export interface RuleRow {
  readonly code: string;
  readonly title: string;
  readonly category: string;
  readonly unit: 'hour' | 'attendance' | 'case';
  readonly points: number;
  readonly coefficient: number;
  readonly pointsMaxPerEvent: number | null;
  readonly minutesMin: number;
  readonly capDay: number | null;
  readonly capMonth: number | null;
  readonly capYear: number | null;
  readonly publicityDays: number;
  readonly evidenceWanted: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

export interface RuleContext {
  /** The business day of the reading: from when a clause holds that names no day. */
  readonly today: string;
  readonly categories: CategoryLookup;
  readonly epoch1904?: boolean;
}

/** Clauses are made for years to come. */
const LAST_DAY = '2099-12-31';
const TITLE_LENGTH_MAX = 50;
const EVIDENCE_LENGTH_MAX = 200;

const UNIT_WORDS: readonly (readonly [RegExp, RuleRow['unit']])[] = [
  [/小时|时长|hour|^时$/i, 'hour'],
  [/案|件|起|宗|case/i, 'case'],
  [/次|场|人次|活动|attendance|time/i, 'attendance'],
];

/** Makes the reader of a list of clauses; the same code twice is a duplicate. */
export function ruleReader(
  header: SheetHeader,
  context: RuleContext,
): (cells: SheetRow, row: number, merged?: readonly number[]) => RowVerdictOf<RuleRow> {
  const seen = new Set<string>();
  return rowReader('rules', header, (cells, _row, reject) => {
    const rule = readRule(cells, header, context, reject);
    if (rule === null) return null;
    if (seen.has(rule.code)) reject('code', 'code_duplicate');
    seen.add(rule.code);
    return rule;
  });
}

type Reject = (field: ImportField, code: ImportErrorCode) => void;

function readRule(cells: SheetRow, header: SheetHeader, context: RuleContext, reject: Reject): RuleRow | null {
  const { cell } = readTexts(cells, header);
  let sound = true;
  const bad: Reject = (field, code) => {
    sound = false;
    reject(field, code);
  };
  const whole = (field: NumberField, max: number): number | null => {
    const value = readNumber(cell(field));
    if (value === null) return null;
    if (Number.isInteger(value) && value >= 0 && value <= max) return value;
    bad(field, 'number_invalid');
    return null;
  };
  const code = wordOf(cell('code')).toUpperCase();
  if (!/^[A-Z]{2}-\d{2,3}$/.test(code)) bad('code', 'code_invalid');
  const title = textOf(cell('title')).replace(/\s+/g, ' ');
  if (title === '' || title.length > TITLE_LENGTH_MAX) bad('title', title === '' ? 'title_missing' : 'title_too_long');
  const category = parseCategory(cell('category'), context.categories);
  if (category === null) bad('category', 'category_unknown');
  const unit = UNIT_WORDS.find(([words]) => words.test(wordOf(cell('unit'))))?.[1];
  if (unit === undefined) bad('unit', 'unit_unknown');
  const points = whole('points', 1000);
  if (points === null && textOf(cell('points')) === '') bad('points', 'points_invalid');
  const coefficient = readNumber(cell('coefficient')) ?? 1;
  if (!(coefficient > 0 && coefficient <= 10)) bad('coefficient', 'number_invalid');
  const shortest = parseMinutes(cell('minutesMin'), 'minutes');
  if (!shortest.ok) bad('minutesMin', 'hours_invalid');
  const evidenceWanted = textOf(cell('evidence')).slice(0, EVIDENCE_LENGTH_MAX);
  const validFrom = readDay(cell('validFrom'), context) ?? context.today;
  const validUntil = readDay(cell('validUntil'), context);
  if (validFrom === '') bad('validFrom', 'date_invalid');
  if (validUntil === '') bad('validUntil', 'date_invalid');
  else if (validUntil !== null && validUntil < validFrom) bad('validUntil', 'terms_contradictory');
  const rest = {
    pointsMaxPerEvent: whole('pointsMax', 1000),
    capDay: whole('capDay', 100_000),
    capMonth: whole('capMonth', 100_000),
    capYear: whole('capYear', 100_000),
    publicityDays: whole('publicityDays', 30) ?? 0,
  };
  if (!sound || category === null || unit === undefined || points === null || !shortest.ok) return null;
  const { minutes: minutesMin } = shortest;
  return {
    code,
    title,
    category,
    unit,
    points,
    coefficient,
    minutesMin,
    evidenceWanted,
    validFrom,
    validUntil,
    ...rest,
  };
}

type NumberField = Exclude<ImportColumn, 'sequence' | 'remark'>;

/** The number that a cell holds, with or without its unit; null where it is empty, NaN where it is none. */
function readNumber(cell: CellValue): number | null {
  const text = wordOf(cell).replace(/(?:个?积分|分|点|天|日|个工作日|倍)$/, '');
  if (text === '' || text === '无' || text === '不限') return null;
  return /^\d{1,9}(?:\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
}

/** The day, null where none is written, empty where it cannot be one. */
function readDay(cell: CellValue, context: RuleContext): string | null {
  if (textOf(cell) === '') return null;
  const day = parseDate(cell, LAST_DAY, context.epoch1904);
  return day.ok ? day.date : '';
}

import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import i18next from 'i18next';
import { currentLanguage } from '../i18n/index.ts';
import { serverNowMs } from './clock.ts';
import { byServerClock } from './server-dayjs.ts';

/** Business days and all times on screen are those of China, wherever the browser is. */
const ZONE = 'Asia/Shanghai';

dayjs.extend(utc);
dayjs.extend(timezone);
// Pickers ask for their "today" by these two.
dayjs.extend(byServerClock);
dayjs.tz.setDefault(ZONE);

const HOUR_MS = 3_600_000;

/** An instant: ISO 8601 or milliseconds. */
export type Instant = string | number;

const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const local = (instant: Instant): Dayjs => dayjs(instant).tz(ZONE);
const nowLocal = (): Dayjs => dayjs(serverNowMs()).tz(ZONE);

function monthDay(day: Dayjs): string {
  return currentLanguage() === 'zh'
    ? `${day.month() + 1}月${day.date()}日`
    : `${MONTHS[day.month()] ?? ''} ${day.date()}`;
}

function withYear(day: Dayjs): string {
  if (day.year() === nowLocal().year()) return monthDay(day);
  return currentLanguage() === 'zh' ? `${day.year()}年${monthDay(day)}` : `${monthDay(day)}, ${day.year()}`;
}

const weekday = (day: Dayjs): string => WEEKDAYS[currentLanguage()][day.day()] ?? '';

/** `09:30` */
export const formatTime = (instant: Instant): string => local(instant).format('HH:mm');

/** `09:30:12` */
export const formatTimeSeconds = (instant: Instant): string => local(instant).format('HH:mm:ss');

/** `11月23日 周一` */
export const formatDay = (instant: Instant): string => `${withYear(local(instant))} ${weekday(local(instant))}`;

/** `11月23日`, with the year when it is another one. */
export const formatShortDay = (instant: Instant): string => withYear(local(instant));

/** `11月23日 周一 09:30` */
export const formatMoment = (instant: Instant): string => `${formatDay(instant)} ${formatTime(instant)}`;

/** `11月23日 09:30`, for narrow columns. */
export const formatShortMoment = (instant: Instant): string => `${withYear(local(instant))} ${formatTime(instant)}`;

/** A business date `YYYY-MM-DD` as `12月31日`. */
export const formatDate = (date: string): string => withYear(dayjs.tz(`${date}T12:00:00`, ZONE));

/** A business date with its year, for what is read years later: `2026年12月31日`. */
export function formatFullDate(date: string): string {
  const day = dayjs.tz(`${date}T12:00:00`, ZONE);
  return currentLanguage() === 'zh' ? `${day.year()}年${monthDay(day)}` : `${monthDay(day)}, ${day.year()}`;
}

/** A business date with weekday: `11月23日 周一`. */
export const formatDateWeekday = (date: string): string => formatDay(dayjs.tz(`${date}T12:00:00`, ZONE).valueOf());

/** `2026年11月` for `2026-11`. */
export function formatMonth(month: string): string {
  const [year = '', number = '1'] = month.split('-');
  return currentLanguage() === 'zh' ? `${year}年${Number(number)}月` : `${MONTHS[Number(number) - 1] ?? ''} ${year}`;
}

/** The business date `YYYY-MM-DD` of an instant. */
export const businessDate = (instant: Instant = serverNowMs()): string => local(instant).format('YYYY-MM-DD');

/** The instant (ISO) of a business date and a time `HH:mm` in China. */
export const instantOf = (date: string, time: string): string => dayjs.tz(`${date}T${time}:00`, ZONE).toISOString();

/** 今天, 明天, 昨天 or `11月23日 周一`. */
export const formatNearDay = (instant: Instant): string => nearDay(instant) ?? formatDay(instant);

/** The same without the weekday, for the tile before a line. */
export const formatTileDay = (instant: Instant): string => nearDay(instant) ?? formatShortDay(instant);

function nearDay(instant: Instant): string | undefined {
  const days = local(instant).startOf('day').diff(nowLocal().startOf('day'), 'day');
  if (days === 0) return i18next.t('common:date.today');
  if (days === 1) return i18next.t('common:date.tomorrow');
  return days === -1 ? i18next.t('common:date.yesterday') : undefined;
}

/** `今天 09:30`, `11月23日 周一 09:30`; relative only under an hour. */
export function formatWhen(instant: Instant): string {
  const aheadMs = dayjs(instant).valueOf() - serverNowMs();
  const minutes = Math.floor(Math.abs(aheadMs) / 60_000);
  if (Math.abs(aheadMs) >= HOUR_MS) return `${formatNearDay(instant)} ${formatTime(instant)}`;
  if (minutes === 0) return i18next.t('common:date.justNow');
  return i18next.t(aheadMs > 0 ? 'common:date.minutesAhead' : 'common:date.minutesAgo', { count: minutes });
}

/** `09:00 至 11:00`, with the day when asked. */
export function formatSpan(from: Instant, to: Instant, day = true): string {
  const between = currentLanguage() === 'zh' ? ' 至 ' : ' to ';
  const end = businessDate(from) === businessDate(to) ? formatTime(to) : formatMoment(to);
  return `${day ? `${formatNearDay(from)} ` : ''}${formatTime(from)}${between}${end}`;
}

/** The same on paper, which is read on another day: `2026年11月28日 周六 14:30 至 16:00`. */
export function formatFullSpan(from: Instant, to: Instant): string {
  return `${formatFullDate(businessDate(from))} ${weekday(local(from))} ${formatSpan(from, to, false)}`;
}

/** How long something has waited: `2 天`, `21 小时`, `5 分钟`. */
export function formatAge(since: Instant): string {
  const minutes = Math.max(0, Math.floor((serverNowMs() - dayjs(since).valueOf()) / 60_000));
  if (minutes >= 1440) return i18next.t('common:date.waitedDays', { count: Math.floor(minutes / 1440) });
  if (minutes >= 60) return i18next.t('common:date.waitedHours', { count: Math.floor(minutes / 60) });
  return i18next.t('common:date.waitedMinutes', { count: minutes });
}

/** `2 分 41 秒` */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  if (seconds < 60) return i18next.t('common:countdown.seconds', { seconds });
  return i18next.t('common:countdown.minutesSeconds', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}

/** Whole numbers in groups of three: `30,842`. */
export const formatNumber = (value: number): string => value.toLocaleString('en-US');

/** A change, with its sign: `+8`, `−8`. */
export const formatChange = (value: number): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatNumber(Math.abs(value))}`;

/** Minutes as hours with at most one digit: `2.5`. */
export const formatHours = (minutes: number): string => (Math.round(minutes / 6) / 10).toLocaleString('en-US');

/** Fen as yuan: `4.00`. */
export const formatYuan = (fen: number): string =>
  (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Part of the day for a greeting. */
export function partOfDay(): 'morning' | 'afternoon' | 'evening' {
  const hour = nowLocal().hour();
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}

/** Things of one kind in a row: `张*、李*` in Chinese, `Zhang, Li` in English. */
export const inList = (things: readonly (string | number)[]): string => things.join(i18next.t('common:listComma'));

/** A name and what stands for it: `理由：停业` in Chinese, `Reason: closed` in English. */
export const withLabel = (label: string, words: string): string => i18next.t('common:labelled', { label, words });

/** Something and, in brackets, what belongs to it. */
export const withNote = (words: string, note: string): string => i18next.t('common:noted', { words, note });

/** Whole sentences, such as reasons, in a row. */
export const inClauses = (...clauses: readonly string[]): string => clauses.join(i18next.t('common:semicolon'));

/** Words of one line with the comma of the language between them; empty ones are left out. */
export const inOneLine = (...words: readonly (string | undefined | false)[]): string =>
  words.filter((word): word is string => typeof word === 'string' && word !== '').join(i18next.t('common:comma'));

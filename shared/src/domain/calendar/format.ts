import { businessDate, minuteOfDay, weekday } from './business-date.ts';

type Language = 'zh' | 'en';

const WEEKDAYS_ZH = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
const WEEKDAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `11月23日`; with the year where it is not that of `today`. */
export function formatDate(date: string, language: Language, today?: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const withYear = today !== undefined && today.slice(0, 4) !== year;
  if (language === 'zh') return `${withYear ? `${year}年` : ''}${Number(month)}月${Number(day)}日`;
  return `${Number(day)} ${MONTHS_EN[Number(month) - 1] ?? ''}${withYear ? ` ${year}` : ''}`;
}

/** `周一` */
export function formatWeekday(date: string, language: Language): string {
  return (language === 'zh' ? WEEKDAYS_ZH : WEEKDAYS_EN)[weekday(date) - 1] ?? '';
}

/** `09:30` in the business time zone. */
export function formatTime(instantMs: number): string {
  const minute = minuteOfDay(instantMs);
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** `11月23日 周一 09:30` */
export function formatDateTime(instantMs: number, language: Language, today?: string): string {
  const date = businessDate(instantMs);
  return `${formatDate(date, language, today)} ${formatWeekday(date, language)} ${formatTime(instantMs)}`;
}

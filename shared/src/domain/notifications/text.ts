import { businessDate, formatDate, formatDateTime } from '../calendar/index.ts';
import { fillPlaces } from '../words/index.ts';
import { NOTICE_EXTRAS, NOTICE_TEMPLATES, type NoticeTemplateName } from './templates.ts';

/**
 * What a message is filled with: whole points, minutes, dates `YYYY-MM-DD`, instants in milliseconds (`…AtMs`), and the
 * names of records, which are looked up when it is read.
 */
export type NoticeData = Readonly<Record<string, string | number>>;

export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

type Language = 'zh' | 'en';

/** What stands where a record is no longer known. */
const UNKNOWN = { zh: '这一项', en: 'an item' } as const;

/** The words of a message. `nowMs` decides only whether a date needs its year. */
export function noticeText(
  template: NoticeTemplateName,
  language: Language,
  data: NoticeData,
  nowMs: number,
): NoticeText {
  const { title, body } = NOTICE_TEMPLATES[template][language];
  const extras = (['paid', 'shortfall'] as const).filter((name) => Number(data[name] ?? 0) > 0);
  const sentences = [body, ...extras.map((name) => NOTICE_EXTRAS[name][language])];
  const filled = (text: string) => fill(text, language, data, nowMs);
  return { title: filled(title), body: sentences.map(filled).join(language === 'zh' ? '' : ' ') };
}

function fill(text: string, language: Language, data: NoticeData, nowMs: number): string {
  return fillPlaces(text, (name) => wordsOf(name, language, data, nowMs));
}

function wordsOf(name: string, language: Language, data: NoticeData, nowMs: number): string {
  const today = businessDate(nowMs);
  switch (name) {
    case 'hours':
      return String(Math.round(Number(data.minutes ?? 0) / 6) / 10);
    case 'signed': {
      const points = Number(data.points ?? 0);
      return points > 0 ? `+${points}` : String(points).replace('-', '−');
    }
    case 'startsAt':
      return formatDateTime(Number(data.startsAtMs ?? 0), language, today);
    case 'firstDay':
    case 'lastDay':
      return formatDate(String(data[name] ?? today), language, today);
    default:
      return String(data[name] ?? UNKNOWN[language]);
  }
}

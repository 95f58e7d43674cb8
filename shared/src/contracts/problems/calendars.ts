import { problemRows } from './types.ts';

/** Calendars of activities. */
export const calendarProblems = problemRows({
  calendar_range_invalid: {
    status: 422,
    zh: '日历一次最多看 45 天，结束日期不能早于开始日期。',
    en: 'A calendar shows at most 45 days, and ends no earlier than it begins.',
  },
  calendar_feed_unknown: {
    status: 404,
    zh: '这个日历地址已经停用。请在手机页面“我的日历”里重新生成。',
    en: 'This calendar address does not work any more. Please make a new one on the page “My calendar”.',
  },
});

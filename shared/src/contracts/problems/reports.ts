import { problemRows } from './types.ts';

export const reportProblems = problemRows({
  figures_not_ready: {
    status: 503,
    zh: '数据正在统计中，请一两分钟后再试。',
    en: 'The figures are being counted. Please try again in a minute or two.',
  },
  report_period_too_long: {
    status: 422,
    zh: '一份报表最多 {daysMax} 天，请缩短时间范围。',
    en: 'A report covers at most {daysMax|day|days}. Please choose a shorter period.',
  },
});

import { problemRows } from './types.ts';

export const historyProblems = problemRows({
  as_of_in_future: {
    status: 422,
    zh: '所选时间还没有到，请选择今天或更早的日期。',
    en: 'That time has not come yet. Please choose today or an earlier date.',
  },
  period_invalid: {
    status: 422,
    zh: '结束日期早于开始日期，请重新选择。',
    en: 'The period ends before it begins. Please choose again.',
  },
  statement_too_long: {
    status: 422,
    zh: '这段时间有 {entries} 笔流水，一次最多列出 {entriesMax} 笔，请缩短时间范围。',
    en: 'This period has {entries|entry|entries}, and a statement lists at most {entriesMax}. Please choose a shorter period.',
  },
});

import { problemRows } from './types.ts';

export const digestProblems = problemRows({
  digest_not_found: {
    status: 404,
    zh: '没有这一天的账本指纹，请从列表里选择日期。',
    en: 'There is no digest of this day. Please choose one from the list.',
  },
});

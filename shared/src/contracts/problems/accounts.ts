import { problemRows } from './types.ts';

export const accountProblems = problemRows({
  crediting_date_past: {
    status: 422,
    zh: '生效日期不能早于今天：已经入账的积分不会改到别的账户。',
    en: 'The day cannot be before today: points that were credited do not change accounts.',
  },
  account_not_yours: {
    status: 403,
    zh: '这不是您本人、家庭或所代表组织的账户。',
    en: 'This is not your own account, nor that of your household or an organisation you speak for.',
  },
});

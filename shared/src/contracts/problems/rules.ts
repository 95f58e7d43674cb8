import { problemRows } from './types.ts';

export const ruleProblems = problemRows({
  rule_not_found: { status: 404, zh: '没有找到这条积分标准。', en: 'This rule was not found.' },
  rule_code_taken: {
    status: 409,
    zh: '这个编号已由其他辖区使用，请换一个。',
    en: 'Another unit uses this code. Please choose another.',
  },
  rule_terms_contradictory: {
    status: 422,
    zh: '积分标准前后矛盾：单次上限不能低于下限，截止日不能早于起始日。',
    en: 'The terms contradict each other: a maximum below the minimum, or an end before the beginning.',
  },
  rule_not_draft: { status: 409, zh: '这个版本已经发布或停用。', en: 'This version is not a draft any more.' },
  rule_not_published: { status: 409, zh: '这个版本不在使用中。', en: 'This version is not in use.' },
  rule_publish_own_draft: {
    status: 403,
    zh: '起草人不能自己发布，请由另一位负责人发布。',
    en: 'Who drafted a rule cannot publish it. Please ask a colleague.',
  },
  rule_not_in_force: {
    status: 422,
    zh: '这条积分标准在 {date} 没有生效的版本。',
    en: 'No version of this rule is in force on {date}.',
  },
  rule_not_here: {
    status: 422,
    zh: '这条积分标准不适用于本辖区。',
    en: 'This rule does not hold in this unit.',
  },
  rule_category_mismatch: {
    status: 422,
    zh: '活动类别与积分标准的类别不一致。',
    en: 'The category of the activity is not that of the rule.',
  },
  rule_terms_missing: {
    status: 422,
    zh: '请填写积分标准，或指明已有标准的编号。',
    en: 'Give the terms, or the code of a rule that exists.',
  },
});

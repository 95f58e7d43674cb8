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
  rule_begins_in_past: {
    status: 422,
    zh: '新版本不能从过去的日子起施行，已经计分的事项不会重算。请把施行日期改为 {today} 或以后，重新起草。',
    en: 'A new version cannot begin in the past: what was priced stays priced. Draft it anew with {today} or a later day.',
  },
  rule_ends_in_past: {
    status: 422,
    zh: '停用日期不能早于今天。',
    en: 'The day of retirement cannot be in the past.',
  },
  rule_suspended: {
    status: 422,
    zh: '应急状态期间这条积分标准暂停施行，{date} 不能按它计分。',
    en: 'This rule is suspended while the emergency lasts; it prices nothing on {date}.',
  },
  rule_adoption_recorded: {
    status: 409,
    zh: '这一版的通过情况已经登记，不能更改。如有错误，请起草新的一版。',
    en: 'The adoption of this version is on record and cannot be changed. Draft a new version where it is wrong.',
  },
  rule_adoption_contradictory: {
    status: 422,
    zh: '通过情况前后矛盾：通过日期不能晚于今天，同意人数不能多于到会人数。',
    en: 'The adoption cannot be so: a day after today, or more voices in favour than people present.',
  },
  rule_category_unknown: {
    status: 422,
    zh: '没有这个类别，或者它已停用。请换一个类别，或先在类别管理中启用。',
    en: 'This category does not exist or is not offered any more. Choose another, or offer it again.',
  },
  rule_declaration_missing: {
    status: 422,
    zh: '这条标准要先问清楚：参加时是否在岗领薪、是否按件领取报酬。请如实选择后再提交。',
    en: 'This rule asks whether you were paid on duty or per case. Please answer, then send again.',
  },
  rule_not_eligible: {
    status: 422,
    zh: '在岗领薪或按件领取报酬的服务不计积分。感谢您的付出。',
    en: 'What was paid for, on duty or per case, earns no points. Thank you all the same.',
  },
  rule_by_case: {
    status: 422,
    zh: '这条积分标准按整件调解计分，由几位调解员共分。请改用“登记调解”填写这一件。',
    en: 'This rule pays for a case of mediation as a whole, shared by its mediators. Please use “File a mediation” for it.',
  },
  rule_event_counted: {
    status: 409,
    zh: '这个人这次活动已经计过分，同一件事不重复计分。',
    en: 'This person has been credited for this activity already; nothing counts twice.',
  },
  emergency_date_past: {
    status: 422,
    zh: '切换日期不能早于今天，已经计分的事项不会重算。',
    en: 'The switch cannot begin in the past: what was priced stays priced.',
  },
  emergency_already: {
    status: 409,
    zh: '这个辖区在这一天已经是这个状态，不用再切换。',
    en: 'On that day the switch of this unit stands there already.',
  },
  category_exists: { status: 409, zh: '这个类别代码已经用过，请换一个。', en: 'This category code is taken already.' },
  category_reserved: {
    status: 422,
    zh: '这个代码另有用途，请换一个。',
    en: 'This code is reserved. Please choose another.',
  },
  category_not_found: { status: 404, zh: '没有找到这个类别。', en: 'This category was not found.' },
  category_last: {
    status: 422,
    zh: '至少要保留一个可用的类别。',
    en: 'At least one category has to be offered.',
  },
  rule_terms_missing: {
    status: 422,
    zh: '请填写积分标准，或指明已有标准的编号。',
    en: 'Give the terms, or the code of a rule that exists.',
  },
});

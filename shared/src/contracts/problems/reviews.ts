import { problemRows } from './types.ts';

/** Second approvals, escalation, bulk decisions, delegations and the working calendar. */
export const reviewProblems = problemRows({
  review_second_needed: {
    status: 403,
    zh: '您已通过初审。积分较多的须两人审核，请由另一位同事复核。',
    en: 'You gave the first approval. This many points take two people: please ask a colleague for the second.',
  },
  review_lender_benefit: {
    status: 403,
    zh: '这一条使授权给您的人或其家人受益，您不能代审，请由其他同事或街道审核。',
    en: 'This benefits who lent you the right, or their household. Please leave it to another colleague or the street.',
  },
  review_already_escalated: {
    status: 409,
    zh: '这一条已经上报，请等待上级审核。',
    en: 'This was handed up already. Please wait for the unit above.',
  },
  review_no_unit_above: {
    status: 422,
    zh: '上面没有可以上报的单位，请改为授权代审人。',
    en: 'There is no unit above to hand this up to. Please appoint a deputy instead.',
  },
  review_run_empty: {
    status: 422,
    zh: '没有符合条件的待审核记录，请刷新队列。',
    en: 'Nothing in the queue fits. Please reload it.',
  },
  review_run_too_many: {
    status: 422,
    zh: '一次最多批量审核 {max} 件，请按类别或社区分批办理。',
    en: 'At most {max} items can be decided at once. Please split them by category or community.',
  },
  review_run_not_found: { status: 404, zh: '没有找到这次批量审核。', en: 'This bulk decision was not found.' },
  review_run_ended: {
    status: 409,
    zh: '这次批量审核没有提交完整，已作废，请重新选择后提交。',
    en: 'This bulk decision was never sent whole and was dropped. Please choose again and send it anew.',
  },
  review_reviewer_gone: {
    status: 403,
    zh: '您的账号已停用，其余各件没有审核。',
    en: 'Your sign-in was disabled, so that the rest was not decided.',
  },
  delegation_not_found: { status: 404, zh: '没有找到这份授权。', en: 'This delegation was not found.' },
  delegation_dates_wrong: {
    status: 422,
    zh: '结束日期不能早于开始日期。',
    en: 'The last day must not be before the first.',
  },
  delegation_in_past: {
    status: 422,
    zh: '授权不能从过去开始，请选今天或以后的日期。',
    en: 'It cannot begin in the past. Please choose today or a later day.',
  },
  delegation_too_long: {
    status: 422,
    zh: '一份授权最长一年，到期后可以再授权。',
    en: 'A right can be lent for a year at most. Lend it again afterwards.',
  },
  delegation_to_self: {
    status: 422,
    zh: '不能授权给自己，请选另一位同事。',
    en: 'Please choose somebody else than yourself.',
  },
  delegation_deputy_unfit: {
    status: 422,
    zh: '代审人须是本社区、同街道其他社区或街道的在岗审核或网格人员。',
    en: 'A deputy must be reviewing or grid staff of this community, of another one of the street, or of the street.',
  },
  delegation_exists: {
    status: 409,
    zh: '这位同事在这几天已有同一辖区的代审授权。',
    en: 'This colleague has the right in this unit on some of these days already.',
  },
  delegation_too_many: {
    status: 409,
    zh: '这个辖区已有 {max} 份有效授权，请先收回不用的。',
    en: 'This unit has {max} delegations already. Please take back those that are not needed.',
  },
  delegation_ended: {
    status: 409,
    zh: '这份授权已经结束或收回。',
    en: 'This delegation has ended or was taken back already.',
  },
  holiday_other_year: {
    status: 422,
    zh: '有日期不在这一年里，请核对通知。',
    en: 'Some dates lie in another year. Please check the announcement.',
  },
  holiday_range_wrong: {
    status: 422,
    zh: '放假日期至少一段，须按先后排列且不重叠。',
    en: 'Give at least one range of days off, in order and without overlap.',
  },
  holiday_worked_wrong: {
    status: 422,
    zh: '调休上班日须是放假日期以外的周六或周日，不能重复。',
    en: 'Days worked instead are Saturdays or Sundays outside the days off, each once.',
  },
});

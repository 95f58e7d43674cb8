import { problemRows } from './types.ts';

export const objectionProblems = problemRows({
  publicity_batch_unknown: { status: 404, zh: '没有这一期公示。', en: 'There is no such publication.' },
  publicity_over: {
    status: 410,
    zh: '这一期公示已经结束，名单不再公开。已入账的可在本人积分明细里查看。',
    en: 'This publication has ended and its list is not public any more. Posted entries are in each person’s statement.',
  },
  publicity_days_too_many: {
    status: 400,
    zh: '一次最多查看 {max} 天的浏览次数，请缩短日期范围。',
    en: 'At most {max|day|days} can be shown at once. Please choose a shorter range.',
  },
  publicity_naming_minor: {
    status: 409,
    zh: '未满 18 岁的参与人不公开全名，请选择“只写姓氏”或“不公示”。',
    en: 'Nobody under 18 is named in full. Please choose the surname only, or to be left out.',
  },
  objection_not_found: { status: 404, zh: '没有找到这条异议。', en: 'This objection was not found.' },
  objection_credit_not_found: {
    status: 404,
    zh: '公示里没有这一笔，请从公示名单里打开后再提。',
    en: 'This entry is not on the public list. Please open it from the list and object again.',
  },
  objection_posted: {
    status: 409,
    zh: '这一笔公示已满、已经入账，不能再提异议。本人可在积分明细里提出疑问，其他人请向社区反映，由社区按冲正办理。',
    en: 'This entry was posted after its publicity. Its owner can question it in their statement; others please tell the community, which can reverse it.',
  },
  objection_not_posted: {
    status: 409,
    zh: '这一笔已经决定不入账，不用再提异议。',
    en: 'It was decided already that this entry is not posted: there is nothing left to object to.',
  },
  objection_window_over: {
    status: 409,
    zh: '公示期已过，这一笔正在入账。入账后本人可在积分明细里提出疑问，其他人请向社区反映。',
    en: 'The publicity window is over and the entry is being posted. Afterwards its owner can question it in their statement; others please tell the community.',
  },
  objection_waiting: {
    status: 409,
    zh: '您对这一笔的异议正在处理，不用重复提出。',
    en: 'Your objection to this entry is waiting for its decision already.',
  },
  objection_too_many: {
    status: 409,
    zh: '已有 {max} 条异议在等待处理，请等有了结果再提。情况紧急请直接到社区反映。',
    en: '{max} of your objections are waiting already. Please wait for a decision, or tell the community in person if it is urgent.',
  },
  objection_too_often: {
    status: 409,
    zh: '{days} 天内最多提 {max} 条异议。还有问题请到社区当面反映，由社区直接核查。',
    en: 'At most {max|objection|objections} in {days|day|days}. Please tell the community in person about anything else.',
  },
  objection_decided: {
    status: 409,
    zh: '这条异议已经有了结果，请刷新查看。',
    en: 'This objection has been decided or withdrawn already. Please reload to see the outcome.',
  },
  objection_not_independent: {
    status: 403,
    zh: '这一笔或这条异议与您、您的家人有关，或由您经手，请由其他同事或街道处理。',
    en: 'You or your household are concerned, or you handled this entry or objection. Please ask a colleague or the street to decide.',
  },
  objection_lender_concerned: {
    status: 403,
    zh: '委托您代审的人与这条异议或其家人有关，不能代为处理，请由其他同事或街道处理。',
    en: 'It concerns whoever lent you the right to review, or their household. Please ask a colleague or the street to decide.',
  },
  objection_correction_missing: {
    status: 400,
    zh: '请填写更正后的积分或时长。',
    en: 'Please give the points or hours that are left after the correction.',
  },
  objection_correction_unwanted: {
    status: 400,
    zh: '只有“更正后入账”才填写积分和时长。',
    en: 'Points and hours are given only with a correction.',
  },
  objection_correction_not_less: {
    status: 400,
    zh: '更正后的积分和时长只能减少，不能增加或不变。少记的请入账后提疑问更正。',
    en: 'A correction takes points or hours away. What was counted too low is corrected after posting, by a question about the entry.',
  },
  objection_correction_nothing_left: {
    status: 400,
    zh: '更正后什么也不剩，请选择“异议成立，不入账”。',
    en: 'Nothing would be left. Please uphold the objection instead.',
  },
  objection_not_of_office: {
    status: 409,
    zh: '这条异议由居民自己在手机上提出，请本人在手机上撤回。',
    en: 'The resident filed this objection on their own phone. They can withdraw it there.',
  },
});

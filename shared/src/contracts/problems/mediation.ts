import { problemRows } from './types.ts';

/** Cases of mediation, their mediators, sealed details and visits. */
export const mediationProblems = problemRows({
  mediation_case_not_found: { status: 404, zh: '没有找到这件调解。', en: 'This case was not found.' },
  mediation_rule_needed: {
    status: 422,
    zh: '请选择“矛盾调解”类的积分标准。',
    en: 'Please choose a rule of the mediation category.',
  },
  mediation_mediator_twice: {
    status: 422,
    zh: '同一位调解员填了两次，请删去一次。',
    en: 'The same mediator is named twice. Please take one off.',
  },
  mediation_share_zero: {
    status: 422,
    zh: '这件调解的积分不够每人分到 1 分。请减少调解员，或填写时长。',
    en: 'The points of this case are too few for a share each. Please name fewer mediators, or the time spent.',
  },
  mediation_alone: {
    status: 422,
    zh: '本人申报的调解只能由本人一人办理。几位调解员合办的，请网格员代为申报。',
    en: 'A case that you file yourself is yours alone. A grid officer files one that several mediated.',
  },
  mediation_not_returned: {
    status: 409,
    zh: '只有被退回的调解才能修改。还在等待审核的，请等审核结果。',
    en: 'Only a case that was returned can be changed. Where a part still waits, please wait for its decision.',
  },
  mediation_part_approved: {
    status: 422,
    zh: '有调解员的部分已经审核通过，请把这些调解员保留在名单里，只改其他人。',
    en: 'The part of a mediator named before was approved. Please keep them in the case and change the others.',
  },
  mediation_nobody_left: {
    status: 422,
    zh: '除了已审核通过的调解员，没有别人可以再提交。请至少保留一位被退回的调解员。',
    en: 'Nobody is left to file again beside those already approved. Please keep at least one mediator who was returned.',
  },
  mediation_sealed: {
    status: 403,
    zh: '当事人信息只有申报人和本件审核人可以查看。',
    en: 'Only who filed the case and who reviews it may read who the parties are.',
  },
  mediation_erased: {
    status: 410,
    zh: '当事人信息已过保存期限，按规定删除。',
    en: 'Who the parties are was erased at the end of the time for which it is kept.',
  },
  mediation_visit_not_wanted: {
    status: 409,
    zh: '这件调解现在不需要回访，或刚由他人登记。请刷新查看。',
    en: 'No visit is wanted now, or somebody has just recorded it. Please reload.',
  },
  claim_of_case: {
    status: 409,
    zh: '这份申报是一件调解的一部分，请在这件调解里整体修改或撤回。',
    en: 'This claim is a part of a case of mediation. Please correct the case, or take it back, as a whole.',
  },
});

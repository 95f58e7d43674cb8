import { problemRows } from './types.ts';

/** Bulk posting: of a whole batch, and of single items (`batch_item_…`). */
export const batchProblems = problemRows({
  batch_not_found: { status: 404, zh: '没有找到这个批次。', en: 'This batch was not found.' },
  batch_empty: { status: 422, zh: '名单是空的，请先填写名单。', en: 'The list is empty. Please fill it in first.' },
  batch_too_many_items: {
    status: 422,
    zh: '一次最多 {max} 条，请分批提交。',
    en: 'At most {max} items at a time. Please file them in parts.',
  },
  batch_rule_missing: { status: 422, zh: '请选择积分标准。', en: 'Please choose the rule.' },
  batch_needs_publicity: {
    status: 422,
    zh: '这条积分标准须先公示，不能批量入账。请走活动签到或申报审核。',
    en: 'This rule needs publicity first: please use check-in or claims instead of a batch.',
  },
  batch_not_filed: {
    status: 409,
    zh: '这个批次还没有提交完，或已经处理，请刷新查看。',
    en: 'This batch is not waiting for a decision. Please reload.',
  },
  batch_nothing_to_post: {
    status: 409,
    zh: '名单里没有可以入账的条目，请按提示修改后重新提交。',
    en: 'No item of this batch can be posted. Please correct the list and file it anew.',
  },
  own_batch: {
    status: 403,
    zh: '批量入账须由另一个人确认，提交的人不能自己确认。',
    en: 'Another person must confirm a batch; who filed it cannot.',
  },
  batch_benefits_you: {
    status: 403,
    zh: '名单中有您本人或您的家人，请由其他人确认。',
    en: 'The list benefits you or your household. Somebody else must confirm it.',
  },
  batch_not_yours: {
    status: 403,
    zh: '只有提交的人可以撤回这个批次。',
    en: 'Only who filed a batch can take it back.',
  },
  batch_item_malformed: {
    status: 422,
    zh: '“{field}”填写不正确。',
    en: '“{field}” is not right.',
  },
  batch_item_person_unclear: {
    status: 422,
    zh: '没有找到这个人，或有同名，请补上登记的电话。',
    en: 'Nobody is known by this, or several are: please add the phone.',
  },
  batch_item_repeated: {
    status: 409,
    zh: '与第 {item} 条完全相同，请只保留一条。',
    en: 'The same as item {item}: please keep one of them.',
  },
});

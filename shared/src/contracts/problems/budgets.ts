import { problemRows } from './types.ts';

/** Issuance budgets. */
export const budgetProblems = problemRows({
  budget_short: {
    status: 409,
    zh: '积分预算不足：需要 {needed} 分，还剩 {left} 分。请上级或本级管理员在“积分预算”里调整后再办理，内容已保留。',
    en: 'The points budget is short: {needed} needed, {left} left. Nothing is lost: go on once an administrator has raised it under Budgets.',
  },
  budget_below_taken: {
    status: 409,
    zh: '预算不能低于已发放和已预留的 {taken} 分。',
    en: 'A budget cannot be lower than the {taken|point|points} already issued or set aside.',
  },
  budget_below_children: {
    status: 409,
    zh: '下级已分得 {given} 分，预算不能低于这个数。请先调低下级的预算。',
    en: 'Units below have been given {given|point|points}: lower theirs first.',
  },
  budget_exceeds_parent: {
    status: 409,
    zh: '超过上级预算：上级在本期、本类别还可分配 {left} 分。',
    en: 'More than the unit above has to give: {left|point is|points are} left in its budget of this category and period.',
  },
  budget_set_above: {
    status: 403,
    zh: '这项预算由上级设定，请联系上级调整。',
    en: 'An office above set this budget. Please ask it to change it.',
  },
  budget_unit_not_issuing: {
    status: 422,
    zh: '网格不单独发放积分，请在社区或以上设定预算。',
    en: 'A grid issues no points of its own: set the budget for its community or above.',
  },
  budget_not_found: { status: 404, zh: '没有找到这项预算。', en: 'This budget was not found.' },
  budget_busy: {
    status: 503,
    zh: '同一预算正在被多人使用，请稍候再试，内容已保留。',
    en: 'Many are using this budget at the same moment. Please try again shortly; nothing is lost.',
  },
});

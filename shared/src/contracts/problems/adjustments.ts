import { problemRows } from './types.ts';

export const adjustmentProblems = problemRows({
  adjustment_not_found: { status: 404, zh: '没有找到这张更正单。', en: 'This correction was not found.' },
  adjustment_kind: {
    status: 422,
    zh: '这类流水不能更正：兑换中的请完成或取消兑换，销户、并入的请按账户办理。',
    en: 'Entries of this kind take no correction: end the redemption, or go by the changes of accounts.',
  },
  adjustment_nothing: {
    status: 422,
    zh: '积分和时长都没有变化，请填写要增加或减少多少。',
    en: 'Neither points nor minutes would change. Please say how many are to be added or taken.',
  },
  adjustment_waiting: {
    status: 409,
    zh: '这一笔已有一张更正单在等待确认，请先确认或撤回。',
    en: 'A correction of this entry is waiting already. Please have it confirmed or withdraw it first.',
  },
  adjustment_open: {
    status: 409,
    zh: '这一笔有更正单还没有结果，请先确认或撤回，再作冲正。',
    en: 'A correction of this entry is under way. Please have it confirmed or withdraw it before reversing the entry.',
  },
  adjustment_decided: {
    status: 409,
    zh: '这张更正单已经有了结果，请刷新查看。',
    en: 'This correction has been decided already. Please reload to see the outcome.',
  },
  adjustment_own_proposal: {
    status: 403,
    zh: '提交人不能自己确认，请另一位同事确认。',
    en: 'Whoever proposed it cannot confirm it. Please ask a colleague.',
  },
  adjustment_not_independent: {
    status: 403,
    zh: '您是这笔积分的受益人或其家人，或曾审批这一笔，请由其他同事办理。',
    en: 'These are your own or your household’s points, or you decided on this entry. Please ask a colleague.',
  },
  adjustment_needs_street: {
    status: 403,
    zh: '这一笔补记的积分较多，须由街道确认。',
    en: 'This correction gives many points. The street has to confirm it.',
  },
  adjustment_account_closed: {
    status: 409,
    zh: '账户已销户，不能再更正。请与居民商定线下办法，并存档说明。',
    en: 'The account is closed and takes no corrections. Please settle it with the resident and keep a note of it.',
  },
});

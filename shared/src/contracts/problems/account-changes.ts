import { problemRows } from './types.ts';

export const accountChangeProblems = problemRows({
  change_not_found: { status: 404, zh: '没有找到这项办理。', en: 'This request was not found.' },
  change_waiting: {
    status: 409,
    zh: '这个账户已有一项销户或合并在等待确认，请先办完或撤回。',
    en: 'A closing or joining of this account is waiting already. Please finish or withdraw it first.',
  },
  change_decided: {
    status: 409,
    zh: '这项办理已经有了结果，请刷新查看。',
    en: 'This has been decided already. Please reload to see the outcome.',
  },
  change_own_proposal: {
    status: 403,
    zh: '提交人不能自己确认，请另一位同事确认。',
    en: 'Whoever proposed it cannot confirm it. Please ask a colleague.',
  },
  change_not_independent: {
    status: 403,
    zh: '这是您本人、家人或您所代表组织的账户，请由其他同事办理。',
    en: 'This is your own account, or that of your household or an organisation you speak for. Please ask a colleague.',
  },
  account_has_redemptions: {
    status: 409,
    zh: '账户有 {count} 笔进行中的兑换，请先完成或取消。',
    en: 'The account has {count} open redemptions. Please finish or cancel them first.',
  },
  account_has_pending: {
    status: 409,
    zh: '账户有 {count} 笔待审核或公示中的积分，请等入账或了结后再办理。',
    en: 'The account has {count} credits in review or publicity. Please wait until they are settled.',
  },
  account_owes: {
    status: 409,
    zh: '账户还有 {owed} 分待补扣，不能销户。以后的积分补上之后再办理。',
    en: 'The account owes {owed|point|points} and cannot be closed until later credits have paid that off.',
  },
  account_not_empty: {
    status: 409,
    zh: '账户还有 {points} 分。请先用完，或经本人同意捐给社区公益基金后再销户。',
    en: 'The account still has {points|point|points}. What is left is spent first, or given to the fund with the holder’s word.',
  },
  accounts_of_different_kinds: {
    status: 422,
    zh: '只能合并同一类账户：个人与个人、家庭与家庭、组织与组织。',
    en: 'Only accounts of one kind can be joined: of two persons, two households or two organisations.',
  },
  account_joined_with_itself: {
    status: 422,
    zh: '这是同一个账户，请选择另一个重复的账户。',
    en: 'This is the same account. Please choose the other one.',
  },
  households_differ: {
    status: 409,
    zh: '两份登记分属两个家庭，请先把其中一份迁出，再合并。',
    en: 'The two records belong to two households. Please move one of them out first, then join them.',
  },
  joined_counted_twice: {
    status: 409,
    zh: '{day} 的“{title}”两份登记各得了一次积分。请先冲正其中一笔，再合并。',
    en: 'Both records were credited for “{title}” on {day}. Please reverse one of the two entries first, then join them.',
  },
  refund_account_closed: {
    status: 409,
    zh: '账户已销户，积分退不回去。请与居民、商家商定线下办法，并在备注里写明。',
    en: 'The account is closed and cannot take points back. Please settle it with the resident and the shop.',
  },
  entry_account_joined: {
    status: 409,
    zh: '这笔流水所在的账户已并入另一个账户，不能再单独冲正。请在这一笔上“提交更正”，由另一位同事确认，更正会记到合并后的账户。',
    en: 'The account of this entry was joined into another and takes no reversal any more. Please propose a correction of it: it goes to the account that stays.',
  },
});

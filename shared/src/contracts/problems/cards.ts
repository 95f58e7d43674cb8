import { problemRows } from './types.ts';

/** Printed cards of people without a phone. */
export const cardProblems = problemRows({
  card_not_recognised: {
    status: 422,
    zh: '这不是居民卡，也不是居民的积分码。请扫居民卡，或按姓名登记。',
    en: 'This is neither a resident’s card nor their code. Please scan a card, or find the person by name.',
  },
  card_forged: {
    status: 403,
    zh: '卡片无效，请按姓名登记，并通知社区。',
    en: 'The card is not valid. Please find the person by name and tell the community office.',
  },
  card_other_installation: {
    status: 403,
    zh: '这是其他平台的卡，不能在这里使用。',
    en: 'This card belongs to another installation.',
  },
  card_revoked: {
    status: 410,
    zh: '这张卡已挂失或换新，请扫新卡，或按姓名登记。',
    en: 'This card was lost or replaced. Please scan the new one, or find the person by name.',
  },
  card_not_for_family: {
    status: 403,
    zh: '不能为自己或家人办理居民卡、设置兑换密码，请由其他同事办理。',
    en: 'You cannot issue a card or set a PIN for yourself or your household. Please ask a colleague.',
  },
  card_not_here: {
    status: 403,
    zh: '这张卡不能在本店使用，积分没有动。请到其他商家兑换，或请社区工作人员代办。',
    en: 'This card cannot be used at this shop; no points were taken. It works at other shops, or the community office can help.',
  },
  card_missing: { status: 404, zh: '这位居民还没有卡。', en: 'This person has no card yet.' },
});

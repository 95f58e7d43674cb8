import { problemRows } from './types.ts';

/** When shops are open, on which days a market redeems, and branches. */
export const shopOpeningProblems = problemRows({
  shop_not_open_now: {
    status: 409,
    zh: '商家现在不在营业时间，下次营业时间：{opens}。请届时再来，或选择其他商家。',
    en: 'The shop is not open now. It opens next: {opens}. Please come back then, or choose another one.',
  },
  shop_not_redemption_day: {
    status: 409,
    zh: '今天不是积分超市的兑换日，下一个兑换日：{next}，请届时再来。',
    en: 'The market does not redeem today. Its next day: {next}. Please come back then.',
  },
  sign_sheet_dates: {
    status: 422,
    zh: '请选择不超过 {max} 天的起止日期。',
    en: 'Please choose at most {max|day|days}, the first before the last.',
  },
  opening_hours_wrong: {
    status: 422,
    zh: '每段营业时间的结束须晚于开始，各段不能重叠；跨夜的请分成两天填写。',
    en: 'Each stretch ends later than it begins, and stretches do not overlap. Split what runs over midnight into two days.',
  },
  redemption_days_of_market: {
    status: 422,
    zh: '只有积分超市可以设兑换日。',
    en: 'Only a community’s own market has redemption days.',
  },
  shop_parent_wrong: {
    status: 422,
    zh: '总店不存在、已停止合作，或本身是分店，请重新选择。',
    en: 'The main shop does not exist, no longer takes part, or is a branch itself. Please choose another one.',
  },
  branch_without_agreement: {
    status: 409,
    zh: '分店沿用总店的协议，请在总店登记协议。',
    en: 'A branch goes by the agreement of its main shop. Please enter the agreement there.',
  },
});

import { problemRows } from './types.ts';

export const merchantProblems = problemRows({
  shop_not_found: { status: 404, zh: '没有找到这家商家。', en: 'This shop was not found.' },
  shop_not_approved: {
    status: 409,
    zh: '这家商家还在审批中，暂不能兑换。',
    en: 'This shop is not approved yet, so nothing can be redeemed there.',
  },
  shop_suspended: {
    status: 409,
    zh: '这家商家已暂停合作，请选择其他商家。',
    en: 'This shop is suspended. Please choose another one.',
  },
  shop_closed: { status: 409, zh: '这家商家已停止合作。', en: 'This shop no longer takes part.' },
  shop_closing_not_proposed: {
    status: 409,
    zh: '没有等待确认的终止合作，或刚刚被撤回，请刷新查看。',
    en: 'No such closing waits to be confirmed, or it has just been withdrawn. Please reload.',
  },
  shop_closing_proposed_by_you: {
    status: 403,
    zh: '您提出的终止合作须由另一位工作人员确认。',
    en: 'You proposed this closing, so somebody else has to confirm it.',
  },
  shop_paused: {
    status: 409,
    zh: '商家暂不接单，请稍后再来或选择其他商家。',
    en: 'The shop takes no orders right now. Please try later or choose another one.',
  },
  shop_entered_by_you: {
    status: 403,
    zh: '您登记或暂停的商家，须由另一位工作人员审批、恢复。',
    en: 'You entered or suspended this shop, so somebody else has to let it serve.',
  },
  shop_agreement_over: {
    status: 409,
    zh: '这家商家（分店看总店）现在没有有效的合作协议，恢复后也不能兑换。请先登记新协议并由另一人确认，再恢复。',
    en: 'No agreement with this shop (of a branch: with its main shop) is in force, so nothing could be redeemed there. Please enter a new agreement and have it confirmed first.',
  },
  shop_already_decided: {
    status: 409,
    zh: '这家商家已审批过，请刷新查看。',
    en: 'This shop has been decided on already. Please reload.',
  },
  shop_without_agreement: {
    status: 409,
    zh: '这家商家的合作协议今天不在有效期内，请选择其他商家。',
    en: 'The agreement with this shop does not cover today. Please choose another one.',
  },
  agreement_dates_wrong: {
    status: 422,
    zh: '协议的止期不能早于起期，也不能与已有协议的日期重叠。',
    en: 'An agreement ends no earlier than it begins, and does not overlap another one with this shop.',
  },
  agreement_number_taken: {
    status: 409,
    zh: '这家商家已有这个编号的协议，请核对编号。',
    en: 'This shop has an agreement with this number already. Please check the number.',
  },
  agreement_not_proposed: {
    status: 409,
    zh: '没有等待确认的协议，或内容刚刚改过，请刷新查看。',
    en: 'No such agreement waits to be confirmed, or it has just been changed. Please reload.',
  },
  agreement_entered_by_you: {
    status: 403,
    zh: '您录入的协议须由另一位工作人员确认。',
    en: 'You entered this agreement, so somebody else has to confirm it.',
  },
  agreements_too_many: {
    status: 409,
    zh: '这家商家的协议数量已达上限，请联系系统管理员。',
    en: 'This shop has as many agreements as there can be. Please ask the system administrator.',
  },
  poster_forged: {
    status: 422,
    zh: '这不是有效的商家二维码，请勿继续，并告知社区工作人员。',
    en: 'This shop code is not genuine. Please stop, and tell the community office.',
  },
  poster_replaced: {
    status: 410,
    zh: '这张商家二维码已停用，请扫店里新的二维码。',
    en: 'This shop code was replaced. Please scan the new one in the shop.',
  },
  poster_other_installation: {
    status: 422,
    zh: '这是其他地区红色积分的商家二维码，在这里不能使用。',
    en: 'This shop code belongs to Red Points of another place and does not work here.',
  },
  offer_not_found: { status: 404, zh: '没有找到这个兑换项目。', en: 'This offer was not found.' },
  offer_of_other_shop: {
    status: 422,
    zh: '这个兑换项目不属于这家商家。',
    en: 'This offer does not belong to this shop.',
  },
  offer_not_started: { status: 409, zh: '这个兑换项目还没有开始。', en: 'This offer has not started yet.' },
  offer_ended: {
    status: 409,
    zh: '这个兑换项目已结束，请选择其他项目。',
    en: 'This offer has ended. Please choose another one.',
  },
  offer_dates_wrong: {
    status: 422,
    zh: '截止时间须晚于开始时间。',
    en: 'The end must be later than the start.',
  },
  offer_out_of_stock: {
    status: 409,
    zh: '已兑完，请选择其他项目。',
    en: 'Out of stock. Please choose another offer.',
  },
  offer_limit_reached: {
    status: 409,
    zh: '每人限兑 {max} 份，已达到上限。',
    en: 'The limit is {max} per person, and it is reached.',
  },
  offer_busy: {
    status: 409,
    zh: '正在兑换这个项目的人太多，请稍后再试。',
    en: 'Too many people are redeeming this offer right now. Please try again shortly.',
  },
  offer_shop_gives: {
    status: 422,
    zh: '由商家承担的项目不结算，结算价须填 0。',
    en: 'The shop gives this offer, so nothing is settled: the settlement price has to be 0.',
  },
  offer_payer_missing: {
    status: 422,
    zh: '这家商家所在辖区没有可付款的上级，请选择其他付款方。',
    en: 'There is no such payer above this shop. Please choose another one.',
  },
  offer_voucher_rule_missing: {
    status: 422,
    zh: '请填写这张券在收银台怎么抵用：抵多少，或打几折。',
    en: 'Please say what this voucher takes off the bill at the till.',
  },
  offer_voucher_rule_unused: {
    status: 422,
    zh: '只有代金券才有抵用规则，请把类型改为代金券，或清除规则。',
    en: 'Only a voucher has a rule at the till. Please make it a voucher, or remove the rule.',
  },
  offer_ages_wrong: {
    status: 400,
    zh: '最小年龄不能大于最大年龄，请修改。',
    en: 'The least age is above the greatest one. Please change them.',
  },
  offer_limit_empty: {
    status: 422,
    zh: '请填写每期限兑的数量：每人多少，或合计多少。',
    en: 'Please say how many may be redeemed in a period: by one person, or in all.',
  },
  offer_picture_unsupported: {
    status: 415,
    zh: '图片只支持 JPEG、PNG 和 WebP，请换一张。',
    en: 'Only JPEG, PNG and WebP pictures are supported. Please choose another one.',
  },
  offer_picture_not_found: {
    status: 404,
    zh: '没有找到这张图片，请重新上传。',
    en: 'This picture was not found. Please upload it again.',
  },
  offer_pictures_too_many: {
    status: 429,
    zh: '这家商家有太多未使用的图片，请先用上或明天再传。',
    en: 'This shop has too many pictures that no offer uses. Use them, or come back tomorrow.',
  },
  offer_not_for_unit: {
    status: 403,
    zh: '这个项目只面向指定社区的居民，请选择其他项目。',
    en: 'This offer is for residents of certain communities only. Please choose another one.',
  },
  offer_not_for_age: {
    status: 403,
    zh: '这个项目须年满 {age} 周岁才能兑换，请选择其他项目。',
    en: 'This offer is only for people aged {age} and over. Please choose another one.',
  },
  offer_for_younger: {
    status: 403,
    zh: '这个项目面向 {age} 周岁及以下的居民，请选择其他项目。',
    en: 'This offer is only for people aged {age} or younger. Please choose another one.',
  },
  offer_age_unknown: {
    status: 403,
    zh: '这个项目按年龄兑换，而居民档案里还没有生日。请到社区登记生日，或选择其他项目。',
    en: 'This offer depends on age, and the resident’s record has no birthday. Please have it entered at the community office, or choose another offer.',
  },
  offer_period_limit_reached: {
    status: 409,
    zh: '这段时间每人限兑 {max} 份，已达到上限，请下期再来。',
    en: 'The limit is {max} per person in this period, and it is reached. Please come back in the next one.',
  },
  offer_period_sold_out: {
    status: 409,
    zh: '本期名额已兑完，请下期再来。',
    en: 'All that there was for this period is gone. Please come back in the next one.',
  },
  stock_of_partner: {
    status: 403,
    zh: '合作商家的库存由社区工作人员登记，请联系社区。',
    en: 'The stock of a partner shop is entered by the community office. Please ask there.',
  },
  stock_report_dates: {
    status: 422,
    zh: '请选择不超过 366 天的起止日期。',
    en: 'Please choose at most 366 days, the first before the last.',
  },
  stock_not_counted: {
    status: 409,
    zh: '这个项目不计库存。',
    en: 'The stock of this offer is not counted.',
  },
  stock_below_zero: {
    status: 409,
    zh: '库存只有 {stock} 份，不能再减 {asked} 份。',
    en: 'There are only {stock} in stock; {asked} cannot be taken.',
  },
  stock_change_zero: { status: 422, zh: '请填写增加或减少的数量。', en: 'Please say how many to add or take.' },
  stock_too_large: { status: 422, zh: '库存数量超出范围。', en: 'The stock would be too large.' },
});

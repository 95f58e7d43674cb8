import { problemRows } from './types.ts';

export const redemptionProblems = problemRows({
  code_not_recognised: {
    status: 422,
    zh: '这不是红色积分的二维码，请核对后再扫。',
    en: 'This is not a code of Red Points. Please check and scan again.',
  },
  code_expired_scan: {
    status: 410,
    zh: '积分码已过期，请居民刷新后再扫。',
    en: 'The code has expired. Ask the resident to refresh it and scan again.',
  },
  code_used: {
    status: 409,
    zh: '这个积分码已经用过了，请居民刷新后再扫。',
    en: 'This code has been used. Ask the resident to refresh it.',
  },
  code_forged: {
    status: 422,
    zh: '积分码无效，请居民打开本人手机上的积分码，不要使用截图。',
    en: 'The code is not genuine. Ask the resident to open it on their own phone.',
  },
  code_other_installation: {
    status: 422,
    zh: '这是其他地区红色积分的积分码，在这里不能使用。',
    en: 'This code belongs to Red Points of another place and does not work here.',
  },
  scan_not_found: {
    status: 404,
    zh: '没有找到这次扫码，请重新扫码。',
    en: 'This scan was not found. Please scan again.',
  },
  scan_expired: {
    status: 410,
    zh: '扫码已超过 3 分钟，请重新扫码。',
    en: 'More than three minutes have passed since the scan. Please scan again.',
  },
  scan_used: {
    status: 409,
    zh: '这次扫码已经发起过兑换，请重新扫码。',
    en: 'This scan has started a redemption already. Please scan again.',
  },
  own_shop: {
    status: 403,
    zh: '商家人员不能在自己的店里兑换。',
    en: 'Staff of a shop cannot redeem in their own shop.',
  },
  resident_points_insufficient: {
    status: 409,
    zh: '这位居民的可用积分不足，没有扣分。',
    en: 'The resident does not have enough points. Nothing was taken.',
  },
  redemption_too_large: {
    status: 422,
    zh: '一次兑换的积分超出范围，请减少数量。',
    en: 'This is more than one redemption can take. Please choose fewer.',
  },
  redemption_not_found: { status: 404, zh: '没有找到这笔兑换。', en: 'This redemption was not found.' },
  redemption_not_yours: { status: 403, zh: '这不是您的兑换。', en: 'This redemption is not yours.' },
  redemption_of_other_shop: {
    status: 403,
    zh: '这是其他商家的订单，不能在这里处理。',
    en: 'This order belongs to another shop.',
  },
  redemption_not_ready: {
    status: 409,
    zh: '这笔兑换还在准备中，请稍候再试。',
    en: 'This redemption is still being prepared. Please try again in a moment.',
  },
  redemption_awaits_resident: {
    status: 409,
    zh: '请居民先在自己的手机上确认。',
    en: 'The resident has to confirm on their own phone first.',
  },
  redemption_awaits_shop: { status: 409, zh: '正在等商家确认。', en: 'The shop has to confirm now.' },
  redemption_timed_out: {
    status: 409,
    zh: '超过时间没有确认，积分已退回，请重新兑换。',
    en: 'It was not confirmed in time. The points have gone back; please redeem again.',
  },
  redemption_declined: {
    status: 409,
    zh: '商家暂不接单，积分已退回。',
    en: 'The shop declined. The points have gone back.',
  },
  redemption_revoked: {
    status: 409,
    zh: '居民已取消这笔兑换，积分已退回。',
    en: 'The resident took this redemption back. The points have gone back.',
  },
  redemption_closed: {
    status: 409,
    zh: '这笔兑换没有成功，没有扣分。',
    en: 'This redemption did not succeed. Nothing was taken.',
  },
  redemption_already_done: {
    status: 409,
    zh: '这笔兑换已经完成，需要退还请联系商家或社区。',
    en: 'This redemption is done. For a refund, please ask the shop or the community office.',
  },
  redemption_not_refundable: {
    status: 409,
    zh: '只有已完成的兑换可以退还积分。',
    en: 'Only a redemption that is done can be refunded.',
  },
  refund_exceeds_redemption: {
    status: 409,
    zh: '最多还能退还 {left} 分。',
    en: 'At most {left|point|points} can still be given back.',
  },
  refunds_too_many: {
    status: 409,
    zh: '这笔兑换的退还次数已达上限。',
    en: 'This redemption has been refunded as often as is possible.',
  },
  offer_price_changed: {
    status: 409,
    zh: '这个项目的积分刚刚调整过，现在一共需要 {points} 分。没有扣分，请核对后再兑换。',
    en: 'The points of this offer have just been changed: it takes {points|point|points} now. Nothing was taken; please check and redeem again.',
  },
  redemption_day_cap_reached: {
    status: 409,
    zh: '用这种方式今天还可以兑换 {left} 分（每天最多 {max} 分）。没有扣分，请减少数量，或换用积分码、兑换密码。',
    en: 'In this way {left|point|points} can still be redeemed today (at most {max} a day). Nothing was taken. Please choose fewer, or use the code or the PIN.',
  },
  redemption_month_cap_reached: {
    status: 409,
    zh: '用这种方式本月还可以兑换 {left} 分（每月最多 {max} 分）。没有扣分，请减少数量，或换用积分码、兑换密码。',
    en: 'In this way {left|point|points} can still be redeemed this month (at most {max} a month). Nothing was taken. Please choose fewer, or use the code or the PIN.',
  },
  shop_day_points_reached: {
    status: 409,
    zh: '这家商家今天还可以兑换 {left} 分（每天最多 {max} 分）。没有扣分，请减少数量、改天再来，或选择其他商家。',
    en: 'At this shop {left|point|points} can still be redeemed today (at most {max} a day). Nothing was taken. Please choose fewer, come another day, or choose another shop.',
  },
  shop_month_points_reached: {
    status: 409,
    zh: '这家商家本月还可以兑换 {left} 分（每月最多 {max} 分）。没有扣分，请减少数量、下月再来，或选择其他商家。',
    en: 'At this shop {left|point|points} can still be redeemed this month (at most {max} a month). Nothing was taken. Please choose fewer, come next month, or choose another shop.',
  },
  shop_day_count_reached: {
    status: 409,
    zh: '这家商家今天的 {max} 笔兑换已经办满。没有扣分，请改天再来，或选择其他商家。',
    en: 'This shop has had the {max|redemption|redemptions} that it may have in a day. Nothing was taken. Please come another day, or choose another shop.',
  },
  shop_month_count_reached: {
    status: 409,
    zh: '这家商家本月的 {max} 笔兑换已经办满。没有扣分，请下月再来，或选择其他商家。',
    en: 'This shop has had the {max|redemption|redemptions} that it may have in a month. Nothing was taken. Please come next month, or choose another shop.',
  },
  redemption_caps_out_of_order: {
    status: 422,
    zh: '限额的顺序不对：方式越可靠，限额越高，每天的限额不能高于每月的限额。请调整后再保存。',
    en: 'The caps are out of order: a surer way allows at least as much, and a day no more than its month. Please change them and save again.',
  },
  redemption_settings_loosened: {
    status: 403,
    zh: '社区只能把限额和免确认的分数调严，放宽请由街道或以上办理。',
    en: 'A community can only tighten these limits. Please ask the street, or an office above it, to loosen them.',
  },
  redemption_settings_above: {
    status: 403,
    zh: '上级辖区已经规定了更严的数，这里不能比它宽。',
    en: 'A unit above has set stricter limits. They cannot be looser here.',
  },
  redemption_settings_changed: {
    status: 409,
    zh: '别人刚刚改过兑换设置，请刷新后再改。',
    en: 'Somebody has just changed these settings. Please reload and try again.',
  },
  refund_not_independent: {
    status: 403,
    zh: '这笔兑换是您本人或家人的，请由其他同事办理退还。',
    en: 'These points are yours or your household’s. Please ask a colleague to give them back.',
  },
  refund_not_yours: {
    status: 403,
    zh: '这次退还是社区提出的，商家不能撤回，有不同意见请联系社区。',
    en: 'Somebody else proposed this refund, so a shop cannot take it back. If you disagree, please ask the community.',
  },
  refund_own_proposal: {
    status: 403,
    zh: '这笔退还是您提出的，请由另一位同事确认。',
    en: 'You proposed this refund. Please ask a colleague to confirm it.',
  },
  refund_not_found: { status: 404, zh: '没有找到这笔退还，请刷新。', en: 'This refund was not found. Please reload.' },
  refund_decided: {
    status: 409,
    zh: '这笔退还已经处理过了，请刷新查看。',
    en: 'This refund has been decided already. Please reload.',
  },
  redeeming_alone_under14: {
    status: 403,
    zh: '未满 14 周岁不能单独兑换。请用同时登记了家长的手机办理，或请社区工作人员代办。',
    en: 'Nobody under 14 redeems alone. Please use a phone that a parent is registered with too, or ask the community office.',
  },
  under14_no_pin: {
    status: 422,
    zh: '未满 14 周岁不设兑换密码。可以用同时登记了家长的手机兑换，或由工作人员代办。',
    en: 'Nobody under 14 has a PIN. They redeem by a phone that a parent is registered with too, or with the help of staff.',
  },
  refund_lapsed: {
    status: 409,
    zh: '这笔退还超过期限没有人确认，已经失效。需要退还的，请重新提出。',
    en: 'Nobody confirmed this refund in time, so it is over. If points should be given back, please propose it again.',
  },
  assist_not_self: {
    status: 403,
    zh: '不能为自己或家人代办兑换，请由其他同事办理。',
    en: 'You cannot redeem for yourself or your household here. Please ask a colleague.',
  },
  assist_own_shop: {
    status: 403,
    zh: '您或家人在这家商家工作，不能在这里代办，请由其他同事办理。',
    en: 'You or somebody of your household works at this shop. Please ask a colleague to act for the resident here.',
  },
  confirm_own_assistance: {
    status: 403,
    zh: '这笔兑换是您本人或家人代办的，请由店里的其他人核销。',
    en: 'You or somebody of your household started this for the resident. Please have somebody else of the shop confirm it.',
  },
  pin_not_set: {
    status: 409,
    zh: '还没有设兑换密码，请本人带证件到社区设置。',
    en: 'There is no PIN yet. Please have it set at the community office.',
  },
  pin_wrong: {
    status: 403,
    zh: '兑换密码不对，还可以试 {left} 次。',
    en: 'The PIN is not right. It can be tried {left} more times.',
  },
  pin_locked: {
    status: 423,
    zh: '兑换密码错了太多次，已锁定。请本人到社区重新设置。',
    en: 'The PIN was wrong too often and is locked. Please have a new one set at the community office.',
  },
  pin_too_simple: {
    status: 422,
    zh: '这个密码太容易猜到，请不要用相同或连续的数字。',
    en: 'This PIN is too easy to guess. Please use neither equal nor consecutive digits.',
  },
  pin_check_over: {
    status: 410,
    zh: '输入密码已超过 5 分钟，请重新输入兑换密码。',
    en: 'The PIN was typed more than five minutes ago. Please type it again.',
  },
  card_pin_needed: {
    status: 409,
    zh: '请持卡人先为这次兑换输入兑换密码。',
    en: 'The holder of the card has to type the PIN for this redemption first.',
  },
});

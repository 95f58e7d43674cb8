import { problemRows } from './types.ts';

export const settlementProblems = problemRows({
  reversal_of_redemption: {
    status: 409,
    zh: '这一笔属于兑换，请到该笔兑换里“退还积分”：库存和应付商家的金额会一并退回。',
    en: 'This entry belongs to a redemption. Please refund the redemption: stock and what the shop is owed go back with it.',
  },
  settlement_not_found: { status: 404, zh: '没有找到这张结算单。', en: 'This statement was not found.' },
  settlement_line_not_found: {
    status: 404,
    zh: '这张结算单里没有这一行，请刷新后再看。',
    en: 'This line is not in the statement. Please reload.',
  },
  settlement_part_not_found: {
    status: 404,
    zh: '这张结算单的明细只有 {parts} 份，请选择其中一份。',
    en: 'The lines of this statement are {parts} workbooks. Please choose one of them.',
  },
  settlement_dispute_not_found: { status: 404, zh: '没有找到这条争议。', en: 'This dispute was not found.' },
  settlement_payer_unknown: {
    status: 400,
    zh: '没有这个付款方，请重新选择。',
    en: 'There is no such payer. Please choose again.',
  },
  settlement_period_open: {
    status: 409,
    zh: '结算日期不能晚于今天，请改到今天或更早。',
    en: 'A statement cannot cover days to come. Please choose today or earlier.',
  },
  settlement_period_closed: {
    status: 409,
    zh: '已有结算单结到更晚的日子（{until}），请选择它之后的日期；早先漏掉的会进入下一张结算单。',
    en: 'A statement up to a later day ({until}) exists. Please choose a day after it; what was missed goes into the next statement.',
  },
  settlement_nothing: {
    status: 409,
    zh: '到这一天为止没有待结算的兑换，不用开结算单。',
    en: 'Nothing waits to be settled up to that day: there is no statement to draft.',
  },
  settlement_open_exists: {
    status: 409,
    zh: '该商家和付款方还有一张结算单没有办完，请先结账或撤销它。',
    en: 'Another statement of this shop and payer is not finished. Please close or cancel it first.',
  },
  settlement_busy: {
    status: 409,
    zh: '这张结算单正在整理明细，请稍等片刻再操作。',
    en: 'The lines of this statement are being put together. Please try again in a moment.',
  },
  settlement_cancelled: {
    status: 409,
    zh: '这张结算单已经撤销，请重新开一张。',
    en: 'This statement was cancelled. Please draft a new one.',
  },
  settlement_closed: {
    status: 409,
    zh: '这张结算单已经结账，不能再改。之后的退还和更正会进入下一张结算单。',
    en: 'This statement is closed and does not change any more. Later refunds and corrections go into the next one.',
  },
  settlement_changed: {
    status: 409,
    zh: '结算单的明细刚刚有变化，请刷新核对后再操作。',
    en: 'The lines of this statement have changed. Please reload and check it again.',
  },
  settlement_sign_order: {
    status: 409,
    zh: '请按 经手、证明、审批 的顺序签字，前一位还没有签。',
    en: 'Please sign in the order handler, witness, approver: the one before has not signed yet.',
  },
  settlement_part_signed: {
    status: 409,
    zh: '这一栏已经有人签过了，请刷新查看。',
    en: 'Somebody has signed this part already. Please reload.',
  },
  settlement_signed_by_you: {
    status: 403,
    zh: '您已在这张结算单上签过字，三栏须由三个不同的人签。',
    en: 'You have signed this statement already: three different people have to sign.',
  },
  settlement_not_signed: {
    status: 409,
    zh: '经手、证明、审批三栏签齐后才能结账。',
    en: 'A statement is closed after all three have signed.',
  },
  settlement_closing_not_proposed: {
    status: 409,
    zh: '请先由一人提出结账，再由另一人确认。',
    en: 'One person proposes to close it first, another one confirms.',
  },
  settlement_closing_proposed: {
    status: 409,
    zh: '已经有人提出结账，请由另一人确认。',
    en: 'Closing was proposed already. Somebody else confirms it.',
  },
  settlement_closing_by_you: {
    status: 403,
    zh: '结账由您提出，须由另一人确认。',
    en: 'You proposed to close it: somebody else has to confirm.',
  },
  settlement_open_redemptions: {
    status: 409,
    zh: '该商家还有 {count} 笔兑换没有结束，等它们核销或退回后再结账。',
    en: '{count} redemptions of this shop are still open. Please close the statement when they have ended.',
  },
  settlement_lines_pending: {
    status: 409,
    zh: '还有刚发生的兑换正在登记到待结算，请一分钟后再试。',
    en: 'Redemptions of this shop are being entered for settlement. Please try again in a minute.',
  },
  settlement_over_funding: {
    status: 409,
    zh: '结账后将超出 {year} 年资金预算：还剩 {left} 元，本单 {total} 元。请先调整资金预算。',
    en: 'This would exceed the funding budget of {year}: {left} yuan are left, the statement is {total} yuan. Please change the funding budget first.',
  },
  settlement_not_closed: {
    status: 409,
    zh: '结账后才能登记付款。',
    en: 'A payment is written down after the statement was closed.',
  },
  settlement_paid: {
    status: 409,
    zh: '这张结算单已经登记过付款，或本来就无需付款。',
    en: 'The payment of this statement is written down already, or there was nothing to pay.',
  },
  settlement_payout_differs: {
    status: 409,
    zh: '付款金额须与结算单合计一致（{total} 元）。金额有误请走明细争议更正。',
    en: 'The payment has to be the total of the statement ({total} yuan). A wrong total is corrected by disputing its lines.',
  },
  settlement_not_independent: {
    status: 403,
    zh: '您或您的家人在这家商家任职，请由其他同事办理。',
    en: 'You or your household work for this shop. Please let a colleague do it.',
  },
  settlement_line_disputed: {
    status: 409,
    zh: '这一行已经有一条争议在等待处理。',
    en: 'A dispute of this line is waiting already.',
  },
  settlement_dispute_decided: {
    status: 409,
    zh: '这条争议已经有了结果，请刷新查看。',
    en: 'This dispute has been decided or withdrawn already. Please reload.',
  },
  settlement_dispute_own: {
    status: 403,
    zh: '这条争议由您提出，请由其他同事处理。',
    en: 'You filed this dispute yourself: somebody else decides it.',
  },
  settlement_dispute_not_yours: {
    status: 403,
    zh: '这条争议由另一方提出，只能由提出的一方撤回。',
    en: 'The other side filed this dispute: only they can take it back.',
  },
  settlement_correction_missing: {
    status: 400,
    zh: '请填写要补或要扣的金额，不能为 0。',
    en: 'Please give the amount that is added or taken: it cannot be 0.',
  },
  settlement_correction_unwanted: {
    status: 400,
    zh: '只有“更正金额”才填写金额。',
    en: 'An amount is given only with a correction.',
  },
  settlement_correction_of_shop: {
    status: 409,
    zh: '这一行由商家自己承担，没有应付金额可更正。请选“维持原额”并写明原因。',
    en: 'The shop pays for this line itself: there is nothing owed to correct. Keep the line as it is and say why.',
  },
  settlement_correction_too_large: {
    status: 409,
    zh: '最多只能扣到这一行为 0（{most} 元）。',
    en: 'A correction can take no more than the line itself ({most} yuan).',
  },
  settlement_months_too_many: {
    status: 400,
    zh: '一次最多看 {max} 个月，请缩短范围。',
    en: 'At most {max} months can be shown at once. Please choose a shorter range.',
  },
  settlement_funding_more: {
    status: 403,
    zh: '社区只能调低自己的资金预算，调高或取消请由街道或以上办理。',
    en: 'A community can only lower its own budget. Please ask the street, or an office above it, to raise or lift it.',
  },
  settlement_funding_payer: {
    status: 409,
    zh: '社区资金由社区设定，区级资金由区设定，请选择相应的单位。',
    en: 'Community funds are set for communities and district funds for districts. Please choose such a unit.',
  },
});

import { problemRows } from './types.ts';

/** `ledger_<refusal code>` for every refusal of the ledger. */
export const ledgerProblems = problemRows({
  ledger_insufficient_points: {
    status: 409,
    zh: '可用积分不足：可用 {available} 分，需要 {asked} 分。',
    en: 'Not enough points: {available} available, {asked} needed.',
  },
  ledger_points_not_whole: { status: 422, zh: '积分须为整数。', en: 'Points are whole numbers.' },
  ledger_points_out_of_range: { status: 422, zh: '积分数超出范围。', en: 'The number of points is out of range.' },
  ledger_nothing_to_post: { status: 422, zh: '没有可以入账的积分或时长。', en: 'There is nothing to post.' },
  ledger_cap_reached: { status: 409, zh: '已达到本项积分标准的上限。', en: 'The cap of this rule is reached.' },
  ledger_cap_period_closed: {
    status: 409,
    zh: '发生日期太早，该期间的上限已封账，不能再入账。',
    en: 'It happened too long ago: the caps of that period are closed.',
  },
  ledger_hold_exists: { status: 409, zh: '这笔兑换已经留出积分。', en: 'Points are already held for this redemption.' },
  ledger_hold_unknown: {
    status: 409,
    zh: '没有找到这笔兑换留出的积分，可能已经退回。',
    en: 'No points are held for this; they may have been released.',
  },
  ledger_holds_too_many: {
    status: 409,
    zh: '进行中的兑换太多，请先完成或取消。',
    en: 'Too many open redemptions. Please finish or cancel one first.',
  },
  ledger_original_unknown: { status: 404, zh: '没有找到原来的那笔流水。', en: 'The original entry was not found.' },
  ledger_not_refundable: { status: 409, zh: '这笔流水不能退还。', en: 'This entry cannot be refunded.' },
  ledger_refund_exceeds_original: {
    status: 409,
    zh: '退还的积分不能超过原来的数。',
    en: 'A refund cannot exceed the original.',
  },
  reversal_of_correction: {
    status: 409,
    zh: '这一笔本身就是更正，不能冲正。如更正有误，请再提出一笔更正。',
    en: 'This entry is a correction and is not reversed. If it was wrong, please propose a correction of it.',
  },
  ledger_not_reversible: { status: 409, zh: '这笔流水不能冲正。', en: 'This entry cannot be reversed.' },
  ledger_reversal_not_reversible: {
    status: 409,
    zh: '这笔流水本身就是冲正，不能再冲正。冲正有误时，请按实际情况重新登记一笔。',
    en: 'This entry is itself a reversal and cannot be reversed. If it was a mistake, record anew what really happened.',
  },
  ledger_already_reversed: { status: 409, zh: '这笔流水已经冲正过了。', en: 'This entry has been reversed already.' },
  ledger_corrected: {
    status: 409,
    zh: '这笔流水已经更正过，整笔冲正会多扣。还有出入的，请再提交更正。',
    en: 'This entry has been corrected already: reversing it whole would take too much. Please propose another correction.',
  },
  ledger_correction_exceeds_original: {
    status: 409,
    zh: '更正之后，这笔流水退回的积分会超过当初扣除的，或超出被更正的那次更正。还可更正 {left} 分。',
    en: 'With this correction more would be given back than the entry, or the correction below it, had changed. {left|point|points} can still be corrected.',
  },
  ledger_correction_minutes: {
    status: 409,
    zh: '更正之后，一笔流水的时长须在 0 到 24 小时之间；对更正的再次更正只能撤回原来的改动。',
    en: 'With its corrections an entry has between 0 and 24 hours; a correction of a correction can only take back what that one changed.',
  },
  ledger_nothing_due: { status: 409, zh: '没有到期的积分。', en: 'No points are due.' },
  ledger_account_closed: { status: 409, zh: '账户已关闭。', en: 'The account is closed.' },
  ledger_account_not_empty: {
    status: 409,
    zh: '账户还有积分或进行中的兑换，不能关闭。',
    en: 'The account still holds points or open redemptions.',
  },
  ledger_account_has_holds: {
    status: 409,
    zh: '账户还有进行中的兑换（{held} 分），请先完成或取消再合并。',
    en: 'The account has open redemptions ({held|point|points}). Finish or cancel them before joining.',
  },
  ledger_lots_due: {
    status: 409,
    zh: '账户有已到期、尚未清理的积分，请稍后再试。',
    en: 'The account has points that are due and not expired yet. Please try again shortly.',
  },
  ledger_key_reused: { status: 422, zh: '这个编号已用于另一笔流水。', en: 'This key was used for another entry.' },
  entry_not_found: { status: 404, zh: '没有找到这笔流水。', en: 'This entry was not found.' },
  reversal_not_independent: {
    status: 403,
    zh: '您经办过这笔流水或与其有利害关系，请由另一位工作人员冲正。',
    en: 'You took part in this entry or benefit from it. Somebody else must reverse it.',
  },
});

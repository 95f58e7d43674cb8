/** What a message is about: decides its picture and nothing else. */
export type NoticeGroup = 'points' | 'redemption' | 'activity' | 'review' | 'shop';

interface NoticeWords {
  readonly title: string;
  readonly body: string;
}

/** One row of the table of messages. `{name}` places take values from the message's data; see `noticeText`. */
export interface NoticeTemplate {
  readonly group: NoticeGroup;
  /** Whether it is sent to the phone as well: what must not be missed by somebody who never opens the page. */
  readonly sms: boolean;
  readonly zh: NoticeWords;
  readonly en: NoticeWords;
}

function templates<const Names extends string>(rows: Record<Names, NoticeTemplate>): Record<Names, NoticeTemplate> {
  return rows;
}

/**
 * Every message that the product sends. What is stored of one is its name here, numbers and opaque ids: the words are made
 * when it is read, and nobody is named in them.
 */
export const NOTICE_TEMPLATES = templates({
  points_posted: {
    group: 'points',
    sms: false,
    zh: { title: '到账 {points} 分', body: '“{title}”的积分已入账，现在可用 {available} 分。' },
    en: { title: '{points|point|points} posted', body: 'For “{title}”. You can spend {available|point|points} now.' },
  },
  hours_posted: {
    group: 'points',
    sms: false,
    zh: { title: '服务时长已记录', body: '“{title}”记 {hours} 小时服务时长。' },
    en: { title: 'Service hours recorded', body: '{hours|hour|hours} for “{title}”.' },
  },
  credit_not_posted: {
    group: 'points',
    sms: false,
    zh: { title: '“{title}”没有入账', body: '已通过审核，但按积分标准没有可入账的积分，多为已达上限。' },
    en: {
      title: 'Nothing was posted for “{title}”',
      body: 'It was approved, but the rule leaves nothing to post: most often its cap is reached.',
    },
  },
  points_expiring: {
    group: 'points',
    sms: true,
    zh: { title: '{points} 分将于{lastDay}到期', body: '{lastDay}当天还可以用，之后清零。' },
    en: { title: '{points|point expires|points expire} on {lastDay}', body: 'To be spent up to and on {lastDay}.' },
  },
  points_expired: {
    group: 'points',
    sms: false,
    zh: { title: '{points} 分已到期', body: '没有用完的积分到期清零，服务时长不受影响。' },
    en: { title: '{points|point has|points have} expired', body: 'Not spent in time. Service hours stay.' },
  },
  contest_answered: {
    group: 'points',
    sms: true,
    zh: { title: '您提出的疑问有了答复', body: '社区答复了您对一笔流水的疑问，请打开“我的疑问”查看。' },
    en: {
      title: 'Your question is answered',
      body: 'The office answered your question about an entry. Please open “My questions”.',
    },
  },
  erasure_asked: {
    group: 'review',
    sms: true,
    zh: {
      title: '收到了注销申请',
      body: '有人用您的账号申请注销，{lastDay}前可以在“我的资料”撤回。不是您本人操作的，请马上撤回并告诉社区。',
    },
    en: {
      title: 'A request to erase your data came in',
      body: 'It can be taken back under “My data” up to {lastDay}. If it was not you, take it back now and tell the office.',
    },
  },
  correction_asked: {
    group: 'review',
    sms: true,
    zh: { title: '收到了更正资料的申请', body: '社区核对后答复。不是您本人操作的，请在“我的资料”撤回并告诉社区。' },
    en: {
      title: 'A request to correct your profile came in',
      body: 'The office checks it. If it was not you, take it back under “My data” and tell the office.',
    },
  },
  correction_done: {
    group: 'review',
    sms: true,
    zh: { title: '资料已更正', body: '您申请的更正已经生效。换了手机号的，请用新号码登录。' },
    en: {
      title: 'Your profile was corrected',
      body: 'The correction counts from now on. A new phone is used to sign in.',
    },
  },
  correction_refused: {
    group: 'review',
    sms: true,
    zh: { title: '更正申请没有通过', body: '请打开“我的资料”查看社区写的原因。' },
    en: { title: 'Your correction was refused', body: 'Please open “My data” to read why.' },
  },
  correction_held_up: {
    group: 'review',
    sms: true,
    zh: { title: '更正没有办成', body: '新手机号已被别人登记，请打开“我的资料”查看，或到社区办理。' },
    en: { title: 'The correction could not be made', body: 'The new phone is somebody else’s. Please open “My data”.' },
  },
  correction_taken_back: {
    group: 'review',
    sms: false,
    zh: { title: '更正申请已撤回', body: '您的资料保持不变。' },
    en: { title: 'The correction was taken back', body: 'Your profile stays as it is.' },
  },
  data_copied: {
    group: 'review',
    sms: true,
    zh: { title: '社区打印了您的资料', body: '如果不是您本人到社区要求的，请马上联系社区。' },
    en: {
      title: 'The office printed your data',
      body: 'If it was not you who asked for it there, please call the office.',
    },
  },
  erasure_taken_back: {
    group: 'review',
    sms: false,
    zh: { title: '注销申请已撤回', body: '您的积分、记录和登录都照常使用。' },
    en: {
      title: 'The request to be erased was taken back',
      body: 'Your points, records and sign-in stay as they are.',
    },
  },
  erasure_refused: {
    group: 'review',
    sms: true,
    zh: { title: '注销申请没有通过', body: '请打开“我的资料”查看社区写的原因。' },
    en: { title: 'Your request to be erased was refused', body: 'Please open “My data” to read why.' },
  },
  erasure_held_up: {
    group: 'review',
    sms: true,
    zh: { title: '注销还没有完成', body: '办理时发现还有没了结的事项，请打开“我的资料”查看。' },
    en: { title: 'You are not erased yet', body: 'Something has to be settled first. Please open “My data”.' },
  },
  erasure_confirmed: {
    group: 'review',
    sms: true,
    zh: {
      title: '注销申请已核准',
      body: '系统即将删除您的个人信息并关闭账户，之后不能再用这个账号登录。感谢您的参与。',
    },
    en: {
      title: 'Your request to be erased was approved',
      body: 'Your personal data is about to be deleted and your account closed. Thank you for taking part.',
    },
  },
  entry_objected: {
    group: 'review',
    sms: false,
    zh: {
      title: '“{title}”有人提出异议',
      body: '这一笔先不入账，由没有参与的工作人员核查，{lastDay}前答复。其他积分不受影响。',
    },
    en: {
      title: 'Somebody objected to “{title}”',
      body: 'It is not posted for now. Staff without a part in it decide by {lastDay}. Your other points go on.',
    },
  },
  entry_objection_upheld: {
    group: 'review',
    sms: true,
    zh: { title: '“{title}”不予入账', body: '异议经核查成立，理由请打开“异议”查看。' },
    en: { title: '“{title}” is not posted', body: 'The objection was upheld. Please open “Objections” to read why.' },
  },
  entry_objection_corrected: {
    group: 'review',
    sms: true,
    zh: {
      title: '“{title}”更正为 {points} 分',
      body: '异议经核查部分成立，按更正后的积分和时长入账，理由请打开“异议”查看。',
    },
    en: {
      title: '“{title}” was corrected to {points|point|points}',
      body: 'The objection was upheld in part. What is left is posted. Please open “Objections” to read why.',
    },
  },
  entry_objection_ended: {
    group: 'review',
    sms: false,
    zh: { title: '“{title}”照常入账', body: '异议不成立或已撤回，公示期满即入账。' },
    en: {
      title: '“{title}” goes on',
      body: 'The objection was dismissed or withdrawn. It is posted after its publicity.',
    },
  },
  objection_decided: {
    group: 'review',
    sms: true,
    zh: { title: '您提出的异议有了结果', body: '社区核查了您对“{title}”的异议，请打开“异议”查看。' },
    en: {
      title: 'Your objection is decided',
      body: 'The community looked into your objection to “{title}”. Please open “Objections”.',
    },
  },
  points_adjusted: {
    group: 'points',
    sms: false,
    zh: { title: '积分调整 {signed} 分', body: '社区做了一笔积分调整，现在可用 {available} 分。' },
    en: {
      title: 'Adjustment of {signed|point|points}',
      body: 'By your community. You can spend {available|point|points} now.',
    },
  },
  entry_reversed: {
    group: 'points',
    sms: true,
    zh: { title: '{points} 分已更正收回', body: '“{title}”这笔入账经核实有误，已经更正。' },
    en: {
      title: '{points|point|points} taken back',
      body: 'The credit for “{title}” was found to be wrong and was corrected.',
    },
  },
  entry_reversed_back: {
    group: 'points',
    sms: false,
    zh: { title: '更正退回 {points} 分', body: '“{title}”这笔扣分经核实有误，已经更正。' },
    en: {
      title: '{points|point|points} given back',
      body: 'The charge for “{title}” was found to be wrong and was corrected.',
    },
  },
  hours_reversed: {
    group: 'points',
    sms: false,
    zh: { title: '服务时长已更正', body: '“{title}”的 {hours} 小时经核实有误，已经更正。' },
    en: { title: 'Service hours corrected', body: '{hours|hour|hours} for “{title}” turned out to be wrong.' },
  },
  debt_paid: {
    group: 'points',
    sms: false,
    zh: { title: '欠分已还清', body: '这次的积分先抵扣了 {paidOff} 分，欠分已全部还清，现在可用 {available} 分。' },
    en: {
      title: 'Nothing is owed any more',
      body: '{paidOff|point|points} paid off what was owed. You can spend {available|point|points} now.',
    },
  },
  redemption_held: {
    group: 'redemption',
    sms: false,
    zh: { title: '兑换中，等商家核销', body: '{points} 分已为“{title}”留出，{place}核销后才扣除，未完成会自动退回。' },
    en: {
      title: 'Waiting for the shop to confirm',
      body: '{points|point is|points are} set aside for “{title}”. {place} confirms; if not, all comes back by itself.',
    },
  },
  redemption_asks_you: {
    group: 'redemption',
    sms: false,
    zh: { title: '请确认这笔兑换', body: '{place}请您确认用 {points} 分兑换“{title}”。如不是您本人，请不要同意。' },
    en: {
      title: 'Please confirm a redemption',
      body: '{place} asks for {points|point|points} for “{title}”. If this is not you, do not agree.',
    },
  },
  redemption_done: {
    group: 'redemption',
    sms: false,
    zh: { title: '兑换成功，用了 {points} 分', body: '在{place}兑换“{title}”。如不是您本人，请马上联系社区。' },
    en: {
      title: 'Redeemed for {points|point|points}',
      body: '“{title}” at {place}. If this was not you, please contact your community at once.',
    },
  },
  redemption_shop_closed: {
    group: 'redemption',
    sms: false,
    zh: { title: '商家已终止合作，{points} 分已退回', body: '“{title}”没有兑成。请选择其他商家。' },
    en: {
      title: 'The shop takes part no more; {points|point is|points are} back',
      body: '“{title}” was not redeemed. Please choose another shop.',
    },
  },
  redemption_declined: {
    group: 'redemption',
    sms: false,
    zh: { title: '商家暂不接单，积分已退回', body: '{place}没有接“{title}”这一单，{points} 分已退回。' },
    en: { title: 'The shop declined', body: '{place} did not take “{title}”. {points|point is|points are} back.' },
  },
  redemption_timed_out: {
    group: 'redemption',
    sms: false,
    zh: { title: '兑换超时，积分已退回', body: '“{title}”没有在时限内完成，{points} 分已退回。' },
    en: {
      title: 'The redemption ran out of time',
      body: '“{title}” was not completed. {points|point is|points are} back.',
    },
  },
  redemption_revoked: {
    group: 'redemption',
    sms: false,
    zh: { title: '已取消兑换，积分已退回', body: '您没有继续“{title}”的兑换，{points} 分已退回。' },
    en: {
      title: 'Redemption taken back',
      body: 'You did not go on with “{title}”. {points|point is|points are} back.',
    },
  },
  redemption_refunded: {
    group: 'redemption',
    sms: true,
    zh: { title: '退还 {points} 分', body: '{place}的“{title}”已退，积分按原来的到期日退还。' },
    en: { title: '{points|point|points} refunded', body: 'For “{title}” at {place}. The expiry is as it was.' },
  },
  booking_made: {
    group: 'redemption',
    sms: false,
    zh: { title: '已预约“{title}”', body: '{startsAt}，{place}。已留出 {points} 分，服务完成、双方确认后才扣除。' },
    en: {
      title: 'Booked: “{title}”',
      body: '{startsAt}, {place}. {points|point is|points are} held, and spent when both sides say that it was done.',
    },
  },
  booking_received: {
    group: 'shop',
    sms: false,
    zh: { title: '有人预约了“{title}”', body: '时间：{startsAt}。请在日历中查看，如不能服务请尽早取消。' },
    en: {
      title: '“{title}” was booked',
      body: 'For {startsAt}. See the calendar; call it off early if you cannot come.',
    },
  },
  booking_tomorrow: {
    group: 'redemption',
    sms: true,
    zh: { title: '明天有预约：“{title}”', body: '时间：{startsAt}。来不了请尽早取消，让给别人。' },
    en: { title: 'Tomorrow: “{title}”', body: 'At {startsAt}. If you cannot come, please cancel early.' },
  },
  booking_says_done: {
    group: 'redemption',
    sms: false,
    zh: { title: '请确认“{title}”已完成', body: '对方已确认完成，请您也确认一下。三天内没有确认，积分将退回。' },
    en: {
      title: 'Please confirm “{title}”',
      body: 'The other side says that it was done. Without your word the points go back after three days.',
    },
  },
  booking_word_wanted: {
    group: 'redemption',
    sms: false,
    zh: {
      title: '请替居民回话：“{title}”',
      body: '您代为预约的服务（{startsAt}），服务方已经回话。请问过居民，在工作台“帮老人办事”里代为确认；三天内没有回话，积分退回，服务方得不到报酬。',
    },
    en: {
      title: 'A resident’s word is wanted: “{title}”',
      body: 'The other side of what you booked for somebody ({startsAt}) has answered. Please ask the resident and answer for them at the desk; after three days the points go back and nobody is paid.',
    },
  },
  booking_back_for: {
    group: 'redemption',
    sms: false,
    zh: { title: '您代为预约的“{title}”没有完成', body: '{startsAt} 的预约已经结束，积分已退回居民，请告诉他们。' },
    en: {
      title: 'What you booked did not take place: “{title}”',
      body: 'It was planned for {startsAt}. The points are back with the resident; please tell them.',
    },
  },
  booking_says_absent: {
    group: 'redemption',
    sms: true,
    zh: { title: '“{title}”：对方说您没有到', body: '如与事实不符，请在三天内打开预约说明，社区会核实。' },
    en: {
      title: '“{title}”: said not to have come',
      body: 'The other side says that you did not come. If that is wrong, please say so within three days.',
    },
  },
  booking_disputed: {
    group: 'redemption',
    sms: false,
    zh: { title: '“{title}”已交社区处理', body: '双方说法不一致，积分先保留，由没有参与的工作人员核实决定。' },
    en: {
      title: '“{title}” is with the community',
      body: 'The points stay held until staff without a part in it decide.',
    },
  },
  booking_spent: {
    group: 'redemption',
    sms: false,
    zh: { title: '“{title}”已结束，用了 {points} 分', body: '在{place}的预约已结束。如有疑问请联系社区。' },
    en: {
      title: '“{title}”: {points|point|points} spent',
      body: 'The booking at {place} is over. Please ask your community in doubt.',
    },
  },
  booking_back: {
    group: 'redemption',
    sms: true,
    zh: { title: '预约已结束，{points} 分已退回', body: '“{title}”（{startsAt}）没有完成，积分已退回。' },
    en: {
      title: '{points|point is|points are} back',
      body: '“{title}” ({startsAt}) did not take place. Nothing was spent.',
    },
  },
  booking_shop_suspended: {
    group: 'redemption',
    sms: true,
    zh: {
      title: '“{title}”的商家已暂停合作',
      body: '您预约的时间是 {startsAt}。服务可能不能进行，请等社区通知，或自己取消预约；社区取消的，积分全部退回。',
    },
    en: {
      title: 'The shop of “{title}” is suspended',
      body: 'You booked {startsAt}. It may not take place: please wait for word from the community, or cancel it yourself. If the community calls it off, all points go back.',
    },
  },
  booking_shop_resumed: {
    group: 'redemption',
    sms: true,
    zh: { title: '“{title}”的商家已恢复合作', body: '您预约的 {startsAt} 照常进行，不用重新预约。' },
    en: {
      title: 'The shop of “{title}” serves again',
      body: 'Your booking for {startsAt} stands. There is no need to book again.',
    },
  },
  booking_shop_closed: {
    group: 'redemption',
    sms: true,
    zh: {
      title: '“{title}”的商家已终止合作',
      body: '您预约的 {startsAt} 不能进行，积分全部退回。请选择其他商家。',
    },
    en: {
      title: 'The shop of “{title}” takes part no more',
      body: 'Your booking of {startsAt} cannot take place, and all its points go back. Please choose another shop.',
    },
  },
  booking_cancelled: {
    group: 'shop',
    sms: true,
    zh: { title: '居民取消了“{title}”的预约', body: '原定时间：{startsAt}。' },
    en: { title: '“{title}” was cancelled', body: 'By the resident. It was planned for {startsAt}.' },
  },
  booking_decided: {
    group: 'shop',
    sms: false,
    zh: { title: '“{title}”的争议有了结果', body: '社区已经决定，请打开预约查看。' },
    en: { title: '“{title}” was decided', body: 'The community has decided. Please open the booking.' },
  },
  activity_cancelled: {
    group: 'activity',
    sms: true,
    zh: { title: '活动取消：{title}', body: '原定{startsAt}的活动已取消，您不用前往了。' },
    en: { title: 'Cancelled: {title}', body: 'Planned for {startsAt}. There is no need to go.' },
  },
  activity_not_held: {
    group: 'activity',
    sms: false,
    zh: {
      title: '活动没有举行：{title}',
      body: '原定{startsAt}的活动到计划结束时还没有开始，按未举办处理，报名的人不算缺席。',
    },
    en: {
      title: 'Not held: {title}',
      body: 'Planned for {startsAt}, it had not begun by its planned end. Nobody is counted as absent.',
    },
  },
  activity_moved: {
    group: 'activity',
    sms: true,
    zh: { title: '活动换了地点：{title}', body: '{startsAt}的活动改在{place}举行，请直接去新地点。' },
    en: {
      title: 'Another place: {title}',
      body: 'What begins {startsAt} is held at {place} now. Please go there.',
    },
  },
  activity_signed_up_for: {
    group: 'activity',
    sms: false,
    zh: { title: '队长为您报名：{title}', body: '{startsAt}开始。不能来请在活动里取消报名。' },
    en: {
      title: 'Your leader signed you up: {title}',
      body: 'It begins {startsAt}. If you cannot come, please withdraw in the activity.',
    },
  },
  activity_moved_up: {
    group: 'activity',
    sms: true,
    zh: {
      title: '候补成功：{title}',
      body: '有人退出，名额给您了，{startsAt}开始。不能来请先取消报名，好让给下一位。',
    },
    en: {
      title: 'You have a place: {title}',
      body: 'Somebody withdrew, so the place is yours. It begins {startsAt}. If you cannot come, please take your sign-up back for the next person.',
    },
  },
  claim_returned: {
    group: 'review',
    sms: false,
    zh: { title: '申报需要补充', body: '“{title}”退回修改，请看审核意见后重新提交。' },
    en: {
      title: 'Your claim needs a correction',
      body: '“{title}” came back. Please read why, correct and send it again.',
    },
  },
  claim_rejected: {
    group: 'review',
    sms: false,
    zh: { title: '申报未通过', body: '“{title}”没有通过审核，理由写在申报里。' },
    en: { title: 'Your claim was not approved', body: '“{title}” was not approved. The claim says why.' },
  },
  claim_withdrawn: {
    group: 'review',
    sms: false,
    zh: { title: '替您的申报已撤回', body: '“{title}”由申报人撤回，不再审核，也不计分。有疑问请问社区。' },
    en: {
      title: 'A claim for you was taken back',
      body: '“{title}” was taken back by who filed it: it is reviewed no more and earns nothing. Please ask your community if you think it should.',
    },
  },
  attendance_rejected: {
    group: 'review',
    sms: false,
    zh: { title: '签到未通过审核', body: '“{title}”的签到没有通过审核，不计积分。有疑问请联系社区。' },
    en: {
      title: 'An attendance was not approved',
      body: '“{title}” earns nothing. Please ask your community if you think it should.',
    },
  },
  attendances_returned: {
    group: 'review',
    sms: false,
    zh: { title: '签到被退回：{title}', body: '审核人请您核对。请在活动里看审核意见，改正或说明后送回。' },
    en: {
      title: 'Attendances came back: {title}',
      body: 'The reviewer asks you to check. The activity shows why: correct or explain it, and send it back.',
    },
  },
  filed_claim_returned: {
    group: 'review',
    sms: false,
    zh: { title: '代报的申报被退回', body: '“{title}”退回修改，请看审核意见后重新提交。' },
    en: {
      title: 'A claim you filed came back',
      body: '“{title}” needs a correction. Please read why and send it again.',
    },
  },
  filed_claim_rejected: {
    group: 'review',
    sms: false,
    zh: { title: '代报的申报未通过', body: '“{title}”没有通过审核，理由写在申报里。' },
    en: { title: 'A claim you filed was not approved', body: '“{title}” was not approved. The claim says why.' },
  },
  filed_claim_withdrawn: {
    group: 'review',
    sms: false,
    zh: { title: '代报的申报已由同事撤回', body: '“{title}”由同事撤回，不再审核，也不计分。' },
    en: {
      title: 'A colleague took back a claim you filed',
      body: '“{title}” is reviewed no more and earns nothing.',
    },
  },
  review_right_lent: {
    group: 'review',
    sms: false,
    zh: {
      title: '您被授权代审',
      body: '{firstDay}至{lastDay}，您可以代为审核。涉及您本人、家人或您经手的，仍由其他人审核。',
    },
    en: {
      title: 'You may review as a deputy',
      body: 'From {firstDay} to {lastDay}. What concerns you, your household or your own work stays with others.',
    },
  },
  review_right_taken_back: {
    group: 'review',
    sms: false,
    zh: { title: '代审授权已收回', body: '您不再代为审核，您自己的职责不变。' },
    en: { title: 'The right to review was taken back', body: 'You no longer review as a deputy. Your own role stays.' },
  },
  review_escalated: {
    group: 'review',
    sms: false,
    zh: { title: '有待审核事项上报到您这里', body: '下级社区有上报、超时或无人可审的事项，请在审核台查看“已上报”。' },
    en: {
      title: 'Reviews were handed up to you',
      body: 'Items of your communities were handed up, are late, or nobody there may decide them. See “Handed up” on the desk.',
    },
  },
  objection_escalated: {
    group: 'review',
    sms: false,
    zh: { title: '有异议上报到您这里', body: '下级社区的异议过了答复期限，还没有处理，请在“公示与异议”查看。' },
    en: {
      title: 'Objections were handed up to you',
      body: 'Objections in your communities are past their time to be decided. See “Publicity & objections”.',
    },
  },
  activity_approved: {
    group: 'activity',
    sms: false,
    zh: { title: '活动已批准：{title}', body: '{startsAt}开始。报名时间见活动页。' },
    en: { title: 'Approved: {title}', body: 'It begins {startsAt}. When people can sign up is in the activity.' },
  },
  activity_returned: {
    group: 'activity',
    sms: false,
    zh: { title: '活动退回修改：{title}', body: '请看审批意见，修改后重新提交。' },
    en: { title: 'Needs a change: {title}', body: 'Please read what the approver says, change it and send it again.' },
  },
  activity_rejected: {
    group: 'activity',
    sms: false,
    zh: { title: '活动未获批准：{title}', body: '审批意见写在活动里。' },
    en: { title: 'Not approved: {title}', body: 'What the approver says is in the activity.' },
  },
  order_timed_out: {
    group: 'shop',
    sms: false,
    zh: { title: '有一单超时未核销', body: '“{title}”（{points} 分）没有在时限内核销，积分已退回居民。' },
    en: {
      title: 'An order ran out of time',
      body: '“{title}” ({points|point|points}) was not confirmed in time. The points went back.',
    },
  },
  order_refunded: {
    group: 'shop',
    sms: false,
    zh: { title: '退单：“{title}”', body: '已退还居民 {points} 分，应付金额相应减少。' },
    en: {
      title: 'Refunded: “{title}”',
      body: '{points|point|points} went back; what is owed to the shop is less by that share.',
    },
  },
  redemption_pin_set: {
    group: 'redemption',
    sms: true,
    zh: {
      title: '兑换密码已设置',
      body: '社区工作人员刚为您设置或更换了兑换密码。如果不是您本人要求的，请马上联系社区。',
    },
    en: {
      title: 'Your PIN was set',
      body: 'The community office has just set or changed your PIN. If you did not ask for it, please contact the office at once.',
    },
  },
  card_issued: {
    group: 'redemption',
    sms: true,
    zh: { title: '居民卡已发放', body: '社区工作人员刚为您办理了居民卡。如果不是您本人要求的，请马上联系社区。' },
    en: {
      title: 'A card was issued for you',
      body: 'The community office has just issued a card in your name. If you did not ask for it, please contact the office at once.',
    },
  },
  card_replaced: {
    group: 'redemption',
    sms: true,
    zh: {
      title: '居民卡已更换',
      body: '社区工作人员刚为您换了新卡，旧卡已失效。如果不是您本人要求的，请马上联系社区。',
    },
    en: {
      title: 'Your card was replaced',
      body: 'The community office has just issued a new card in your name; the old one no longer works. If you did not ask for it, please contact the office at once.',
    },
  },
  refund_lapsed: {
    group: 'shop',
    sms: false,
    zh: {
      title: '退还没有办成：“{title}”',
      body: '提出的 {points} 分退还逾期无人确认，已经作废。需要的话请重新提出。',
    },
    en: {
      title: 'A refund lapsed: “{title}”',
      body: 'Nobody confirmed the refund of {points|point|points} in time. Please propose it again if it is still needed.',
    },
  },
  settlement_ready: {
    group: 'shop',
    sms: false,
    zh: { title: '结算单已开出，请核对', body: '{number}，结到{lastDay}。有不对的行请在“对账”里提出争议。' },
    en: {
      title: 'A statement is there to be checked',
      body: '{number}, up to {lastDay}. Please dispute under “Settlements” what is not right.',
    },
  },
  settlement_closed: {
    group: 'shop',
    sms: false,
    zh: { title: '结算单已结账', body: '{number}，结到{lastDay}，明细不再改动。之后的退还和更正进入下一张。' },
    en: {
      title: 'A statement was closed',
      body: '{number}, up to {lastDay}. It does not change any more; later refunds and corrections go into the next one.',
    },
  },
  settlement_paid: {
    group: 'shop',
    sms: false,
    zh: { title: '结算款已登记付款', body: '{number}，付款方式和凭证号写在结算单上，请查收。' },
    en: {
      title: 'A statement was paid',
      body: '{number}. How it was paid is on the statement; please check that it has arrived.',
    },
  },
  settlement_line_disputed: {
    group: 'shop',
    sms: false,
    zh: { title: '社区对一行明细有争议', body: '在结算单 {number} 里，理由请打开“对账”查看。' },
    en: { title: 'The office disputes a line', body: 'Of statement {number}. Please open “Settlements” to read why.' },
  },
  settlement_dispute_answered: {
    group: 'shop',
    sms: false,
    zh: { title: '结算争议有了结果', body: '结算单 {number} 里的一条争议已处理，意见请打开“对账”查看。' },
    en: {
      title: 'A dispute was answered',
      body: 'Of a line in statement {number}. Please open “Settlements” to read the answer.',
    },
  },
  shop_application_approved: {
    group: 'shop',
    sms: true,
    zh: { title: '商家入驻申请已通过', body: '您是本店店主，现在可以用这个手机号登录商家端。' },
    en: { title: 'Your shop takes part', body: 'You are its owner: sign in at the shops’ entrance with this phone.' },
  },
  shop_application_returned: {
    group: 'shop',
    sms: true,
    zh: { title: '商家入驻申请需要修改', body: '社区退回了您的申请，请打开“店铺”查看原因，修改后重新提交。' },
    en: {
      title: 'Your application has to be changed',
      body: 'The community returned it. Please open “Shops” to read why, change it and send it in again.',
    },
  },
  shop_application_refused: {
    group: 'shop',
    sms: true,
    zh: { title: '商家入驻申请未通过', body: '社区没有通过您的申请，原因请打开“店铺”查看。' },
    en: { title: 'Your application was refused', body: 'Please open “Shops” to read why.' },
  },
  shop_approved: {
    group: 'shop',
    sms: false,
    zh: { title: '本店已开通兑换', body: '现在可以扫居民积分码、核销兑换单。' },
    en: { title: 'Your shop takes part', body: 'You can scan residents and confirm redemptions now.' },
  },
  agreement_ending: {
    group: 'shop',
    sms: false,
    zh: {
      title: '协议{lastDay}到期',
      body: '编号 {number}。到期后本店不能再兑换，已兑换的照常结算。请和社区续签。',
    },
    en: {
      title: 'Your agreement ends on {lastDay}',
      body: '{number}. Nothing can be redeemed at your shop after it; what was redeemed is settled. Please renew it with the community.',
    },
  },
  shop_closed: {
    group: 'shop',
    sms: true,
    zh: {
      title: '本店已终止合作',
      body: '不再接受兑换和预约，没有办完的积分已退回居民，店员不能再登录。应付给本店的款项照常结算，店主可以登录查看和提出异议。',
    },
    en: {
      title: 'Your shop takes part no more',
      body: 'Nothing can be redeemed or booked; what was open is back with the residents, and staff can no longer sign in. What you are owed is still settled: owners can sign in to read and dispute it.',
    },
  },
  shop_poster_replaced_by_owner: {
    group: 'review',
    sms: false,
    zh: {
      title: '店主更换了二维码：{title}',
      body: '店里旧的二维码已停用，理由写在商家资料里。如有疑问，请与店主核实。',
    },
    en: {
      title: 'An owner replaced the code of {title}',
      body: 'The one before works no more; the shop’s record says why. Please ask the owner if anything seems wrong.',
    },
  },
  shop_poster_replaced: {
    group: 'shop',
    sms: false,
    zh: {
      title: '本店的二维码已更换',
      body: '店里张贴的旧二维码已停用，请换上新印的。没换之前，顾客可以出示积分码由您来扫。',
    },
    en: {
      title: 'The code of your shop was replaced',
      body: 'The printed code in your shop works no more: please put up the new one. Until then you can scan customers’ codes.',
    },
  },
  shop_suspended: {
    group: 'shop',
    sms: false,
    zh: {
      title: '本店的兑换已暂停',
      body: '社区暂停了本店的新兑换，进行中的单仍可核销，已经服务过的预约仍可确认。原因写在本店首页。',
    },
    en: {
      title: 'Redeeming at your shop is suspended',
      body: 'No new redemptions; open ones, and bookings that were served, can still be confirmed. Why is on the page of your shop.',
    },
  },
});

export type NoticeTemplateName = keyof typeof NOTICE_TEMPLATES;
export const NOTICE_TEMPLATE_NAMES = Object.keys(NOTICE_TEMPLATES) as [NoticeTemplateName, ...NoticeTemplateName[]];

/** Sentences that follow where the data have the number and it is not zero. */
export const NOTICE_EXTRAS: Readonly<Record<'paid' | 'shortfall', Readonly<Record<'zh' | 'en', string>>>> = {
  paid: {
    zh: '其中 {paid} 分抵扣了欠分，还欠 {owed} 分。',
    en: '{paid} of them paid what was owed; {owed} are still owed.',
  },
  shortfall: {
    zh: '其中 {shortfall} 分已经用掉，记为欠分，将由以后的积分先抵扣。',
    en: '{shortfall} of them were spent already: they are owed, and later points pay them first.',
  },
};

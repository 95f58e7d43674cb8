import { problemRows } from './types.ts';

/** Check-in and check-out: every refusal says what to do next. */
export const checkInProblems = problemRows({
  checkin_code_malformed: {
    status: 422,
    zh: '这不是签到码，请扫活动现场屏幕上的二维码。',
    en: 'This is no check-in code. Please scan the one on the screen at the activity.',
  },
  checkin_code_forged: {
    status: 403,
    zh: '签到码无效，请扫活动现场屏幕上的二维码。',
    en: 'The check-in code is not valid. Please scan the one on the screen at the activity.',
  },
  checkin_code_other_installation: {
    status: 403,
    zh: '这是其他平台的签到码，不能在这里使用。',
    en: 'This check-in code belongs to another installation.',
  },
  checkin_code_expired: {
    status: 410,
    zh: '签到码每 10 秒更新，这一个已超过 20 秒（也可能是截图）。请到现场扫屏幕上最新的二维码。',
    en: 'The code changes every 10 seconds and this one is older than 20 (or a screenshot). Please scan the newest one on the screen.',
  },
  checkin_display_revoked: {
    status: 410,
    zh: '这块屏幕已停用，它的签到码不再有效。请扫现场的其他屏幕，或请组织者登记。',
    en: 'This screen has been revoked and its codes no longer count. Please scan another screen, or ask the organiser.',
  },
  checkin_poster_replaced: {
    status: 410,
    zh: '这张签到海报已停用，请扫现场的新海报或屏幕上的二维码，也可以请组织者登记。',
    en: 'This check-in poster is no longer in use. Please scan the new one or the screen, or ask the organiser.',
  },
  checkin_wrong_activity: {
    status: 409,
    zh: '这是「{title}」的签到码，不是您要签到的活动。请扫您所在活动的屏幕。',
    en: 'This code is for “{title}”, another activity. Please scan the screen of the activity that you are at.',
  },
  checkin_ticket_invalid: {
    status: 422,
    zh: '签到凭据无效，请重新扫码。',
    en: 'The ticket is not valid. Please scan again.',
  },
  checkin_ticket_expired: {
    status: 410,
    zh: '签到凭据已过期，请重新扫码。',
    en: 'The ticket has expired. Please scan again.',
  },
  checkin_ticket_used: {
    status: 409,
    zh: '这张签到凭据已被他人使用，请自己重新扫码。',
    en: 'Somebody else has used this ticket. Please scan again yourself.',
  },
  checkin_ticket_replayed: {
    status: 409,
    zh: '这次扫码已经用过一次，签到和签退要各扫一次。请重新扫屏幕上的二维码。',
    en: 'This scan has been used once; check-in and check-out need a scan each. Please scan the screen again.',
  },
  checkin_not_started: {
    status: 409,
    zh: '活动还没有开始签到，请稍候。',
    en: 'Check-in has not started yet. Please wait a moment.',
  },
  checkin_ended: {
    status: 409,
    zh: '活动已结束签到。如您确实到场，请找组织者登记。',
    en: 'Check-in has ended. If you were there, please ask the organiser.',
  },
  checkin_too_late: {
    status: 409,
    zh: '已过活动计划结束时间，不能再签到。',
    en: 'The planned end has passed: no more check-ins.',
  },
  checkin_signup_needed: {
    status: 403,
    zh: '这个活动需要先报名，请联系组织者。',
    en: 'This activity needs a sign-up first. Please ask the organiser.',
  },
  checkin_late_too_late: {
    status: 410,
    zh: '扫码已超过 10 分钟才送达，不能再补签。请找组织者登记。',
    en: 'The scan arrived more than 10 minutes after it was made. Please ask the organiser to check you in.',
  },
  checkin_overlaps: {
    status: 409,
    zh: '扫码的时间与您在「{title}」的签到重叠，不能重复计时。如有误，请找组织者核对。',
    en: 'The time of the scan overlaps your attendance at “{title}”. If that is wrong, please ask the organiser.',
  },
  already_present: {
    status: 409,
    zh: '您已签到，无需重复。离开时请再扫码签退。',
    en: 'You have checked in already. Please scan again when you leave.',
  },
  already_present_elsewhere: {
    status: 409,
    zh: '您在另一个活动中还没有签退，请先签退。',
    en: 'You are still checked in at another activity. Please check out there first.',
  },
  already_attended: {
    status: 409,
    zh: '您已完成本次活动的签到和签退。',
    en: 'You have attended this activity already.',
  },
  checkout_not_present: {
    status: 409,
    zh: '您还没有在这个活动签到，不能签退。请先签到。',
    en: 'You have not checked in at this activity, so there is nothing to check out of. Please check in first.',
  },
  checkout_wrong_activity: {
    status: 409,
    zh: '这里不是您签到的活动。您签到的是「{title}」，请扫那里的二维码签退。',
    en: 'You are checked in at “{title}”, and this is another activity. Please scan the code there to check out.',
  },
  checkout_too_soon: {
    status: 409,
    zh: '您才签到 {minutes} 分钟，满 {minutesMin} 分钟才计时长和积分，再过 {left} 分钟即可签退。现在离开则不计分。',
    en: 'You have been here {minutes} min; a stay counts from {minutesMin} min, in {left} min. If you leave now it earns nothing.',
  },
  attendance_not_found: {
    status: 404,
    zh: '没有找到这条签到记录，请刷新名单。',
    en: 'This attendance was not found. Please reload the list.',
  },
  late_word_own: {
    status: 403,
    zh: '不能为自己的补签作证，请其他工作人员确认。',
    en: 'Nobody can vouch for their own late check-in. Please ask a colleague.',
  },
  attendance_not_returned: {
    status: 409,
    zh: '这条签到没有被退回，或已经送回，请刷新名单。',
    en: 'This attendance was not returned, or was sent back already. Please reload the list.',
  },
  attendance_not_over: {
    status: 409,
    zh: '名单上的离开时间还没有到，等活动结束后再补录，或写明已经离开的时间。',
    en: 'The time at which they left has not come yet. Enter the list after the end, or write when they really left.',
  },
  attendance_after_end: {
    status: 409,
    zh: '活动在这之前已经结束，这段时间不能计。',
    en: 'The activity had ended before that time.',
  },
  attendance_end_elsewhere: {
    status: 409,
    zh: '这段时间与此人在「{title}」的签到重叠，不能重复计时。',
    en: 'That time overlaps their attendance at “{title}” and cannot count twice.',
  },
  attendance_end_wrong: {
    status: 422,
    zh: '签退时间须在签到之后、活动结束之前，也不能晚于现在。',
    en: 'They cannot have left before they came, after the activity’s end or later than now.',
  },
  attendance_send_back_own: {
    status: 403,
    zh: '不能核对自己的签到，请其他工作人员送回。',
    en: 'Nobody sends their own attendance back. Please ask a colleague.',
  },
  late_word_not_wanted: {
    status: 409,
    zh: '这条签到不需要确认，或已经有人确认过，请刷新名单。',
    en: 'No word is wanted for this attendance, or it was given already. Please reload the list.',
  },
});

import { problemRows } from './types.ts';

/** Activities, sign-ups and check-ins. */
export const activityProblems = problemRows({
  activity_not_found: { status: 404, zh: '没有找到这个活动。', en: 'This activity was not found.' },
  activity_times_invalid: {
    status: 422,
    zh: '活动时间不正确：结束须晚于开始，时长在 10 分钟到 24 小时之间。',
    en: 'The times are not right: the end comes after the start, 10 minutes to 24 hours later.',
  },
  activity_in_past: { status: 422, zh: '活动已经过了结束时间。', en: 'The planned end has passed.' },
  activity_state_wrong: {
    status: 409,
    zh: '活动当前的状态不能这样操作，请刷新查看。',
    en: 'The activity is not in a state for this. Please reload.',
  },
  activity_approve_own: {
    status: 403,
    zh: '自己策划的活动须由其他人审批。',
    en: 'Who planned an activity cannot approve it.',
  },
  activity_reason_missing: {
    status: 422,
    zh: '退回或不予通过时请写明理由。',
    en: 'Please give a reason to return or reject.',
  },
  activity_too_early: {
    status: 409,
    zh: '还不能开始签到，最早在计划开始前一小时。',
    en: 'Too early: check-in can start one hour before the planned start.',
  },
  activity_over: { status: 409, zh: '活动已过计划结束时间。', en: 'The planned end of the activity has passed.' },
  activity_full: { status: 409, zh: '报名人数已满。', en: 'The activity is full.' },
  signup_missing: { status: 409, zh: '您还没有报名。', en: 'You have not signed up.' },
  signup_closed: { status: 409, zh: '现在不能报名或取消报名。', en: 'Sign-up is closed now.' },
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
    zh: '签到码已更新，请扫屏幕上最新的二维码。',
    en: 'The code has changed. Please scan the newest one on the screen.',
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
  checkin_not_started: {
    status: 409,
    zh: '活动还没有开始签到，请稍候。',
    en: 'Check-in has not started yet. Please wait a moment.',
  },
  checkin_ended: { status: 409, zh: '活动已结束签到。', en: 'Check-in has ended.' },
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
  already_present: { status: 409, zh: '您已签到，无需重复。', en: 'You have checked in already.' },
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
  checkout_not_present: { status: 409, zh: '没有可签退的签到记录。', en: 'There is no open check-in to check out of.' },
});

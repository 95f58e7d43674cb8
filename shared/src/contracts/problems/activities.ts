import { problemRows } from './types.ts';

/** Activities and sign-ups. */
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
    zh: '自己策划、组织、修改或提交过的活动，须由其他人审批。',
    en: 'Who planned, organised, changed or submitted an activity cannot approve it.',
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
  activity_change_needs_approval: {
    status: 409,
    zh: '已提交或已批准的活动不能改名称和时间，请取消后重新计划；地点、说明和人数请用“调整安排”。',
    en: 'What is submitted or approved keeps its name and times: cancel it and plan anew. Place, description and places are changed by “Arrange”.',
  },
  activity_capacity_taken: {
    status: 409,
    zh: '已有 {taken} 人报上名，名额不能比这更少。',
    en: '{taken|person has|people have} a place already. There cannot be fewer places than that.',
  },
  series_not_found: { status: 404, zh: '没有找到这个系列活动。', en: 'This series was not found.' },
  series_empty: {
    status: 422,
    zh: '所选的日期里没有一天要办活动。请检查星期、截止日期和跳过的日期。',
    en: 'No date is left. Please check the weekdays, the last date and the dates left out.',
  },
  series_too_long: {
    status: 422,
    zh: '一个系列最多 60 次、400 天。请缩短后再试。',
    en: 'A series has at most 60 dates within 400 days. Please make it shorter.',
  },
  activity_not_for_you: {
    status: 403,
    zh: '这个活动没有面向您所在的社区开放报名。可以联系主办社区。',
    en: 'This activity is not open to your community. You can ask the community that organises it.',
  },
  co_organiser_unfit: {
    status: 422,
    zh: '协办人须是本社区或共享社区里可以组织活动的工作人员，且不能是主办人本人。',
    en: 'A co-organiser is somebody of this community, or of one that it is shared with, who may run activities, and not the organiser.',
  },
  signup_times_invalid: {
    status: 422,
    zh: '报名时间不正确：开始须早于截止，截止不能晚于活动结束。',
    en: 'The sign-up times are not right: it opens before it closes, and closes no later than the activity ends.',
  },
  signup_not_open: {
    status: 409,
    zh: '报名还没有开始，请在开始后再来。',
    en: 'Sign-up has not begun. Please come back then.',
  },
  signup_deadline_passed: {
    status: 409,
    zh: '报名已经截止。想参加请联系活动组织人。',
    en: 'The time to sign up is over. To take part, please ask the organiser.',
  },
  signup_withdraw_too_late: {
    status: 409,
    zh: '活动已经开始，不能再取消报名。请直接告诉组织人。',
    en: 'The activity has begun, so a sign-up cannot be taken back. Please tell the organiser.',
  },
  activity_full: { status: 409, zh: '报名人数和候补都已满。', en: 'The activity and its waiting list are full.' },
  signup_missing: { status: 409, zh: '您还没有报名。', en: 'You have not signed up.' },
  signup_closed: { status: 409, zh: '现在不能报名或取消报名。', en: 'Sign-up is closed now.' },
});

import { problemRows } from './types.ts';

export const bookingProblems = problemRows({
  slot_not_found: {
    status: 404,
    zh: '没有找到这个时段，请返回重新选择。',
    en: 'This time was not found. Please go back and choose again.',
  },
  slot_full: {
    status: 409,
    zh: '这个时段刚刚约满了，没有冻结积分，请换一个时段。',
    en: 'This time has just been booked up. No points were held. Please choose another.',
  },
  slot_over: {
    status: 409,
    zh: '这个时段已停止预约，请换一个时段。',
    en: 'This time can no longer be booked. Please choose another.',
  },
  slot_too_early: {
    status: 409,
    zh: '只能预约 90 天以内的时段，请过些日子再约。',
    en: 'Only times within 90 days can be booked. Please come back later.',
  },
  slot_closed: {
    status: 409,
    zh: '这个时段已取消，请换一个时段。',
    en: 'This time was called off. Please choose another.',
  },
  slot_booked_already: {
    status: 409,
    zh: '您已经预约了这个时段，可在“我的预约”里查看。',
    en: 'You have booked this time already. See “My bookings”.',
  },
  slot_busy: { status: 409, zh: '约的人较多，请稍后再试。', en: 'Many people are booking just now. Please try again.' },
  slot_in_past: { status: 422, zh: '时段的开始时间必须晚于现在。', en: 'A time must start later than now.' },
  slot_not_a_service: {
    status: 422,
    zh: '只有“服务”类的项目可以设置预约时段。',
    en: 'Only offers of the kind “service” have times to book.',
  },
  slot_terms_by_staff: {
    status: 403,
    zh: '“失约扣分”和互助人由社区工作人员设置，请联系社区。',
    en: 'That a stay-away pays, and who helps, is set by the community. Please ask its staff.',
  },
  slot_helper_alone: {
    status: 422,
    zh: '由邻居上门互助的时段一次只能约一人。',
    en: 'A time at which a neighbour helps takes one booking.',
  },
  slot_rule_unfit: {
    status: 422,
    zh: '这条积分标准不适合互助服务：须按小时计、须互助人本人在册，且当前有效。',
    en: 'This rule does not fit: it must count hours, be in force, and have a helper who earns by it.',
  },
  bookings_too_many: {
    status: 409,
    zh: '这个账户最多同时保留 {max} 个预约，请先完成或取消一个。',
    en: 'An account keeps at most {max} bookings at once. Please complete or cancel one first.',
  },
  booking_not_found: { status: 404, zh: '没有找到这个预约。', en: 'This booking was not found.' },
  booking_not_yours: {
    status: 403,
    zh: '这个预约不是您的，也不由您服务。',
    en: 'This booking is neither yours nor for you to serve.',
  },
  shop_not_suspended: {
    status: 409,
    zh: '这家商家没有被暂停，请逐个取消时段。',
    en: 'This shop is not suspended. Please close its times one by one.',
  },
  booking_own_help: {
    status: 403,
    zh: '不能预约自己或同一家庭成员提供的互助服务。',
    en: 'You cannot book help that you or your household give.',
  },
  booking_both_sides: {
    status: 403,
    zh: '同一个人不能替双方确认，请由对方本人确认。',
    en: 'One person cannot speak for both sides. The other side has to say it themselves.',
  },
  booking_not_begun: {
    status: 409,
    zh: '服务还没有开始（对方未到须等 15 分钟），请到时再确认。',
    en: 'It has not begun yet (wait 15 minutes before saying that somebody did not come).',
  },
  booking_begun: {
    status: 409,
    zh: '服务时间已到，不能再取消；没有做成请点“对方未到”或申请社区处理。',
    en: 'It has begun and can no longer be cancelled. Say that the other side did not come, or ask the community.',
  },
  booking_answer_over: {
    status: 409,
    zh: '确认期限已过，系统正在按规定处理，请稍后刷新。',
    en: 'The time for answers is over. It is being ended by the rules: please refresh.',
  },
  booking_over: {
    status: 409,
    zh: '这个预约已经结束，请刷新查看结果。',
    en: 'This booking is over. Please refresh to see how it ended.',
  },
  booking_disputed: {
    status: 409,
    zh: '已经提交社区处理，请等待答复。',
    en: 'The community has been asked already. Please wait for its answer.',
  },
  booking_not_disputed: { status: 409, zh: '这个预约没有待处理的争议。', en: 'No dispute waits at this booking.' },
  booking_party: {
    status: 403,
    zh: '您与这个预约有关，请由其他工作人员处理。',
    en: 'You have a part in this booking. Please leave it to a colleague.',
  },
  redemption_is_booking: {
    status: 409,
    zh: '这是预约的服务，请到“我的预约”里办理。',
    en: 'This is a booked service. Please use “My bookings”.',
  },
  calendar_span_too_long: {
    status: 422,
    zh: '一次最多查看 35 天，请缩短日期范围。',
    en: 'At most 35 days can be shown. Please choose a shorter span.',
  },
});

import { problemRows } from './types.ts';

export const notificationProblems = problemRows({
  notification_not_found: { status: 404, zh: '没有找到这条消息。', en: 'This message was not found.' },
  notification_no_phone: {
    status: 409,
    zh: '这里没有登记手机号，不能设置短信提醒。',
    en: 'There is no phone to send text messages to.',
  },
});

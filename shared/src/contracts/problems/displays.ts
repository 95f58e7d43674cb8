import { problemRows } from './types.ts';

/** Registered check-in screens. */
export const displayProblems = problemRows({
  display_unknown: {
    status: 403,
    zh: '这块屏幕没有登记，请重新配对。',
    en: 'This screen is not registered. Please pair it again.',
  },
  display_pairing_code_unknown: {
    status: 404,
    zh: '配对码不对或已过期。请看大屏上的八位数字，重新输入。',
    en: 'The pairing code is wrong or has run out. Please read the eight digits on the screen again.',
  },
  display_revoked: {
    status: 403,
    zh: '这块屏幕已被停用，不再出示签到码。请联系社区管理员恢复。',
    en: 'This screen has been revoked and shows no codes. Please ask the community office to restore it.',
  },
  display_not_found: { status: 404, zh: '没有找到这块屏幕。', en: 'This screen was not found.' },
  display_state_wrong: {
    status: 409,
    zh: '屏幕的状态已变，请刷新后再试。',
    en: 'The state of the screen has changed. Please reload.',
  },
});

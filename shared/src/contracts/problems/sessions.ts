import { problemRows } from './types.ts';

export const sessionProblems = problemRows({
  sign_in_failed: { status: 401, zh: '用户名或密码不对，请重试。', en: 'The user name or password is not right.' },
  sign_in_locked: {
    status: 429,
    zh: '尝试次数过多，请 {seconds} 秒后再试。',
    en: 'Too many attempts. Please try again in {seconds} seconds.',
  },
  face_not_allowed: {
    status: 403,
    zh: '这个账号不能登录这个入口。',
    en: 'This sign-in does not belong to this entrance.',
  },
  code_wrong: { status: 401, zh: '验证码不对，请核对后重新输入。', en: 'The code is not right.' },
  code_expired: {
    status: 401,
    zh: '验证码已过期，请重新获取。',
    en: 'The code has expired. Please ask for a new one.',
  },
  code_too_soon: {
    status: 429,
    zh: '验证码刚刚发过，请 {seconds} 秒后再获取。',
    en: 'A code was just sent. Please wait {seconds} seconds.',
  },
  session_ended: { status: 401, zh: '登录已结束，请重新登录。', en: 'The session has ended. Please sign in again.' },
  session_reused: {
    status: 401,
    zh: '登录状态异常，为安全起见已退出，请重新登录。',
    en: 'This session was used elsewhere and has been ended. Please sign in again.',
  },
  person_not_yours: { status: 403, zh: '您不能替这位参与人办理。', en: 'You may not act for this person.' },
  registration_needed: { status: 403, zh: '请先登记为参与人。', en: 'Please register first.' },
});

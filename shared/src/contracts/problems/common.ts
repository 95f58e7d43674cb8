import { problemRows } from './types.ts';

export const commonProblems = problemRows({
  validation_failed: {
    status: 400,
    zh: '有内容填写不正确，请按提示修改。',
    en: 'Some fields are not right. Please correct them.',
  },
  body_not_json: {
    status: 400,
    zh: '请求内容无法识别，请刷新页面后重试。',
    en: 'The request could not be read. Please reload and try again.',
  },
  body_too_large: { status: 413, zh: '提交的内容太大。', en: 'The request is too large.' },
  media_type_unsupported: { status: 415, zh: '不支持这种内容格式。', en: 'This kind of content is not supported.' },
  cursor_invalid: {
    status: 400,
    zh: '翻页信息已失效，请从第一页重新查看。',
    en: 'The page marker is not valid. Please start from the first page.',
  },
  idempotency_key_missing: {
    status: 400,
    zh: '请求缺少防重复编号，请刷新页面后重试。',
    en: 'The request has no idempotency key. Please reload and try again.',
  },
  idempotency_key_reused: {
    status: 422,
    zh: '这个编号已用于另一项操作，请重新发起。',
    en: 'This key was used for another request. Please start anew.',
  },
  not_signed_in: { status: 401, zh: '请先登录。', en: 'Please sign in.' },
  token_expired: { status: 401, zh: '登录已过期，请重新登录。', en: 'Your sign-in has expired. Please sign in again.' },
  token_invalid: {
    status: 401,
    zh: '登录信息无效，请重新登录。',
    en: 'The sign-in is not valid. Please sign in again.',
  },
  forbidden: { status: 403, zh: '您没有办理这项操作的权限。', en: 'You may not do this.' },
  out_of_scope: {
    status: 403,
    zh: '这不属于您的辖区，不能办理。',
    en: 'This is outside the area you are responsible for.',
  },
  not_found: { status: 404, zh: '没有找到，可能已被移走。', en: 'Not found. It may have been moved.' },
  version_conflict: {
    status: 412,
    zh: '别人刚刚改过这项内容，请刷新后再改。',
    en: 'Somebody has just changed this. Please reload and edit again.',
  },
  version_missing: {
    status: 400,
    zh: '缺少内容版本，请刷新后再改。',
    en: 'The version is missing. Please reload and edit again.',
  },
  rate_limited: {
    status: 429,
    zh: '操作太频繁，请 {seconds} 秒后再试。',
    en: 'Too many attempts. Please try again in {seconds} seconds.',
  },
  outcome_unknown: {
    status: 503,
    zh: '暂时无法确认结果，请稍候，系统会自动核对，不会重复扣分。',
    en: 'The outcome is not known yet. It is being checked; nothing is charged twice.',
  },
  ledger_busy: { status: 503, zh: '系统繁忙，请稍后再试。', en: 'The system is busy. Please try again shortly.' },
  unavailable: {
    status: 503,
    zh: '服务暂时不可用，请稍后再试。',
    en: 'The service is not available right now. Please try again shortly.',
  },
  internal_error: {
    status: 500,
    zh: '系统出了点问题，已记录，请稍后再试。',
    en: 'Something went wrong on our side. It was recorded; please try again later.',
  },
  demo_only: { status: 404, zh: '只有演示环境提供。', en: 'Only a demo offers this.' },
});

import { problemRows } from './types.ts';

export const serviceProblems = problemRows({
  service_counting: {
    status: 503,
    zh: '服务时长记录较多，正在统计，请稍后再试。',
    en: 'There are many hours to count. This goes on in the background; please try again in a moment.',
  },
  certificate_not_found: {
    status: 404,
    zh: '没有找到这张证明，请核对证明上的编号。',
    en: 'There is no such certificate. Please compare the code with the paper.',
  },
  certificate_not_person: {
    status: 422,
    zh: '服务记录证明只开给个人，请打开家庭成员本人的页面。',
    en: 'Certificates are for persons. Please open the page of the member of the household.',
  },
  certificate_period_invalid: {
    status: 422,
    zh: '起止日期不正确：开始不能晚于结束，也不能晚于今天。',
    en: 'The period is not right: it begins before it ends, and not after today.',
  },
  certificate_empty: {
    status: 409,
    zh: '这段时间没有志愿服务时长，请换一段时间。',
    en: 'There are no volunteer hours in this period. Please choose another one.',
  },
  star_hours_invalid: {
    status: 422,
    zh: '星级时长要逐级增加，请重新填写。',
    en: 'Each star level needs more hours than the one before.',
  },
  star_settings_changed: {
    status: 409,
    zh: '别人刚刚改过星级时长，请刷新后再改。',
    en: 'Somebody has just changed the star levels. Please reload and try again.',
  },
});

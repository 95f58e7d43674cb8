import { problemRows } from './types.ts';

/** Sign-ins of staff, and which residents they are too. */
export const staffProblems = problemRows({
  staff_not_found: {
    status: 404,
    zh: '没有找到这个工作人员账号，请刷新查看。',
    en: 'This staff account was not found. Please reload.',
  },
  staff_resident_unfit: {
    status: 422,
    zh: '没有找到这份居民档案，或者它不是个人档案、已经注销。请用本人手机号重新查找。',
    en: 'There is no such resident, or the record is not of a person, or it is closed. Please look them up by their own phone number.',
  },
  staff_link_own: {
    status: 403,
    zh: '不能更改自己账号的居民关联，请另一位管理员办理。',
    en: 'Nobody changes the link of their own account. Please ask another administrator.',
  },
  staff_link_stands: {
    status: 409,
    zh: '您的账号已经关联居民档案。要更改，请联系区级或系统管理员。',
    en: 'Your account is linked to a resident already. Please ask a district or system administrator to change it.',
  },
});

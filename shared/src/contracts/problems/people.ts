import { problemRows } from './types.ts';

export const peopleProblems = problemRows({
  person_not_found: { status: 404, zh: '没有找到这位参与人。', en: 'This person was not found.' },
  person_unverified: {
    status: 403,
    zh: '身份尚未核实，可以积分，暂不能兑换。请到社区服务大厅核实。',
    en: 'Not verified yet: points can be earned but not spent. Please visit the community office.',
  },
  person_closed: { status: 409, zh: '这个账户已关闭。', en: 'This account is closed.' },
  person_already_verified: { status: 409, zh: '已经核实过了。', en: 'Already verified.' },
  phone_in_use: {
    status: 409,
    zh: '这个手机号已有人登记。如确为家人共用，请勾选“与家人共用”。',
    en: 'This phone is already registered. If it is shared in the family, tick “shared phone”.',
  },
  unit_unknown: { status: 422, zh: '没有这个辖区，请重新选择。', en: 'There is no such unit. Please choose again.' },
  unit_exists: { status: 409, zh: '这个辖区编码已被使用。', en: 'This unit code is taken.' },
  unit_parent_invalid: { status: 422, zh: '上级辖区不正确。', en: 'The parent unit is not right.' },
  birth_date_invalid: { status: 422, zh: '出生日期不正确。', en: 'The birth date is not right.' },
  guardian_consent_needed: {
    status: 422,
    zh: '未满 14 岁需监护人在社区办理登记。',
    en: 'Under 14, a guardian registers at the community office.',
  },
  guardian_consent_missing: {
    status: 403,
    zh: '未满 18 岁参加这类活动，须监护人同意。请监护人在自己手机的“我的”里同意，或到社区签一份同意书；之后就可以报名、签到和申报。',
    en: 'Under 18, a guardian agrees to this kind of activity first: on their own phone under “Me”, or on paper at the community office. Then you can sign up, check in and file claims.',
  },
  guardian_consent_by_minor: {
    status: 403,
    zh: '须由监护人本人同意。请在“我的”里切换到监护人再操作，或请监护人到社区签同意书。',
    en: 'The guardian agrees themselves. Switch to the guardian under “Me” first, or ask them to sign at the community office.',
  },
  guardian_consent_not_asked: {
    status: 422,
    zh: '只有未满 18 岁的参与人需要登记监护人同意。',
    en: 'A guardian’s consent is written down for people under 18 only.',
  },
});

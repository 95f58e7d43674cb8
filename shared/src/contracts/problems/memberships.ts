import { problemRows } from './types.ts';

export const membershipProblems = problemRows({
  group_not_found: {
    status: 404,
    zh: '没有找到这个家庭或组织。',
    en: 'This household or organisation was not found.',
  },
  group_closed: {
    status: 409,
    zh: '这个家庭或组织的账户已关闭，不能再变动成员。',
    en: 'The account of this household or organisation is closed: its members cannot change any more.',
  },
  group_full: {
    status: 409,
    zh: '最多登记 {max} 人，请先办理迁出。',
    en: 'At most {max|person|people} can belong to it. Please move somebody out first.',
  },
  member_not_person: {
    status: 422,
    zh: '成员只能是个人，不能是家庭或组织。',
    en: 'Only people can be members, not households or organisations.',
  },
  member_already: { status: 409, zh: '已经是成员了。', en: 'They belong to it already.' },
  household_taken: {
    status: 409,
    zh: '这位居民还在另一个家庭里，请先办理迁出。',
    en: 'This person still belongs to another household. Please move them out first.',
  },
  membership_overlaps: {
    status: 409,
    zh: '这位居民在原家庭的登记到 {until} 才结束，请选这一天或之后。',
    en: 'Their time in the household before ends on {until}. Please choose that day or a later one.',
  },
  membership_date_past: {
    status: 422,
    zh: '日期不能早于今天：以前的积分已按当时的成员关系入账。',
    en: 'The day cannot be before today: earlier points went by who belonged to it then.',
  },
  membership_date_far: {
    status: 422,
    zh: '最多可以提前 {days} 天登记。',
    en: 'A move can be entered at most {days|day|days} ahead.',
  },
  membership_not_found: { status: 404, zh: '没有找到这条成员登记。', en: 'This membership was not found.' },
  membership_ended: { status: 409, zh: '已经登记过迁出日期。', en: 'An end has been entered already.' },
  household_head_leaves: {
    status: 409,
    zh: '户主迁出前，请先在其他成员里指定新的户主。',
    en: 'Before the head of the household leaves, please name another member as head.',
  },
  head_not_member: {
    status: 422,
    zh: '户主要从现有成员里选。',
    en: 'The head must be one of the members of today.',
  },
  household_only: {
    status: 422,
    zh: '只有家庭有户主。',
    en: 'Only a household has a head.',
  },
});

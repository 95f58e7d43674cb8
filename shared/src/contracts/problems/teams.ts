import { problemRows } from './types.ts';

/** Teams of volunteers. */
export const teamProblems = problemRows({
  team_not_found: { status: 404, zh: '没有找到这个服务队。', en: 'This team was not found.' },
  team_name_taken: {
    status: 409,
    zh: '这个社区已经有同名的服务队，请换一个名字。',
    en: 'This community has a team of that name. Please choose another.',
  },
  team_leader_unfit: {
    status: 422,
    zh: '队长须是已满 14 周岁、未注销的参与人；换队长时须从队员中选。',
    en: 'A leader is a person of 14 years or more whose record is open; a new one is chosen from the members.',
  },
  team_leader_leaves: {
    status: 409,
    zh: '队长不能直接退队，请先让社区换一位队长。',
    en: 'A leader cannot leave. Please ask the community for another leader first.',
  },
  team_not_leader: {
    status: 403,
    zh: '只有队长可以为队员报名。',
    en: 'Only the leader signs members up.',
  },
  team_not_member: {
    status: 409,
    zh: '这个人不在队里，或还没有同意加入。',
    en: 'This person is not in the team, or has not agreed to join yet.',
  },
  team_dissolved: { status: 409, zh: '这个服务队已经解散。', en: 'This team was dissolved.' },
  team_person_unfit: {
    status: 422,
    zh: '只能邀请未注销的个人，家庭和单位不能入队。',
    en: 'Only people whose record is open can be invited, not households or organisations.',
  },
});

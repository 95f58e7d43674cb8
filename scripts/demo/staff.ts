import type { RoleGrant } from '@red-points/shared/domain/permissions';
import { COMMUNITIES, DISTRICT, MAIN_COMMUNITY, MAIN_STREET } from './places.ts';

/** Everybody's password in the demo; its sign-ins are printed and offered as cards. */
export const DEMO_PASSWORD = 'demo-2026';

/** A role card of the sign-in pages. */
export interface CardPlan {
  readonly card: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly hintZh: string;
  readonly hintEn: string;
}

export interface StaffPlan extends Partial<CardPlan> {
  readonly username: string;
  readonly displayName: string;
  readonly grants: readonly RoleGrant[];
}

const inUnit = (role: RoleGrant['role'], unitId: string): RoleGrant => ({ role, unitId, shopId: null });

/** The people of the main community's office, of its street and the district, each with a card. */
const CARDS: readonly StaffPlan[] = [
  {
    username: 'secretary',
    displayName: '周敏',
    grants: [inUnit('community_admin', MAIN_COMMUNITY)],
    card: 'secretary',
    titleZh: '书记 周敏',
    titleEn: 'Secretary Zhou Min',
    hintZh: '审核、公示、导入台账，看全社区的数字',
    hintEn: 'Reviews, publicity, imports; sees the whole community',
  },
  {
    username: 'deputy',
    displayName: '何建平',
    grants: [inUnit('community_admin', MAIN_COMMUNITY)],
    card: 'deputy',
    titleZh: '副书记 何建平',
    titleEn: 'Deputy He Jianping',
    hintZh: '复核书记提交的导入，审核活动',
    hintEn: 'Confirms what the secretary proposes',
  },
  {
    username: 'grid',
    displayName: '吴晓兰',
    grants: [inUnit('grid_officer', MAIN_COMMUNITY)],
    card: 'grid_officer',
    titleZh: '网格员 吴晓兰',
    titleEn: 'Grid officer Wu Xiaolan',
    hintZh: '替居民申报，核实身份，帮老人办事',
    hintEn: 'Files claims for residents, verifies people',
  },
  {
    username: 'organiser',
    displayName: '林佳',
    grants: [inUnit('organiser', MAIN_COMMUNITY)],
    card: 'organiser',
    titleZh: '组织者 林佳',
    titleEn: 'Organiser Lin Jia',
    hintZh: '办活动，大屏显示签到码',
    hintEn: 'Plans activities, shows the check-in code',
  },
  {
    username: 'street',
    displayName: '沈岚',
    grants: [inUnit('street_admin', MAIN_STREET)],
    card: 'street',
    titleZh: '街道 沈岚',
    titleEn: 'Street office Shen Lan',
    hintZh: '看五个社区，复核与抽查',
    hintEn: 'Sees five communities, second approvals',
  },
  {
    username: 'district',
    displayName: '区委组织部 郭宁',
    grants: [inUnit('district_admin', DISTRICT)],
    card: 'district',
    titleZh: '区级 郭宁',
    titleEn: 'District Guo Ning',
    hintZh: '全区 14 个邻里中心的总数',
    hintEn: 'Totals of all 14 neighbourhood centres',
  },
  {
    username: 'auditor',
    displayName: '审计 唐启明',
    grants: [inUnit('auditor', DISTRICT)],
    card: 'auditor',
    titleZh: '审计 唐启明',
    titleEn: 'Auditor Tang Qiming',
    hintZh: '只读、脱敏，可核验账本',
    hintEn: 'Reads masked data, verifies the ledger',
  },
];

/** Staff without a card: the district's second rule maker, the system's administrator, and every community's office. */
const OTHERS: readonly StaffPlan[] = [
  { username: 'district2', displayName: '区民政局 曾雅琴', grants: [inUnit('district_admin', DISTRICT)] },
  { username: 'system', displayName: '系统管理员', grants: [{ role: 'system_admin', unitId: null, shopId: null }] },
  ...COMMUNITIES.flatMap(({ id, name }) => [
    { username: `${id}-admin`, displayName: `${name} 审核员`, grants: [inUnit('community_admin', id)] },
    { username: `${id}-admin2`, displayName: `${name} 副书记`, grants: [inUnit('community_admin', id)] },
    {
      username: `${id}-officer`,
      displayName: `${name} 网格员`,
      grants: [inUnit('grid_officer', id), inUnit('organiser', id)],
    },
  ]),
];

export const STAFF: readonly StaffPlan[] = [...CARDS, ...OTHERS];

/** Places of the elder and the rider among those with a card: their refs in the plan. */
export const ELDER = 0;
export const RIDER = 1;

/** Residents with a card, with what they show. Their phones are of the demo's own block. */
export const RESIDENT_CARDS: readonly (CardPlan & {
  readonly name: string;
  readonly phone: string;
  readonly unitId: string;
  readonly birthDate: string;
})[] = [
  {
    card: 'elder',
    name: '陈秀英',
    phone: '19900000001',
    unitId: 'jinxiu-g3',
    birthDate: '1951-04-12',
    titleZh: '居民 陈秀英（75 岁）',
    titleEn: 'Resident Chen Xiuying (75)',
    hintZh: '有积分，常去暖邻食堂；可切换长辈版',
    hintEn: 'Has points, eats at the canteen; try the elder view',
  },
  {
    card: 'rider',
    name: '罗海涛',
    phone: '19900000002',
    unitId: 'jinxiu-riders',
    birthDate: '1996-08-03',
    titleZh: '骑手 罗海涛',
    titleEn: 'Rider Luo Haitao',
    hintZh: '上报路况得积分，在驿站兑换',
    hintEn: 'Reports road hazards, redeems at the hub',
  },
  {
    card: 'teenager',
    name: '许子涵',
    phone: '19900000003',
    unitId: 'jinxiu-g2',
    birthDate: '2011-06-21',
    titleZh: '中学生 许子涵（15 岁）',
    titleEn: 'Teenager Xu Zihan (15)',
    hintZh: '参加读书分享会，用扫码签到',
    hintEn: 'Joins reading circles, checks in by QR',
  },
];

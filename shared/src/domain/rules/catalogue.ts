import type { Provenance } from '../ledger/index.ts';
import type { Ineligibility } from './eligibility.ts';
import type { EvidenceKind } from './evidence.ts';
import type { RuleSet } from './versions.ts';

/** A clause of the starter catalogue: what a new installation may begin with. */
export interface StarterRule {
  readonly code: string;
  readonly title: string;
  readonly category: 'volunteering' | 'mediation' | 'culture';
  readonly unit: 'hour' | 'attendance' | 'case';
  readonly points: number;
  readonly coefficient?: number;
  readonly minutesMin?: number;
  readonly pointsMaxPerEvent?: number;
  readonly perDay?: number;
  readonly perWeek?: number;
  readonly perMonth?: number;
  readonly perYear?: number;
  readonly household?: { readonly perEvent?: number; readonly perMonth?: number };
  readonly notEligible?: readonly Ineligibility[];
  readonly evidence?: readonly EvidenceKind[];
  readonly evidenceWanted?: string;
  readonly publicityDays?: number;
  readonly ruleSet?: RuleSet;
}

const ON_DUTY: readonly Ineligibility[] = ['paid_on_duty'];
const PER_CASE: readonly Ineligibility[] = ['paid_on_duty', 'paid_per_case'];

/** Hours of neighbourly help: held to a few hours an event and a day. */
const hourly = (
  code: string,
  title: string,
  points: number,
  pointsMaxPerEvent: number,
  more: Partial<StarterRule> = {},
): StarterRule => ({
  code,
  title,
  category: 'volunteering',
  unit: 'hour',
  points,
  pointsMaxPerEvent,
  minutesMin: 30,
  perDay: 24,
  ...more,
});

/** Something seen and passed on, or done once: by the case, few a day. */
const byCase = (
  code: string,
  title: string,
  category: StarterRule['category'],
  points: number,
  more: Partial<StarterRule>,
): StarterRule => ({ code, title, category, unit: 'case', points, ...more });

/** An evening together: once an attendance. */
const attended = (
  code: string,
  title: string,
  category: StarterRule['category'],
  points: number,
  more: Partial<StarterRule> = {},
): StarterRule => ({
  code,
  title,
  category,
  unit: 'attendance',
  points,
  minutesMin: 30,
  perDay: points * 2,
  ...more,
});

const VOLUNTEERING: readonly StarterRule[] = [
  hourly('ZY-01', '楼道清洁', 4, 16, { household: { perEvent: 24 } }),
  hourly('ZY-02', '助老送餐', 4, 16),
  hourly('ZY-03', '敬老探访', 5, 20),
  hourly('ZY-04', '文明劝导', 4, 16),
  hourly('ZY-05', '义诊与活动服务', 4, 16),
  hourly('ZY-06', '夜间巡逻', 4, 20, { coefficient: 1.5, notEligible: ON_DUTY }),
  hourly('ZY-07', '消防通道巡查', 4, 12, { evidence: ['photo'], evidenceWanted: '现场照片', publicityDays: 5 }),
  byCase('ZY-08', '骑手路况上报', 'volunteering', 2, { perDay: 10 }),
  hourly('ZY-09', '非机动车停放整理', 4, 12, { household: { perEvent: 18 } }),
  byCase('ZY-10', '飞线充电与楼道堆物上报', 'volunteering', 3, {
    perDay: 9,
    perMonth: 60,
    evidence: ['photo'],
    publicityDays: 3,
  }),
  hourly('ZY-11', '垃圾分类引导', 4, 16, { perWeek: 60 }),
  hourly('ZY-12', '背街小巷环境整治', 4, 16, { household: { perEvent: 24 } }),
  hourly('ZY-13', '假期课业辅导', 5, 20, { notEligible: ON_DUTY }),
  hourly('ZY-14', '日间照料中心陪伴', 5, 20, { notEligible: ON_DUTY }),
  hourly('ZY-15', '邻里食堂帮厨', 4, 16, { notEligible: ON_DUTY }),
  hourly('ZY-16', '家政互助', 6, 24, { perMonth: 120, notEligible: ON_DUTY, publicityDays: 3 }),
  hourly('ZY-17', '政务自助终端引导', 4, 16, { notEligible: ON_DUTY }),
  hourly('ZY-18', '邻里中心咨询接待', 4, 16, { notEligible: ON_DUTY }),
  hourly('ZY-19', '驿站服务与快递小哥关爱', 4, 12),
  attended('ZY-20', '党员到社区报到服务', 'volunteering', 6, { perMonth: 24, notEligible: ON_DUTY }),
  attended('ZY-21', '慰问困难家庭', 'volunteering', 6, { perMonth: 30, evidence: ['photo'], publicityDays: 3 }),
  hourly('ZY-22', '节庆与夜市秩序维护', 4, 20, { coefficient: 1.5, notEligible: ON_DUTY }),
  hourly('ZY-23', '楼栋长与网格协理员走访', 3, 12, { perMonth: 60, notEligible: ON_DUTY }),
];

const MEDIATION: readonly StarterRule[] = [
  byCase('TJ-01', '邻里纠纷调解', 'mediation', 15, {
    perDay: 45,
    notEligible: PER_CASE,
    evidence: ['case_record'],
    evidenceWanted: '调解记录',
  }),
  byCase('TJ-02', '物业矛盾协调', 'mediation', 15, {
    perDay: 45,
    notEligible: PER_CASE,
    evidence: ['case_record'],
    evidenceWanted: '调解记录',
  }),
  attended('TJ-03', '邻里议事会', 'mediation', 6, { household: { perEvent: 6 } }),
  byCase('TJ-04', '停车与公共空间纠纷协调', 'mediation', 12, {
    perDay: 36,
    notEligible: PER_CASE,
    evidence: ['case_record'],
    publicityDays: 3,
  }),
  byCase('TJ-05', '家庭矛盾劝解', 'mediation', 15, { perDay: 30, notEligible: PER_CASE, evidence: ['case_record'] }),
  byCase('TJ-06', '摊位与商户纠纷调解', 'mediation', 15, {
    perDay: 45,
    notEligible: PER_CASE,
    evidence: ['case_record'],
  }),
  hourly('TJ-07', '律师服务团值班咨询', 8, 32, {
    category: 'mediation',
    notEligible: PER_CASE,
    evidence: ['sign_in_sheet'],
  }),
  attended('TJ-08', '楼院民情恳谈会', 'mediation', 5, { household: { perEvent: 5 } }),
  // By the time, not by the case: nobody shares what was reported or a visit that was made, as mediators share their case.
  attended('TJ-09', '矛盾苗头上报', 'mediation', 3, { minutesMin: 0, perDay: 9, perMonth: 45 }),
  attended('TJ-10', '调解三十天回访', 'mediation', 5, {
    minutesMin: 0,
    perDay: 15,
    notEligible: PER_CASE,
    evidence: ['case_record'],
  }),
];

const CULTURE: readonly StarterRule[] = [
  attended('WH-01', '读书分享会', 'culture', 5),
  attended('WH-02', '社区合唱排练', 'culture', 5),
  attended('WH-03', '节日灯谜会', 'culture', 4, { household: { perEvent: 12 } }),
  attended('WH-04', '邻里微课堂', 'culture', 5, { minutesMin: 0 }),
  attended('WH-05', '红色电影放映', 'culture', 3, { household: { perEvent: 9 } }),
  attended('WH-06', '社区歌会', 'culture', 4),
  attended('WH-07', '北管研习', 'culture', 5, { perMonth: 40 }),
  attended('WH-08', '传统工艺体验', 'culture', 5, { perMonth: 40 }),
  attended('WH-09', '科普体验活动', 'culture', 4, { household: { perEvent: 12 } }),
  attended('WH-10', '党课与知识竞赛', 'culture', 5, { perMonth: 30 }),
  attended('WH-11', '社区邻居节', 'culture', 4, { household: { perEvent: 12 } }),
  hourly('WH-12', '能人授课', 8, 24, { category: 'culture', perMonth: 96, evidence: ['sign_in_sheet'] }),
];

/** For the days when a neighbourhood centre turns into a command post: they hold only while the switch is in. */
const EMERGENCY: readonly StarterRule[] = [
  hourly('YJ-01', '防汛巡查与转移协助', 6, 36, {
    ruleSet: 'emergency',
    coefficient: 1.5,
    perDay: 60,
    notEligible: ON_DUTY,
  }),
  hourly('YJ-02', '应急物资周转', 6, 36, { ruleSet: 'emergency', perDay: 48, notEligible: ON_DUTY }),
  hourly('YJ-03', '疫情防控值守', 6, 36, { ruleSet: 'emergency', perDay: 48, notEligible: ON_DUTY }),
  byCase('YJ-04', '独居老人应急联络', 'volunteering', 4, { ruleSet: 'emergency', perDay: 40 }),
  hourly('YJ-05', '应急救援队备勤', 5, 40, { ruleSet: 'emergency', perDay: 60, notEligible: ON_DUTY }),
];

/** Clauses over the three categories, of what neighbourhoods do, and a small set for emergencies. */
export const STARTER_RULES: readonly StarterRule[] = [...VOLUNTEERING, ...MEDIATION, ...CULTURE, ...EMERGENCY];

const SPENDABLE: readonly Provenance[] = ['qr_rotating', 'qr_static', 'witnessed', 'late', 'imported', 'claimed'];

/** The terms of a clause as a draft takes them, but for the day on which it begins. */
export function starterTerms(rule: StarterRule) {
  return {
    title: rule.title,
    category: rule.category as string,
    ruleSet: rule.ruleSet ?? 'ordinary',
    unit: rule.unit,
    points: rule.points,
    coefficient: rule.coefficient ?? 1,
    pointsMinPerEvent: 0,
    pointsMaxPerEvent: rule.pointsMaxPerEvent ?? null,
    minutesMin: rule.minutesMin ?? 0,
    caps: {
      perDay: rule.perDay ?? null,
      perWeek: rule.perWeek ?? null,
      perMonth: rule.perMonth ?? null,
      perYear: rule.perYear ?? null,
    },
    householdCaps: {
      perEvent: rule.household?.perEvent ?? null,
      perDay: null,
      perWeek: null,
      perMonth: rule.household?.perMonth ?? null,
      perYear: null,
    },
    notEligible: [...(rule.notEligible ?? [])],
    oncePerEvent: true,
    evidenceNeeds: (rule.evidence ?? []).map((kind) => ({ kind, countMin: 1 })),
    evidenceWanted: rule.evidenceWanted ?? '',
    spendableProvenances: [...SPENDABLE],
    publicityDays: rule.publicityDays ?? 0,
    expiry: { kind: 'end_of_next_year' as const },
    validUntil: null,
    adoptedBy: '',
  };
}

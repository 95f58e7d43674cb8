import type { RuleTerms } from '@red-points/shared/contracts';

/** A rule of the demo's scheme, adopted by the district. */
export interface RulePlan {
  readonly code: string;
  readonly terms: Omit<RuleTerms, 'validFrom'>;
}

const base = {
  coefficient: 1,
  householdCaps: { perDay: null, perMonth: null, perYear: null },
  pointsMinPerEvent: 0,
  pointsMaxPerEvent: null,
  minutesMin: 30,
  caps: { perDay: null, perMonth: null, perYear: null },
  spendableProvenances: ['qr_rotating', 'qr_static', 'witnessed', 'late', 'imported', 'claimed'],
  evidenceWanted: '',
  publicityDays: 0,
  expiry: { kind: 'end_of_next_year' },
  validUntil: null,
  adoptedBy: '望澜区居民代表会议',
} satisfies Partial<RuleTerms>;

const perDay = (points: number) => ({ perDay: points, perMonth: null, perYear: null });

/** What earns: three categories, each with clauses an office would know. */
export const RULES: readonly RulePlan[] = [
  {
    code: 'ZY-01',
    terms: {
      ...base,
      title: '楼道清洁',
      category: 'volunteering',
      unit: 'hour',
      points: 4,
      pointsMaxPerEvent: 16,
      caps: perDay(24),
    },
  },
  {
    code: 'ZY-02',
    terms: {
      ...base,
      title: '助老送餐',
      category: 'volunteering',
      unit: 'hour',
      points: 4,
      pointsMaxPerEvent: 16,
      caps: perDay(24),
    },
  },
  {
    code: 'ZY-03',
    terms: {
      ...base,
      title: '敬老探访',
      category: 'volunteering',
      unit: 'hour',
      points: 5,
      pointsMaxPerEvent: 20,
      caps: perDay(24),
    },
  },
  {
    code: 'ZY-04',
    terms: {
      ...base,
      title: '文明劝导',
      category: 'volunteering',
      unit: 'hour',
      points: 4,
      pointsMaxPerEvent: 16,
      caps: perDay(24),
    },
  },
  {
    code: 'ZY-05',
    terms: {
      ...base,
      title: '义诊与活动服务',
      category: 'volunteering',
      unit: 'hour',
      points: 4,
      pointsMaxPerEvent: 16,
      caps: perDay(24),
    },
  },
  {
    code: 'ZY-06',
    terms: {
      ...base,
      title: '夜间巡逻',
      category: 'volunteering',
      unit: 'hour',
      points: 4,
      coefficient: 1.5,
      pointsMaxPerEvent: 20,
      caps: perDay(24),
    },
  },
  {
    code: 'ZY-07',
    terms: {
      ...base,
      title: '消防通道巡查',
      category: 'volunteering',
      unit: 'hour',
      points: 4,
      pointsMaxPerEvent: 12,
      caps: perDay(24),
      evidenceWanted: '现场照片',
      publicityDays: 5,
    },
  },
  {
    code: 'ZY-08',
    terms: {
      ...base,
      title: '骑手路况上报',
      category: 'volunteering',
      unit: 'case',
      points: 2,
      minutesMin: 0,
      caps: perDay(10),
    },
  },
  {
    code: 'TJ-01',
    terms: {
      ...base,
      title: '邻里纠纷调解',
      category: 'mediation',
      unit: 'case',
      points: 15,
      minutesMin: 0,
      evidenceWanted: '调解记录',
      caps: perDay(45),
    },
  },
  {
    code: 'TJ-02',
    terms: {
      ...base,
      title: '物业矛盾协调',
      category: 'mediation',
      unit: 'case',
      points: 15,
      minutesMin: 0,
      evidenceWanted: '调解记录',
      caps: perDay(45),
    },
  },
  {
    code: 'TJ-03',
    terms: {
      ...base,
      title: '邻里议事会',
      category: 'mediation',
      unit: 'attendance',
      points: 6,
      minutesMin: 30,
      caps: perDay(12),
    },
  },
  {
    code: 'WH-01',
    terms: { ...base, title: '读书分享会', category: 'culture', unit: 'attendance', points: 5, caps: perDay(10) },
  },
  {
    code: 'WH-02',
    terms: { ...base, title: '社区合唱排练', category: 'culture', unit: 'attendance', points: 5, caps: perDay(10) },
  },
  {
    code: 'WH-03',
    terms: { ...base, title: '节日灯谜会', category: 'culture', unit: 'attendance', points: 4, caps: perDay(8) },
  },
  {
    code: 'WH-04',
    terms: {
      ...base,
      title: '邻里微课堂',
      category: 'culture',
      unit: 'attendance',
      points: 5,
      minutesMin: 0,
      caps: perDay(10),
    },
  },
];

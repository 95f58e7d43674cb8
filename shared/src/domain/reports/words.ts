/** Words in both languages. */
interface ReportText {
  readonly zh: string;
  readonly en: string;
}

/** What the columns of a report are called, on the page, in print and in a workbook. */
export const REPORT_COLUMNS = {
  unit: { zh: '辖区', en: 'Unit' },
  subjects: { zh: '参与主体', en: 'Subjects' },
  person: { zh: '个人', en: 'People' },
  household: { zh: '家庭', en: 'Households' },
  organisation: { zh: '组织', en: 'Organisations' },
  subjectsChange: { zh: '新增主体', en: 'New subjects' },
  items: { zh: '积分事项', en: 'Items' },
  people: { zh: '参与人数', en: 'People taking part' },
  times: { zh: '参与人次', en: 'Times' },
  hours: { zh: '服务小时', en: 'Hours' },
  served: { zh: '服务时长', en: 'Time served' },
  issued: { zh: '发放积分', en: 'Issued' },
  redeemed: { zh: '兑换积分', en: 'Redeemed' },
  expired: { zh: '到期积分', en: 'Expired' },
  donated: { zh: '捐赠积分', en: 'Donated' },
  other: { zh: '其他调整', en: 'Adjusted' },
  outstanding: { zh: '期末未用', en: 'Outstanding' },
  category: { zh: '类别', en: 'Category' },
  points: { zh: '积分', en: 'Points' },
  day: { zh: '日期', en: 'Day' },
} as const satisfies Record<string, ReportText>;

export type ReportColumn = keyof typeof REPORT_COLUMNS;

/** Other words of a report's head. */
export const REPORT_WORDS = {
  week: { zh: '周报表', en: 'Weekly report' },
  month: { zh: '月报表', en: 'Monthly report' },
  year: { zh: '年报表', en: 'Yearly report' },
  custom: { zh: '积分报表', en: 'Report' },
  total: { zh: '合计', en: 'Total' },
  own: { zh: '本级（未分到下级）', en: 'Own share' },
  knownOn: { zh: '统计口径：截至 {day} 已入账', en: 'As known at the end of {day}' },
  byUnit: { zh: '按辖区', en: 'By unit' },
  byCategory: { zh: '按类别', en: 'By category' },
  byDay: { zh: '按日', en: 'By day' },
} as const satisfies Record<string, ReportText>;

/** What kind of period two dates are. */
export function reportKindOf(period: string | null): 'week' | 'month' | 'year' | 'custom' {
  switch (period?.[0]) {
    case 'w':
      return 'week';
    case 'm':
      return 'month';
    case 'y':
      return 'year';
    default:
      return 'custom';
  }
}

const CATEGORY_NAMES: Readonly<Record<string, ReportText>> = {
  volunteering: { zh: '志愿服务', en: 'Volunteering' },
  mediation: { zh: '矛盾调解', en: 'Mediation' },
  culture: { zh: '文化活动', en: 'Culture' },
};

/** What a category is called; the list is data, and one that nobody named yet is called by its code. */
export function categoryName(category: string, language: keyof ReportText): string {
  return CATEGORY_NAMES[category]?.[language] ?? category;
}

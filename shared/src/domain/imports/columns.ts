import type { ImportColumn, ImportKind } from './types.ts';

type Titles = Partial<Record<ImportColumn, readonly string[]>>;

/** The columns of one kind of sheet. */
export interface ColumnSet {
  /** All of them, in the order in which people think of them. */
  readonly columns: readonly ImportColumn[];
  /** The titles that hand-kept sheets give each column, the surest first. */
  readonly titles: Titles;
  /** The columns without which a sheet is none of this kind. */
  readonly required: readonly ImportColumn[];
  /** A row with one of these is somebody's claim: it is never skipped as a subtotal or a note. */
  readonly claims: readonly ImportColumn[];
  /** From a title, without its trimmings, to its column. */
  readonly byTitle: ReadonlyMap<string, { column: ImportColumn; rank: number }>;
}

const NAME = ['姓名', '居民姓名', '参与人姓名', '志愿者姓名', '参与人', '志愿者', '居民', '名字', '村民姓名', 'name'];
const PHONE = [
  '联系电话',
  '手机号码',
  '手机号',
  '手机',
  '电话号码',
  '电话',
  '联系方式',
  '联系电话号码',
  'phone',
  'mobile',
];
const GRID = ['所属网格', '所在网格', '网格名称', '网格', '社区网格', '所属辖区', '所属小区网格', 'grid'];
const SEQUENCE = ['序号', '编号', '序', 'no', 'no.', '#'];
const REMARK = ['备注', '说明', '其他说明', 'remark', 'remarks', 'note'];
const CATEGORY = ['类别', '积分类别', '活动类别', '项目类别', '事项类别', '类型', '活动类型', '分类', 'category'];
const HOURS = ['时长', '服务时长', '志愿时长', '活动时长', '小时数', '小时', '工时', '分钟数', '服务小时', 'hours'];

function columnSet(titles: Titles, required: readonly ImportColumn[], claims: readonly ImportColumn[]): ColumnSet {
  const columns = Object.keys(titles) as ImportColumn[];
  const byTitle = new Map(
    columns.flatMap((column) => (titles[column] ?? []).map((title, rank) => [title, { column, rank }] as const)),
  );
  return { columns, titles, required, claims, byTitle };
}

/** A hand-kept ledger of points (积分台账). */
export const LEDGER_COLUMNS: ColumnSet = columnSet(
  {
    sequence: SEQUENCE,
    name: NAME,
    phone: PHONE,
    grid: GRID,
    date: ['日期', '活动日期', '服务日期', '发生日期', '活动时间', '服务时间', '时间', '登记日期', 'date'],
    category: CATEGORY,
    item: [
      '事项',
      '积分事项',
      '服务事项',
      '活动名称',
      '活动内容',
      '服务内容',
      '具体事项',
      '内容',
      '项目',
      '事由',
      'item',
    ],
    hours: HOURS,
    points: ['积分', '积分值', '分值', '获得积分', '所得积分', '得分', '分数', '加分', 'points'],
    remark: REMARK,
  },
  ['name', 'phone', 'grid', 'date', 'category', 'item', 'points'],
  ['phone', 'date'],
);

/** A list of residents (参与人名册). */
export const RESIDENT_COLUMNS: ColumnSet = columnSet(
  {
    sequence: SEQUENCE,
    name: NAME,
    phone: PHONE,
    grid: [...GRID, '居住网格', '所属社区', '社区', '居住地'],
    serveGrid: ['服务网格', '服务社区', '服务辖区', '服务地', 'serves in'],
    birthDate: ['出生日期', '出生年月日', '生日', '出生年月', 'birth date', 'date of birth'],
    address: ['住址', '家庭住址', '居住地址', '详细地址', '现住址', '地址', '门牌号', 'address'],
    remark: REMARK,
  },
  ['name', 'grid'],
  ['phone', 'grid', 'address'],
);

/** The attendance list of one activity (活动签到表). */
export const ROSTER_COLUMNS: ColumnSet = columnSet(
  {
    sequence: SEQUENCE,
    name: NAME,
    phone: PHONE,
    checkIn: ['签到时间', '到达时间', '开始时间', '签到', '到场时间', 'check-in', 'check in', 'in'],
    checkOut: ['签退时间', '离开时间', '结束时间', '签退', '离场时间', 'check-out', 'check out', 'out'],
    hours: HOURS,
    remark: REMARK,
  },
  ['name'],
  ['phone', 'checkIn', 'checkOut'],
);

/** The clauses of a scheme (积分标准). */
export const RULE_COLUMNS: ColumnSet = columnSet(
  {
    sequence: SEQUENCE.filter((title) => title !== '编号'),
    code: ['编号', '条款编号', '标准编号', '代码', '条款', 'code'],
    title: ['名称', '积分标准', '积分事项', '条款名称', '标准名称', '事项', '项目', '内容', 'title'],
    category: CATEGORY,
    unit: ['计分单位', '单位', '计量单位', '计分方式', 'unit'],
    points: ['分值', '积分', '每单位积分', '标准分值', '积分值', '分数', 'points'],
    coefficient: ['系数', '倍数', '加权系数', 'coefficient'],
    pointsMax: ['单次上限', '每次上限', '每次最高', '单次最高分', 'maximum per event'],
    minutesMin: ['最短时长', '最少分钟', '最短分钟', '最少时长', 'minimum minutes'],
    capDay: ['每日上限', '日上限', '每天上限', 'daily cap'],
    capMonth: ['每月上限', '月上限', 'monthly cap'],
    capYear: ['每年上限', '年上限', '年度上限', 'yearly cap'],
    publicityDays: ['公示天数', '公示期', '公示', 'publicity days'],
    evidence: ['佐证材料', '证明材料', '所需材料', '材料要求', 'evidence'],
    validFrom: ['生效日期', '执行日期', '起始日期', '开始日期', 'valid from'],
    validUntil: ['截止日期', '失效日期', '终止日期', 'valid until'],
    remark: REMARK,
  },
  ['code', 'title', 'category', 'unit', 'points'],
  ['code', 'points'],
);

/** The columns of each kind of import. */
export const COLUMNS_OF: Readonly<Record<ImportKind, ColumnSet>> = {
  ledger: LEDGER_COLUMNS,
  residents: RESIDENT_COLUMNS,
  roster: ROSTER_COLUMNS,
  rules: RULE_COLUMNS,
};

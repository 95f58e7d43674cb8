import { wordOf } from './cells.ts';
import type { TimeUnit } from './parse-amounts.ts';
import type { ImportColumn, SheetRow } from './types.ts';

/** The titles that hand-kept sheets give each column, the surest first. */
export const COLUMN_TITLES: Readonly<Record<ImportColumn, readonly string[]>> = {
  sequence: ['序号', '编号', '序', 'no', 'no.', '#'],
  name: ['姓名', '居民姓名', '参与人姓名', '志愿者姓名', '参与人', '志愿者', '居民', '名字', '村民姓名', 'name'],
  phone: ['联系电话', '手机号码', '手机号', '手机', '电话号码', '电话', '联系方式', '联系电话号码', 'phone', 'mobile'],
  grid: ['所属网格', '所在网格', '网格名称', '网格', '社区网格', '所属辖区', '所属小区网格', 'grid'],
  date: ['日期', '活动日期', '服务日期', '发生日期', '活动时间', '服务时间', '时间', '登记日期', 'date'],
  category: ['类别', '积分类别', '活动类别', '项目类别', '事项类别', '类型', '活动类型', '分类', 'category'],
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
  hours: ['时长', '服务时长', '志愿时长', '活动时长', '小时数', '小时', '工时', '分钟数', '服务小时', 'hours'],
  points: ['积分', '积分值', '分值', '获得积分', '所得积分', '得分', '分数', '加分', 'points'],
  remark: ['备注', '说明', '其他说明', 'remark', 'remarks', 'note'],
};

/** The columns without which a sheet is no ledger. */
export const REQUIRED_COLUMNS = ['name', 'phone', 'grid', 'date', 'category', 'item', 'points'] as const;

/** How many rows from the top may stand before the header row. */
export const HEADER_ROWS_MAX = 50;

/** Where a sheet keeps what: the header's row number (1-based) and the index (from 0) of each column found. */
export interface SheetHeader {
  row: number;
  columns: Readonly<Partial<Record<ImportColumn, number>>>;
  /** What a bare number in the time column counts. */
  timeUnit: TimeUnit;
}

export type HeaderResult = { ok: true; header: SheetHeader } | { ok: false; missing: ImportColumn[] };

const COLUMN_OF_TITLE: ReadonlyMap<string, { column: ImportColumn; rank: number }> = new Map(
  (Object.keys(COLUMN_TITLES) as ImportColumn[]).flatMap((column) =>
    COLUMN_TITLES[column].map((title, rank) => [title, { column, rank }] as const),
  ),
);

/**
 * Finds the header row: the first of the top rows in which every required column has a title, in any order.
 *
 * @param rows the sheet from its first row; only the first 50 are looked at.
 * @returns the header, or the columns missing from the row that came nearest.
 */
export function findHeader(rows: readonly SheetRow[]): HeaderResult {
  let nearest: ImportColumn[] = [...REQUIRED_COLUMNS];
  for (const [index, cells] of rows.slice(0, HEADER_ROWS_MAX).entries()) {
    const columns = readTitles(cells);
    const missing = REQUIRED_COLUMNS.filter((column) => columns[column] === undefined);
    if (missing.length === 0) {
      return { ok: true, header: { row: index + 1, columns, timeUnit: timeUnitOf(cells, columns.hours) } };
    }
    if (missing.length < nearest.length) {
      nearest = missing;
    }
  }
  return { ok: false, missing: nearest };
}

/** Tells which column each title names; of two titles for one column the surer one counts, then the left one. */
export function readTitles(cells: SheetRow): Partial<Record<ImportColumn, number>> {
  const columns: Partial<Record<ImportColumn, number>> = {};
  const ranks: Partial<Record<ImportColumn, number>> = {};
  for (const [index, cell] of cells.entries()) {
    const known = typeof cell === 'string' ? COLUMN_OF_TITLE.get(normaliseTitle(cell)) : undefined;
    if (known !== undefined && known.rank < (ranks[known.column] ?? Number.POSITIVE_INFINITY)) {
      columns[known.column] = index;
      ranks[known.column] = known.rank;
    }
  }
  return columns;
}

/** `时长（小时）`, `* 积分:` and `联 系 电 话` are the titles without their trimmings. */
function normaliseTitle(cell: string): string {
  return wordOf(cell)
    .replace(/[([【].*?[)\]】]/g, '')
    .replace(/^[*＊]+|[*＊:：]+$/g, '')
    .toLowerCase();
}

function timeUnitOf(cells: SheetRow, hoursColumn: number | undefined): TimeUnit {
  const title = hoursColumn === undefined ? '' : wordOf(cells[hoursColumn]);
  return /分钟|min/i.test(title) ? 'minutes' : 'hours';
}

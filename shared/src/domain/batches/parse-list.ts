import { parseDate, parsePhone } from '../imports/index.ts';

/** A row of a list that somebody pasted, as it will be sent; what could not be read stays as it was written. */
export interface ListedItem {
  readonly personId?: string;
  readonly name?: string;
  readonly phone?: string;
  readonly date?: string;
  readonly minutes?: number | string;
  readonly points?: number | string;
}

export type ListColumn = 'personId' | 'name' | 'phone' | 'date' | 'minutes' | 'hours' | 'points';

const TITLES: Readonly<Record<ListColumn, readonly string[]>> = {
  personId: ['人员编号', '参与人编号', 'personid', 'person id'],
  name: ['姓名', '参与人', '居民', '志愿者', 'name'],
  phone: ['电话', '手机', '手机号', '手机号码', '联系电话', 'phone', 'mobile'],
  date: ['日期', '发生日期', '服务日期', '活动日期', 'date'],
  minutes: ['分钟', '分钟数', '时长(分钟)', '时长（分钟）', 'minutes'],
  hours: ['小时', '小时数', '时长', '时长(小时)', '时长（小时）', 'hours'],
  points: ['积分', '分值', '更正积分', 'points'],
};

/** The order of columns where the list has no titles. */
const USUAL: readonly ListColumn[] = ['name', 'phone', 'date', 'minutes', 'points'];

const COLUMN_OF_TITLE = new Map(
  (Object.keys(TITLES) as ListColumn[]).flatMap((column) => TITLES[column].map((title) => [title, column] as const)),
);

/**
 * Reads a list that was copied from a sheet or a text file: tabs or commas between cells, one row a line, the titles of the
 * columns first or the usual order. Empty lines are left out. Nothing is refused here: the server checks every row.
 */
export function parseList(
  text: string,
  today: string,
): { readonly columns: readonly ListColumn[]; readonly items: readonly ListedItem[] } {
  const rows = rowsOf(text);
  const [first = []] = rows;
  const titled = first.map((cell) => COLUMN_OF_TITLE.get(cell.toLowerCase()) ?? null);
  const hasTitles = titled.some((column) => column !== null);
  const columns = hasTitles ? titled : USUAL;
  const items = (hasTitles ? rows.slice(1) : rows).map((cells) => itemOf(cells, columns, today));
  return { columns: columns.filter((column) => column !== null), items };
}

function itemOf(cells: readonly string[], columns: readonly (ListColumn | null)[], today: string): ListedItem {
  const item: Record<string, string | number> = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (column === null || cell === '') continue;
    switch (column) {
      case 'personId':
      case 'name':
        item[column] = cell;
        break;
      case 'phone':
        item[column] = parsePhone(cell) ?? cell;
        break;
      case 'date': {
        // A day to come is written as it is: the server says what is wrong with it.
        const read = parseDate(cell, '2099-12-31');
        item[column] = read.ok ? read.date : cell;
        break;
      }
      case 'minutes':
      case 'points':
        item[column] = numberOf(cell) ?? cell;
        break;
      case 'hours': {
        const hours = numberOf(cell);
        item.minutes = hours === null ? cell : Math.round(hours * 60);
        break;
      }
      default:
        column satisfies never;
    }
  }
  if (item.date === undefined) item.date = today;
  return item;
}

function numberOf(cell: string): number | null {
  const number = Number(cell.normalize('NFKC').replace(/[,\s]/g, ''));
  return cell.trim() !== '' && Number.isFinite(number) ? number : null;
}

function rowsOf(text: string): string[][] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  return lines.map(cellsOf).filter((cells) => cells.some((cell) => cell !== ''));
}

/** Cells of a line: by tabs where there are any, else by commas, with quotes as sheets write them. */
function cellsOf(line: string): string[] {
  const separator = line.includes('\t') ? '\t' : ',';
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const letter = line[index];
    if (letter === '"' && (quoted || cell.trim() === '')) {
      if (quoted && line[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else {
        quoted = !quoted;
      }
    } else if (!quoted && (letter === separator || (separator === ',' && letter === '，'))) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += letter;
    }
  }
  return [...cells, cell.trim()];
}

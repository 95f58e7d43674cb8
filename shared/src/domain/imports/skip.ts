import { textOf, wordOf } from './cells.ts';
import { type ColumnSet, LEDGER_COLUMNS } from './columns.ts';
import { readTitles, type SheetHeader } from './header.ts';
import type { SheetRow, SkipReason } from './types.ts';

const SUBTOTAL = /小计|合计|总计|累计|共计|总和|^subtotal$|^total$/i;
const NOTE = /^(?:填表|制表|审核|审批|复核|经办|负责|登记|统计|联系|备注|说明|注|单位)[^\d:：]{0,6}[:：]/;
const SECTION = /^(?:\d{4}年)?(?:(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})月份?|第?[一二三四1-4]季度)$/;

/**
 * Tells whether a row below the header carries no claim to points, and why. A row with one of the
 * columns that make a claim (a phone, a date) is never skipped, whatever else it says: rather a rejected row than a person's points lost without a word.
 */
export function skipReason(cells: SheetRow, header: SheetHeader, set: ColumnSet = LEDGER_COLUMNS): SkipReason | null {
  const { columns } = header;
  const filled = cells.flatMap((cell, index) => (textOf(cell) === '' ? [] : [index]));
  // Templates number their rows beforehand; a text in that column is somebody's remark and not to be lost.
  if (filled.every((index) => index === columns.sequence && /^\d*$/.test(textOf(cells[index])))) {
    return 'blank';
  }
  const isClaim = set.claims.some((column) => textOf(cells[columns[column] ?? -1]) !== '');
  const words = filled.map((index) => wordOf(cells[index]));
  if (!isClaim && words.some((word) => SUBTOTAL.test(word))) {
    return 'subtotal';
  }
  if (isRepeatedHeader(cells, header, set)) {
    return 'header';
  }
  const first = words[0] ?? '';
  if (!isClaim && (NOTE.test(first) || (words.length === 1 && SECTION.test(first)))) {
    return 'note';
  }
  return null;
}

/** Long sheets repeat their titles on every page. */
function isRepeatedHeader(cells: SheetRow, header: SheetHeader, set: ColumnSet): boolean {
  const titles = readTitles(cells, set);
  const [first, second] = set.required;
  return [first, second].every(
    (column) => column === undefined || (titles[column] !== undefined && titles[column] === header.columns[column]),
  );
}

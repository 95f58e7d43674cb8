import { textOf, wordOf } from './cells.ts';
import { readTitles, type SheetHeader } from './header.ts';
import type { SheetRow, SkipReason } from './types.ts';

const SUBTOTAL = /小计|合计|总计|累计|共计|总和|^subtotal$|^total$/i;
const NOTE = /^(?:填表|制表|审核|审批|复核|经办|负责|登记|统计|联系|备注|说明|注|单位)[^\d:：]{0,6}[:：]/;
const SECTION = /^(?:\d{4}年)?(?:(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})月份?|第?[一二三四1-4]季度)$/;

/**
 * Tells whether a row below the header carries no claim to points, and why. A row with a phone or a date is never
 * skipped, whatever else it says: rather a rejected row than a person's points lost without a word.
 */
export function skipReason(cells: SheetRow, header: SheetHeader): SkipReason | null {
  const { columns } = header;
  const filled = cells.flatMap((cell, index) => (textOf(cell) === '' ? [] : [index]));
  // Templates number their rows beforehand; a text in that column is somebody's remark and not to be lost.
  if (filled.every((index) => index === columns.sequence && /^\d*$/.test(textOf(cells[index])))) {
    return 'blank';
  }
  const isClaim = textOf(cells[columns.phone ?? -1]) !== '' || textOf(cells[columns.date ?? -1]) !== '';
  const words = filled.map((index) => wordOf(cells[index]));
  if (!isClaim && words.some((word) => SUBTOTAL.test(word))) {
    return 'subtotal';
  }
  if (isRepeatedHeader(cells, header)) {
    return 'header';
  }
  const first = words[0] ?? '';
  if (!isClaim && (NOTE.test(first) || (words.length === 1 && SECTION.test(first)))) {
    return 'note';
  }
  return null;
}

/** Long sheets repeat their titles on every page. */
function isRepeatedHeader(cells: SheetRow, header: SheetHeader): boolean {
  const titles = readTitles(cells);
  return titles.name !== undefined && titles.name === header.columns.name && titles.phone === header.columns.phone;
}

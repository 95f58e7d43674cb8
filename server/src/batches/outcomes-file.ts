import { once } from 'node:events';
import { type BatchLine, type Language, problemText } from '@red-points/shared/contracts';
import type { Response } from 'express';
import { viewItems } from './batch-view.ts';
import type { BatchesDeps } from './deps.ts';

const TITLES = {
  zh: ['序号', '姓名', '电话', '日期', '分钟', '应记积分', '结果', '实记积分', '说明'],
  en: ['No.', 'Name', 'Phone', 'Date', 'Minutes', 'Points', 'Outcome', 'Granted', 'Why'],
} as const;

const OUTCOMES = {
  zh: { waiting: '待入账', problem: '未通过', posted: '已入账', refused: '未入账' },
  en: { waiting: 'waiting', problem: 'not accepted', posted: 'posted', refused: 'refused' },
} as const;

/** Writes every item with its outcome as CSV, slice by slice: the whole of it is never in memory. */
export async function sendOutcomes(
  deps: BatchesDeps,
  batchId: string,
  language: Language,
  res: Response,
): Promise<void> {
  // The mark at the start tells spreadsheet programs that it is UTF-8.
  res.write(`\uFEFF${lineOf(TITLES[language])}`);
  for await (const slice of deps.store.slices.find({ batchId }).sort({ no: 1 })) {
    const lines = await viewItems(deps, slice, slice.items);
    const text = lines.map((line) => lineOf(cellsOf(line, language))).join('');
    if (!res.write(text)) await once(res, 'drain');
    if (res.destroyed) return;
  }
  res.end();
}

function cellsOf(line: BatchLine, language: Language): string[] {
  return [
    String(line.item),
    line.maskedName,
    line.maskedPhone,
    line.date,
    String(line.minutes),
    String(line.points),
    OUTCOMES[language][line.outcome],
    line.granted === null ? '' : String(line.granted),
    line.code === null ? '' : problemText(line.code, language, line.detail),
  ];
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** A cell that no spreadsheet program takes for a formula; a number below zero is none. */
function cellText(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) && !/^-\d+$/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

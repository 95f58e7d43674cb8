import type { Language } from '@red-points/shared/contracts';
import {
  IMPORT_ERROR_TEXTS,
  IMPORT_FIELD_TEXTS,
  type ImportErrorCode,
  type ImportField,
} from '@red-points/shared/domain/imports';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { textCell } from '../platform/spreadsheet.ts';
import type { ImportsDeps } from './deps.ts';
import { maskTexts, openLines } from './import-view.ts';
import type { ImportLine, LineTexts } from './store.ts';

const TEXT_FIELDS = ['name', 'phone', 'grid', 'date', 'category', 'item', 'hours', 'points'] as const;
const COLUMN_WIDTHS = [8, 10, 16, 20, 14, 12, 20, 10, 10, 14, 48];

const WORDS = {
  row: { zh: '原表行号', en: 'Row' },
  cells: { zh: '需更正的单元格', en: 'Cells to correct' },
  reasons: { zh: '原因', en: 'Reasons' },
  sheet: { zh: '未通过的行', en: 'Rejected rows' },
} as const;

/** Makes a workbook of an import's rejected rows, each with the cells to correct and why; names and phones masked. */
export async function badRowsWorkbook(deps: ImportsDeps, importId: string, language: Language): Promise<Buffer> {
  const lines = await deps.store.lines.find({ importId, verdict: 'rejected' }).sort({ row: 1 }).toArray();
  const texts = await openLines(deps, lines);
  const title = (text: { zh: string; en: string }) => ({ value: text[language], fontWeight: 'bold' as const });
  const data: SheetData = [
    [
      title(WORDS.row),
      ...TEXT_FIELDS.map((field) => title(IMPORT_FIELD_TEXTS[field])),
      title(WORDS.cells),
      title(WORDS.reasons),
    ],
    ...lines.map((line, index) => rowOf(line, maskTexts(texts[index] ?? null), language)),
  ];
  const columns = COLUMN_WIDTHS.map((width) => ({ width }));
  return writeXlsxFile(data, { sheet: WORDS.sheet[language], columns, stickyRowsCount: 1 }).toBuffer();
}

function rowOf(line: ImportLine, texts: LineTexts, language: Language): SheetData[number] {
  const cells = [...new Set(line.errors.map(({ address }) => address).filter((address) => address !== ''))];
  const reasons = line.errors.map(({ field, code }) => reasonOf(field, code, language));
  return [
    { value: line.row, type: Number },
    ...TEXT_FIELDS.map((field) => textCell(texts[field])),
    textCell(cells.join(', ')),
    textCell(reasons.join(language === 'zh' ? '；' : '; ')),
  ];
}

function reasonOf(field: ImportField, code: ImportErrorCode, language: Language): string {
  return `${IMPORT_FIELD_TEXTS[field][language]}${language === 'zh' ? '：' : ': '}${IMPORT_ERROR_TEXTS[code][language]}`;
}

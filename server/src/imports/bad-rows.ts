import type { Language } from '@red-points/shared/contracts';
import {
  COLUMNS_OF,
  IMPORT_ERROR_TEXTS,
  IMPORT_FIELD_TEXTS,
  type ImportErrorCode,
  type ImportField,
} from '@red-points/shared/domain/imports';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { textCell } from '../platform/spreadsheet.ts';
import type { ImportsDeps } from './deps.ts';
import { maskTexts } from './import-view.ts';
import { openLines } from './open-lines.ts';
import { type ImportDocument, type ImportLine, kindOf, type LineTexts } from './store.ts';

const WORDS = {
  row: { zh: '原表行号', en: 'Row' },
  cells: { zh: '需更正的单元格', en: 'Cells to correct' },
  reasons: { zh: '原因', en: 'Reasons' },
  sheet: { zh: '未通过的行', en: 'Rejected rows' },
} as const;

const COLUMN_WIDTH = 16;
const LAST_WIDTHS = [10, 16, 60];

interface Wish {
  readonly language: Language;
  /** As it was written; without names and phones in full where not, and without what no column was read from. */
  readonly inFull: boolean;
}

/** A column of the file: its title on the sheet, its index there, and what it was read as. */
interface FileColumn {
  readonly title: string;
  readonly index: number;
  readonly field: string | null;
}

/**
 * Makes a workbook of an import's rejected rows as they stand in the sheet, under its own titles, with the cells to correct
 * and why behind them: what was corrected in it can be uploaded as it is.
 */
export async function badRowsWorkbook(
  deps: ImportsDeps,
  document: ImportDocument,
  { language, inFull }: Wish,
): Promise<Buffer> {
  const lines = await deps.store.lines.find({ importId: document._id, verdict: 'rejected' }).sort({ row: 1 }).toArray();
  const texts = await openLines(deps, lines);
  const columns = columnsOf(document, language, inFull);
  const title = (value: string) => ({ value: textCell(value)?.value ?? '', fontWeight: 'bold' as const });
  const data: SheetData = [
    [
      ...columns.map((column) => title(column.title)),
      title(WORDS.row[language]),
      title(WORDS.cells[language]),
      title(WORDS.reasons[language]),
    ],
    ...lines.map((line, index) => [...cellsOf(columns, texts[index] ?? null, inFull), ...reasonCells(line, language)]),
  ];
  const widths = [...columns.map(() => COLUMN_WIDTH), ...LAST_WIDTHS].map((width) => ({ width }));
  return writeXlsxFile(data, { sheet: WORDS.sheet[language], columns: widths, stickyRowsCount: 1 }).toBuffer();
}

function columnsOf(document: ImportDocument, language: Language, inFull: boolean): FileColumn[] {
  const { header, titles } = document;
  if (header === undefined || titles === undefined) {
    // An import from before titles were kept: what it was read as stands in for them.
    return COLUMNS_OF[kindOf(document)].columns.flatMap((field) => {
      const text = IMPORT_FIELD_TEXTS[field as ImportField]?.[language];
      return text === undefined ? [] : [{ title: text, index: -1, field }];
    });
  }
  const fieldAt = new Map(Object.entries(header.columns).map(([field, index]) => [index, field]));
  return titles
    .map((title, index) => ({ title, index, field: fieldAt.get(index) ?? null }))
    .filter(({ field }) => inFull || (field !== null && field !== 'remark'));
}

type Cell = SheetData[number][number];

function cellsOf(columns: readonly FileColumn[], texts: LineTexts | null, inFull: boolean): Cell[] {
  const masked = maskTexts(texts);
  const original = texts?.$cells === undefined ? null : (JSON.parse(texts.$cells) as unknown[]);
  return columns.map(({ index, field }) => {
    if (!inFull || original === null || index < 0) return textCell(field === null ? '' : (masked[field] ?? ''));
    const cell = original[index];
    if (typeof cell === 'number') return { value: cell, type: Number };
    return textCell(cell === null || cell === undefined ? '' : String(cell));
  });
}

function reasonCells(line: ImportLine, language: Language): Cell[] {
  const cells = [...new Set(line.errors.map(({ address }) => address).filter((address) => address !== ''))];
  const reasons = line.errors.map(({ field, code }) => reasonOf(field, code, language));
  return [
    { value: line.row, type: Number },
    textCell(cells.join(', ')),
    textCell(reasons.join(language === 'zh' ? '；' : '; ')),
  ];
}

function reasonOf(field: ImportField, code: ImportErrorCode, language: Language): string {
  return `${IMPORT_FIELD_TEXTS[field][language]}${language === 'zh' ? '：' : ': '}${IMPORT_ERROR_TEXTS[code][language]}`;
}

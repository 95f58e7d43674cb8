import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { textCell } from '../../platform/spreadsheet.ts';
import { type Exported, type Row, SECTIONS, type Section } from './sections.ts';
import { COLUMN_WORDS, CUT_WORDS, NOTHING_WORDS, SECTION_WORDS } from './words.ts';

/** A workbook is made in memory: a sheet of more rows is cut, and the JSON file has all of them. */
const SHEET_ROWS_MAX = 5_000;
const COLUMN_WIDTH = 20;

/** A workbook with a sheet for each section, in the language asked for; wide sheets are printed across. */
export async function workbookOf(of: Exported): Promise<Buffer> {
  const sheets: { data: SheetData; sheet: string; columns: { width: number }[]; orientation: 'landscape' }[] = [];
  for (const section of SECTIONS) {
    const columns = section.columns.map(() => ({ width: COLUMN_WIDTH }));
    sheets.push({
      data: await sheetOf(section, of),
      sheet: SECTION_WORDS[section.key][of.language],
      columns,
      orientation: 'landscape',
    });
  }
  return writeXlsxFile(sheets).toBuffer();
}

async function sheetOf(section: Section, of: Exported): Promise<SheetData> {
  const { language } = of;
  const header = section.columns.map((column) => ({
    value: COLUMN_WORDS[column]?.[language] ?? column,
    type: String,
    fontWeight: 'bold' as const,
  }));
  const data: SheetData = [header];
  for await (const row of section.rows(of)) {
    if (data.length > SHEET_ROWS_MAX) {
      data.push([{ value: CUT_WORDS(SHEET_ROWS_MAX)[language], type: String }]);
      break;
    }
    data.push(section.columns.map((column) => cellOf(row[column] ?? null)));
  }
  if (data.length === 1) data.push([{ value: NOTHING_WORDS[language], type: String }]);
  return data;
}

function cellOf(value: Row[string]) {
  if (value === null) return null;
  if (typeof value === 'number') return { value, type: Number };
  return textCell(typeof value === 'boolean' ? (value ? '✓' : '') : value);
}

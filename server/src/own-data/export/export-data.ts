import { once } from 'node:events';
import { isRefusal, type Language, type Refusal } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Response } from 'express';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { SharedLimit } from '../../http/limits.ts';
import type { ApiRouter } from '../../http/route.ts';
import { textCell, XLSX_TYPE } from '../../platform/spreadsheet.ts';
import type { OwnDataDeps } from '../deps.ts';
import { subjectOf } from '../subject.ts';
import { type Exported, type Row, SECTIONS, type Section } from './sections.ts';
import { COLUMN_WORDS, CUT_WORDS, NOTHING_WORDS, SECTION_WORDS } from './words.ts';

/** A workbook is made in memory: a sheet of more rows is cut, and the JSON file has all of them. */
const SHEET_ROWS_MAX = 5_000;
const COLUMN_WIDTH = 20;

export interface ExportAsked {
  readonly personId?: string | undefined;
  readonly format: 'xlsx' | 'json';
}

/**
 * Hands out everything held about somebody. The act is on record before the first byte; each section is read page by page.
 * What is handed out is what the person may read on their own phone, so that it says nothing of anybody else.
 */
export async function exportData(
  deps: OwnDataDeps,
  limit: SharedLimit,
  router: ApiRouter,
  { principal, asked, language, res }: ExportCall,
): Promise<Refusal | undefined> {
  const subject = await subjectOf(deps, principal, asked.personId);
  if (isRefusal(subject)) return subject;
  const { person } = subject;
  const limited = await limit.take(`${principal.userId}:${person.personId}`);
  if (limited !== null) return limited;
  await deps.audit.record({
    principal,
    action: 'own_data.export',
    subject: { kind: 'person', id: person.personId },
    unitId: person.unitId,
    detail: { format: asked.format },
  });
  // Nobody beside them: a guardian's own lists are not the child's.
  const alone: Principal = { ...principal, personIds: [person.personId], actingPersonId: person.personId };
  const of: Exported = { deps, router, person, principal: alone, language };
  const today = businessDate(deps.clock.now());
  const name = language === 'zh' ? `我的资料-${today}` : `my-data-${today}`;
  res.set('Cache-Control', 'no-store').attachment(`${name}.${asked.format}`);
  if (asked.format === 'json') await sendJson(of, res);
  else res.type(XLSX_TYPE).send(await workbookOf(of));
  return undefined;
}

export interface ExportCall {
  readonly principal: Principal;
  readonly asked: ExportAsked;
  readonly language: Language;
  readonly res: Response;
}

/** Written as it is read: no more than a page of a section is in memory. */
async function sendJson(of: Exported, res: Response): Promise<void> {
  res.type('application/json; charset=utf-8');
  const write = async (text: string): Promise<void> => {
    if (!res.write(text)) await Promise.race([once(res, 'drain'), once(res, 'close')]);
  };
  const { deps, person } = of;
  const head = { format: 'red-points-personal-data', version: 1, personId: person.personId };
  await write(
    `${JSON.stringify({ ...head, exportedAt: new Date(deps.clock.now()).toISOString() }).slice(0, -1)},"sections":{`,
  );
  for (const [at, section] of SECTIONS.entries()) {
    await write(`${at === 0 ? '' : ','}${JSON.stringify(section.key)}:[`);
    let rows = 0;
    for await (const row of section.rows(of)) {
      if (res.closed) return;
      await write(`${rows === 0 ? '' : ','}${JSON.stringify(row)}`);
      rows += 1;
    }
    await write(']');
  }
  await write('}}');
  res.end();
}

async function workbookOf(of: Exported): Promise<Buffer> {
  const sheets: { data: SheetData; sheet: string; columns: { width: number }[] }[] = [];
  for (const section of SECTIONS) {
    const columns = section.columns.map(() => ({ width: COLUMN_WIDTH }));
    sheets.push({ data: await sheetOf(section, of), sheet: SECTION_WORDS[section.key][of.language], columns });
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

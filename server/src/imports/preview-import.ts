import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import {
  type AcceptedRow,
  COLUMN_TITLES,
  categoryLookup,
  type RejectedRow,
  rowInterpreter,
  unitLookup,
} from '@red-points/shared/domain/imports';
import { Binary } from 'mongodb';
import { type ComparedRow, compareRows } from './compare-rows.ts';
import type { ImportsDeps } from './deps.ts';
import { countImport } from './import-counts.ts';
import { type RuleMatcher, ruleMatcher } from './match-rule.ts';
import { type ReadWorkbookResult, readWorkbook } from './read-workbook.ts';
import { type ImportDocument, type ImportLine, LINE_KIND, type LineTexts } from './store.ts';
import type { NumberedRow, WorkbookSheet } from './workbook-sheet.ts';

/** Rows that are read, compared and written together: enough to save round trips, too few to hold the server up. */
const BATCH_ROWS = 500;

export interface UploadedLedger {
  /** The importing unit: the community that issues the points. */
  unitId: string;
  fileName: string;
  bytes: Uint8Array;
  uploadedBy: string;
}

/**
 * Reads an uploaded ledger and keeps what it says as a preview: each row accepted, already taken in, or rejected with
 * its reasons. Nothing is posted and nobody is entered.
 */
export async function previewImport(deps: ImportsDeps, upload: UploadedLedger): Promise<ImportDocument | Refusal> {
  const read = await readWorkbook(upload.bytes);
  if (!read.ok) return refusalOf(read);
  const document = newImport(deps, upload, read.sheet.name);
  await deps.store.imports.insertOne(document);
  try {
    await keepLines(deps, document, read.sheet);
    const counted = { ...(await countImport(deps.store, document._id)), state: 'previewed' as const };
    await deps.store.imports.updateOne({ _id: document._id, state: 'reading' }, { $set: counted });
    return { ...document, ...counted };
  } catch (error) {
    await failImport(deps, document._id);
    throw error;
  }
}

/** Gives up an import that could not be read to its end; what was kept of it becomes unreadable. */
export async function failImport(deps: ImportsDeps, importId: string): Promise<void> {
  await deps.store.imports.updateOne(
    { _id: importId, state: 'reading' },
    { $set: { state: 'failed', failure: 'internal_error' } },
  );
  await deps.platform.personalData.erase(importId);
}

function refusalOf(read: Extract<ReadWorkbookResult, { ok: false }>): Refusal {
  if (read.code !== 'import_header_missing') return refuse(read.code);
  const columns = (read.missingColumns ?? []).map((column) => COLUMN_TITLES[column][0] ?? column).join('、');
  return refuse('import_header_missing', { columns });
}

function newImport(deps: ImportsDeps, upload: UploadedLedger, sheetName: string): ImportDocument {
  return {
    _id: deps.platform.ids.next(),
    unitId: upload.unitId,
    state: 'reading',
    failure: null,
    fileName: upload.fileName,
    sheetName,
    uploadedBy: upload.uploadedBy,
    uploadedAt: new Date(deps.platform.clock.now()),
    proposedBy: null,
    proposedAt: null,
    confirmedBy: null,
    confirmedAt: null,
    postedAt: null,
    linesErasedAt: null,
    counts: {
      rows: 0,
      accepted: 0,
      existing: 0,
      rejected: 0,
      warnings: 0,
      residents: 0,
      newResidents: 0,
      points: 0,
      minutes: 0,
      posted: 0,
    },
    problems: [],
  };
}

async function keepLines(deps: ImportsDeps, document: ImportDocument, sheet: WorkbookSheet): Promise<void> {
  const interpret = rowInterpreter(sheet.header, {
    today: businessDate(deps.platform.clock.now()),
    units: unitLookup([...(await deps.orgUnits.all()).values()], document.unitId),
    categories: categoryLookup(),
    epoch1904: sheet.epoch1904,
  });
  const matchRule = ruleMatcher(await deps.rules.versionsFor(document.unitId));
  for (let start = 0; start < sheet.rows.length; start += BATCH_ROWS) {
    const batch: NumberedRow[] = sheet.rows.slice(start, start + BATCH_ROWS);
    const verdicts = batch.map(({ row, cells }) => interpret(cells, row));
    const accepted = verdicts.filter((verdict) => verdict.outcome === 'accepted');
    const rejected = verdicts.filter((verdict) => verdict.outcome === 'rejected');
    await keepBatch(deps, document, accepted, rejected, matchRule);
  }
}

async function keepBatch(
  deps: ImportsDeps,
  document: ImportDocument,
  accepted: AcceptedRow[],
  rejected: RejectedRow[],
  matchRule: RuleMatcher,
): Promise<void> {
  const compared = await compareRows(deps, document.unitId, accepted, matchRule);
  const lines = [
    ...compared.map((row) => ({ line: acceptedLine(deps, document._id, row), texts: acceptedTexts(row.row) })),
    ...rejected.map((row) => ({ line: rejectedLine(document._id, row), texts: row.texts })),
  ];
  if (lines.length === 0) return;
  const records = lines.map(({ texts }) => ({ ownerId: document._id, fields: texts }));
  const sealed = await deps.platform.personalData.sealMany(LINE_KIND, records);
  const documents = lines.flatMap(({ line }, index) => {
    const seal = sealed[index];
    return seal === undefined ? [] : [{ ...line, sealed: seal }];
  });
  await deps.store.lines.insertMany(documents, { ordered: false });
}

type UnsealedLine = Omit<ImportLine, 'sealed'>;

function acceptedLine(deps: ImportsDeps, importId: string, compared: ComparedRow): UnsealedLine {
  const { row } = compared;
  return {
    _id: `${importId}:${row.row}`,
    importId,
    row: row.row,
    sealedFor: importId,
    verdict: compared.existing === null ? 'accepted' : 'existing',
    posted: false,
    rowId: compared.existing?._id ?? null,
    identity: compared.identity,
    personMark: new Binary(deps.platform.keys.mac('import-row', `${importId}\n${row.phone}`)),
    unitId: row.unitId,
    personId: compared.personId,
    date: row.date,
    category: row.category,
    minutes: row.minutes,
    points: row.points,
    rule: compared.rule,
    errors: [],
    warnings: compared.warnings,
  };
}

function rejectedLine(importId: string, row: RejectedRow): UnsealedLine {
  return {
    _id: `${importId}:${row.row}`,
    importId,
    row: row.row,
    sealedFor: importId,
    verdict: 'rejected',
    posted: false,
    rowId: null,
    identity: null,
    personMark: null,
    unitId: null,
    personId: null,
    date: null,
    category: null,
    minutes: null,
    points: null,
    rule: null,
    errors: row.errors.map(({ field, code, cell }) => ({ field, code, address: cell })),
    warnings: [],
  };
}

function acceptedTexts(row: AcceptedRow): LineTexts {
  return {
    name: row.name,
    phone: row.phone,
    grid: row.gridName,
    date: row.date,
    category: row.category,
    item: row.item,
    hours: String(Math.round((row.minutes / 60) * 100) / 100),
    points: String(row.points),
  };
}

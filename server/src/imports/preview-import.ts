import { type ImportMapping, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { ImportKind } from '@red-points/shared/domain/imports';
import type { ImportsDeps } from './deps.ts';
import { countImport, NOTHING_COUNTED } from './import-counts.ts';
import type { RowsReader } from './kind-work.ts';
import { workOf } from './kinds.ts';
import { inspectWorkbook, type RefusedWorkbook, readWorkbook, type WorkbookWish } from './read-workbook.ts';
import { columnNames, rememberedTitles, rememberMapping } from './remember-mapping.ts';
import { type ImportDocument, LINE_KIND } from './store.ts';
import type { InspectedWorkbook, NumberedRow, WorkbookSheet } from './workbook-sheet.ts';

/** Rows that are read, compared and written together: enough to save round trips, too few to hold the server up. */
const BATCH_ROWS = 500;

export interface UploadedSheet {
  /** The importing unit: the community that issues the points, whose residents these are. */
  unitId: string;
  fileName: string;
  bytes: Uint8Array;
  uploadedBy: string;
  /** A ledger unless said. */
  kind?: ImportKind;
  /** The activity whose attendance list it is. */
  activityId?: string | null;
  /** Which column is what, as somebody said it; guessed otherwise. */
  mapping?: ImportMapping | null;
}

/** Looks into a file: its sheets, its titles, and which column seems to be what. Nothing is kept. */
export async function inspectFile(
  deps: ImportsDeps,
  upload: UploadedSheet,
): Promise<(InspectedWorkbook & { remembered: boolean }) | Refusal> {
  const wish = await wishOf(deps, upload);
  const read = await inspectWorkbook(upload.bytes, wish);
  if (!read.ok) return refusalOf(read);
  return { ...read.inspected, remembered: Object.keys(wish.remembered ?? {}).length > 0 };
}

/**
 * Reads an uploaded sheet and keeps what it says as a preview: each row accepted, already taken in, or rejected with
 * its reasons. Nothing is posted and nobody is entered.
 */
export async function previewImport(deps: ImportsDeps, upload: UploadedSheet): Promise<ImportDocument | Refusal> {
  const wish = await wishOf(deps, upload);
  const read = await readWorkbook(upload.bytes, wish);
  if (!read.ok) return refusalOf(read);
  const { rows, ...sheet } = read.sheet;
  const document = newImport(deps, upload, sheet);
  const readRows = await workOf(deps, document).reader(document, sheet);
  if (isRefusal(readRows)) return readRows;
  await deps.store.imports.insertOne(document);
  try {
    await keepLines(deps, document, rows, readRows);
    const counted = { ...(await countImport(deps.store, document._id)), state: 'previewed' as const };
    await deps.store.imports.updateOne({ _id: document._id, state: 'reading' }, { $set: counted });
    if (upload.mapping != null) {
      const by = { unitId: upload.unitId, kind: upload.kind ?? 'ledger', userId: upload.uploadedBy };
      await rememberMapping(deps, by, upload.mapping, sheet.titles);
    }
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

async function wishOf(deps: ImportsDeps, upload: UploadedSheet): Promise<WorkbookWish> {
  const kind = upload.kind ?? 'ledger';
  const format = /\.(?:csv|txt|tsv)$/i.test(upload.fileName) ? 'csv' : 'xlsx';
  const remembered = await rememberedTitles(deps, upload.unitId, kind);
  return { kind, format, remembered, mapping: upload.mapping ?? null };
}

function refusalOf(read: RefusedWorkbook): Refusal {
  if (read.code !== 'import_header_missing') return refuse(read.code);
  return refuse('import_header_missing', { columns: columnNames(read.missingColumns ?? []) });
}

function newImport(
  deps: ImportsDeps,
  upload: UploadedSheet,
  { name, header, titles }: Omit<WorkbookSheet, 'rows'>,
): ImportDocument {
  return {
    _id: deps.platform.ids.next(),
    unitId: upload.unitId,
    kind: upload.kind ?? 'ledger',
    activityId: upload.activityId ?? null,
    state: 'reading',
    failure: null,
    fileName: upload.fileName,
    sheetName: name,
    header: { row: header.row, columns: header.columns },
    titles,
    uploadedBy: upload.uploadedBy,
    uploadedAt: new Date(deps.platform.clock.now()),
    proposedBy: null,
    proposedAt: null,
    confirmedBy: null,
    confirmedAt: null,
    postedAt: null,
    linesErasedAt: null,
    counts: NOTHING_COUNTED,
    problems: [],
    undo: null,
  };
}

async function keepLines(
  deps: ImportsDeps,
  document: ImportDocument,
  rows: readonly NumberedRow[],
  read: RowsReader,
): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    const lines = await read(rows.slice(start, start + BATCH_ROWS));
    if (lines.length === 0) continue;
    const records = lines.map(({ texts }) => ({ ownerId: document._id, fields: texts }));
    const sealed = await deps.platform.personalData.sealMany(LINE_KIND, records);
    const documents = lines.flatMap(({ line }, index) => {
      const seal = sealed[index];
      return seal === undefined ? [] : [{ ...line, sealed: seal }];
    });
    await deps.store.lines.insertMany(documents, { ordered: false });
  }
}

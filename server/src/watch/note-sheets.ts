import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import type { PostedSheet, SheetSource } from '../credits/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { JobRun } from '../platform/jobs.ts';
import type { WatchDeps } from './deps.ts';
import { makeDue } from './months.ts';
import { AGAIN_MS } from './note-approvals.ts';
import type { WatchSheetRecord } from './store.ts';

const BATCH = 50;

/** Notes down the batches and imports whose posting ended since the last run: a line for each, once, however often it is read. */
export async function noteSheets(deps: WatchDeps, run: JobRun): Promise<void> {
  for (const source of deps.sheets) await noteOf(deps, source, run);
}

async function noteOf(deps: WatchDeps, source: SheetSource, run: JobRun): Promise<void> {
  const place = await deps.store.place.findOne({ _id: source.kind });
  let after = { postedAt: new Date((place?.approvedAt.getTime() ?? AGAIN_MS) - AGAIN_MS), id: '' };
  while (!run.signal.aborted) {
    const sheets = await source.postedAfter(after, BATCH);
    await noteDown(deps, source.kind, sheets);
    const last = sheets.at(-1);
    if (last === undefined) return;
    after = { postedAt: last.postedAt, id: last.sheetId };
    const reached = { approvedAt: after.postedAt, id: after.id };
    await deps.store.place.updateOne({ _id: source.kind }, { $set: reached }, { upsert: true });
    if (sheets.length < BATCH) return;
  }
}

async function noteDown(deps: WatchDeps, kind: SheetSource['kind'], sheets: readonly PostedSheet[]): Promise<void> {
  const lines = sheets
    // Lists of residents and rules give nothing.
    .filter(({ items }) => items > 0)
    .map(({ sheetId, unitPath, filedAt, confirmedAt, ...sheet }) => ({
      line: {
        _id: `${kind}:${sheetId}`,
        ...sheet,
        month: monthOf(businessDate(sheet.postedAt.getTime())),
        waitedMs: confirmedAt.getTime() - filedAt.getTime(),
      } satisfies WatchSheetRecord,
      unitPath,
    }));
  const known = await deps.store.sheets.find({ _id: { $in: lines.map(({ line }) => line._id) } }).toArray();
  const ids = new Set(known.map(({ _id }) => _id));
  const news = lines.filter(({ line }) => !ids.has(line._id));
  if (news.length === 0) return;
  // Due first: a line whose month nobody looks at would be lost.
  await makeDue(
    deps,
    'sheets',
    news.map(({ line: { unitId, month }, unitPath }) => ({ unitId, month, unitPath })),
  );
  try {
    await deps.store.sheets.insertMany(
      news.map(({ line }) => line),
      { ordered: false },
    );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

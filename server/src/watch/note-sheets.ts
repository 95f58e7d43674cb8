import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import type { PostedSheet, SheetSource } from '../credits/index.ts';
import { insertMissing } from '../platform/database.ts';
import type { JobRun } from '../platform/jobs.ts';
import { Failures, oneByOne, togetherOrEach } from '../platform/one-by-one.ts';
import type { WatchDeps } from './deps.ts';
import { makeDue } from './months.ts';
import { AGAIN_MS } from './note-approvals.ts';
import type { WatchSheetRecord } from './store.ts';

const BATCH = 50;

/** Notes down the batches and imports whose posting ended since the last run: a line for each, once, however often it is read. As with approvals, one that cannot be noted keeps its place. */
export async function noteSheets(deps: WatchDeps, run: JobRun): Promise<void> {
  const way = { what: 'sheets', idOf: ({ kind }: SheetSource) => kind, logger: deps.logger, signal: run.signal };
  await oneByOne(deps.sheets, way, (source) => noteOf(deps, source, run));
}

async function noteOf(deps: WatchDeps, source: SheetSource, run: JobRun): Promise<void> {
  const place = await deps.store.place.findOne({ _id: source.kind });
  let after = { postedAt: new Date((place?.approvedAt.getTime() ?? AGAIN_MS) - AGAIN_MS), id: '' };
  const failures = new Failures();
  const way = { what: 'sheet', idOf: ({ sheetId }: PostedSheet) => sheetId, logger: deps.logger, signal: run.signal };
  while (!run.signal.aborted) {
    const sheets = await source.postedAfter(after, BATCH);
    await failures.goPast(() => togetherOrEach(sheets, way, (some) => noteDown(deps, source, some)));
    const last = sheets.at(-1);
    if (last === undefined) break;
    after = { postedAt: last.postedAt, id: last.sheetId };
    const reached = { approvedAt: after.postedAt, id: after.id };
    if (!failures.any) await deps.store.place.updateOne({ _id: source.kind }, { $set: reached }, { upsert: true });
    if (sheets.length < BATCH) break;
  }
  failures.throwFirst();
}

async function noteDown(deps: WatchDeps, source: SheetSource, sheets: readonly PostedSheet[]): Promise<void> {
  const idOf = ({ sheetId }: PostedSheet): string => `${source.kind}:${sheetId}`;
  const known = await deps.store.sheets.find({ _id: { $in: sheets.map(idOf) } }, { projection: { _id: 1 } }).toArray();
  const ids = new Set(known.map(({ _id }) => _id));
  const lines: { line: WatchSheetRecord; unitPath: readonly string[] }[] = [];
  // A sheet is summed up once: it may have a hundred thousand rows, and is read again with those after it.
  for (const sheet of sheets.filter((one) => !ids.has(idOf(one)))) {
    const { sheetId, unitPath, filedAt, confirmedAt, ...rest } = sheet;
    const line = {
      ...{ _id: idOf(sheet), ...rest, ...(await source.sumsOf(sheetId)) },
      month: monthOf(businessDate(sheet.postedAt.getTime())),
      waitedMs: confirmedAt.getTime() - filedAt.getTime(),
    };
    lines.push({ line, unitPath });
  }
  // Due first: a line whose month nobody looks at would be lost. Lists of residents and rules give nothing, and are nothing to look at.
  await makeDue(
    deps,
    'sheets',
    lines
      .filter(({ line }) => line.items > 0)
      .map(({ line: { unitId, month }, unitPath }) => ({ unitId, month, unitPath })),
  );
  await insertMissing(
    deps.store.sheets,
    lines.map(({ line }) => line),
  );
}

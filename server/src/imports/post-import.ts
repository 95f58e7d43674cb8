import type { AnyBulkWriteOperation } from 'mongodb';
import type { ImportsDeps } from './deps.ts';
import { countImport } from './import-counts.ts';
import type { LineOutcome, OpenedLine } from './kind-work.ts';
import { workOf } from './kinds.ts';
import { openLines } from './open-lines.ts';
import { type ImportDocument, type ImportLine, LINE_KIND } from './store.ts';

/** Lines that are written together: as many as the ledger writes in one flush. */
const BATCH_LINES = 256;

/** How far posting has come: rows of this import that are written, of all that are to be. */
export interface PostingProgress {
  posted: number;
  accepted: number;
}

/**
 * Writes the accepted rows of a confirmed import, from wherever it stands. Every step can be repeated with no further effect,
 * so an interrupted run is simply run again, and two at once do no harm.
 *
 * @param signal stops between two batches; what is left is for the next run.
 * @throws what the ledger throws when it is busy or cannot settle an outcome; run it again then.
 */
export async function postImport(
  deps: ImportsDeps,
  importId: string,
  options: { signal?: AbortSignal; onProgress?: (progress: PostingProgress) => void } = {},
): Promise<void> {
  const document = await deps.store.imports.findOne({ _id: importId, state: 'posting' });
  if (document === null) return;
  // A run that broke off may have posted more than it wrote down here.
  let posted = await deps.store.lines.countDocuments({ importId, verdict: 'accepted', posted: true });
  await deps.store.imports.updateOne({ _id: importId, state: 'posting' }, { $set: { 'counts.posted': posted } });
  for (;;) {
    options.onProgress?.({ posted, accepted: document.counts.accepted });
    if (options.signal?.aborted) return;
    const lines = await deps.store.lines
      .find({ importId, verdict: 'accepted', posted: false })
      .sort({ row: 1 })
      .limit(BATCH_LINES)
      .toArray();
    if (lines.length === 0) break;
    posted = await addProgress(deps, importId, await postLines(deps, document, lines));
  }
  const end = { state: 'posted' as const, postedAt: new Date(deps.platform.clock.now()) };
  const counted = await countImport(deps.store, importId);
  await deps.store.imports.updateOne({ _id: importId, state: 'posting' }, { $set: { ...counted, ...end } });
  await workOf(deps, document).finish(document);
}

/** Counts lines that this run has marked; another run may be counting its own. Returns the lines posted by all. */
async function addProgress(deps: ImportsDeps, importId: string, lines: number): Promise<number> {
  const counted = await deps.store.imports.findOneAndUpdate(
    { _id: importId, state: 'posting' },
    { $inc: { 'counts.posted': lines } },
    { returnDocument: 'after' },
  );
  return counted?.counts.posted ?? lines;
}

/** Writes some lines; returns how many of them were marked as written here and not by another run. */
async function postLines(deps: ImportsDeps, document: ImportDocument, lines: ImportLine[]): Promise<number> {
  const read = await readLines(deps, lines);
  const outcomes = await workOf(deps, document).write(document, read);
  const marks: AnyBulkWriteOperation<ImportLine>[] = [];
  const others: AnyBulkWriteOperation<ImportLine>[] = [];
  const done = read.map((opened, index) => ({ ...opened, outcome: outcomeAt(outcomes, index) }));
  for (const { line, outcome } of done) {
    if (outcome.kind === 'existing') others.push(lineChange(line, { ...outcome.change, verdict: 'existing' }));
    if (outcome.kind === 'refused') {
      const errors: ImportLine['errors'] = [{ field: 'row', code: outcome.code, address: '' }];
      others.push(lineChange(line, { ...outcome.change, verdict: 'rejected', errors }));
    }
  }
  const written = done.flatMap(({ line, texts, outcome }) =>
    outcome.kind === 'written'
      ? [{ line, change: outcome.change, ownerId: outcome.ownerId ?? line.sealedFor, texts }]
      : [],
  );
  const records = written.map(({ ownerId, texts }) => ({ ownerId, fields: texts }));
  const sealed = await deps.platform.personalData.sealMany(LINE_KIND, records);
  for (const [index, { line, change, ownerId }] of written.entries()) {
    const seal = sealed[index];
    if (seal === undefined) throw new Error('a written line was not sealed');
    marks.push(lineChange(line, { ...change, sealedFor: ownerId, sealed: seal, posted: true }));
  }
  await changeLines(deps, others);
  return changeLines(deps, marks);
}

function outcomeAt(outcomes: readonly LineOutcome[], index: number): LineOutcome {
  const outcome = outcomes[index];
  if (outcome === undefined) throw new Error('nothing is told of a line that was to be written');
  return outcome;
}

/** Writes down what became of lines; returns how many nobody else had written down. */
async function changeLines(deps: ImportsDeps, changes: AnyBulkWriteOperation<ImportLine>[]): Promise<number> {
  if (changes.length === 0) return 0;
  return (await deps.store.lines.bulkWrite(changes, { ordered: false })).modifiedCount;
}

async function readLines(deps: ImportsDeps, lines: readonly ImportLine[]): Promise<OpenedLine[]> {
  const opened = await openLines(deps, lines);
  return lines.map((line, index) => {
    const texts = opened[index];
    if (texts === null || texts === undefined) throw new Error('a line to post can no longer be read');
    return { line, texts };
  });
}

function lineChange(line: ImportLine, change: Partial<ImportLine>): AnyBulkWriteOperation<ImportLine> {
  return { updateOne: { filter: { _id: line._id, posted: false }, update: { $set: change } } };
}

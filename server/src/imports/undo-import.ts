import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { AnyBulkWriteOperation, Filter } from 'mongodb';
import { type IsOwnSignIn, ownSignIns } from '../auth/index.ts';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import type { OneselfIds } from '../memberships/index.ts';
import type { ImportsDeps } from './deps.ts';
import { countImport } from './import-counts.ts';
import { workOf } from './kinds.ts';
import type { ImportDocument, ImportLine } from './store.ts';

const BATCH_LINES = 256;

/** Who undoes it, the people that they are or act for, and why. */
export interface Undoer {
  userId: string;
  personIds: readonly string[];
  reason: string;
}

/**
 * Decides that what an import wrote is taken back; the job does it, line by line. Refused to whoever had a part in it, as a
 * single reversal is. A repeat finds it decided and answers with how far it has come.
 */
export async function undoImport(
  deps: ImportsDeps,
  document: ImportDocument,
  undoer: Undoer,
  request: RequestIdentity,
): Promise<ImportDocument | Refusal> {
  const repeated = document.undo == null ? false : repeats(document.undo.request, request);
  if (repeated === true) return document;
  if (repeated !== false) return repeated;
  if (takesPart(document, await ownSignIns(deps.users, undoer))) return refuse('import_undo_own');
  if (document.state !== 'posted') return refuse('import_not_posted');
  const undo = {
    by: undoer.userId,
    personIds: undoer.personIds,
    at: new Date(deps.platform.clock.now()),
    reason: undoer.reason,
    request,
  };
  const undone = await deps.store.imports.findOneAndUpdate(
    { _id: document._id, state: 'posted' },
    { $set: { state: 'undoing', undo } },
    { returnDocument: 'after' },
  );
  return undone ?? refuse('import_not_posted');
}

/** Whether somebody has had a part in an import, by whichever sign-in. */
export function takesPart(
  { uploadedBy, proposedBy, confirmedBy }: Pick<ImportDocument, 'uploadedBy' | 'proposedBy' | 'confirmedBy'>,
  isOwn: IsOwnSignIn,
): boolean {
  return [uploadedBy, proposedBy, confirmedBy].some((userId) => userId !== null && isOwn(userId));
}

/** Whether somebody has filed an import, by whichever sign-in: another person confirms it. */
export function hasFiled(
  { uploadedBy, proposedBy }: Pick<ImportDocument, 'uploadedBy' | 'proposedBy'>,
  isOwn: IsOwnSignIn,
): boolean {
  return takesPart({ uploadedBy, proposedBy, confirmedBy: null }, isOwn);
}

/** The same as a question to the database: imports that somebody with other sign-ins has filed. */
export function filedByOthers({ signIns }: Pick<OneselfIds, 'signIns'>): Filter<ImportDocument> {
  return { uploadedBy: { $nin: signIns }, proposedBy: { $nin: signIns } };
}

/**
 * Takes back what an import wrote, from wherever it stands, newest rows first. What cannot be taken back stands, with the
 * reason beside its line. Every step can be repeated with no further effect.
 */
export async function continueUndo(deps: ImportsDeps, importId: string, signal?: AbortSignal): Promise<void> {
  const document = await deps.store.imports.findOne({ _id: importId, state: 'undoing' });
  if (document?.undo == null) return;
  const work = workOf(deps, document);
  for (let below = Number.MAX_SAFE_INTEGER; ; ) {
    if (signal?.aborted) return;
    const lines = await deps.store.lines
      .find({ importId, verdict: 'accepted', posted: true, row: { $lt: below } })
      .sort({ row: -1 })
      .limit(BATCH_LINES)
      .toArray();
    const last = lines.at(-1);
    if (last === undefined) break;
    below = last.row;
    const open = lines.filter(({ undo }) => undo == null);
    if (open.length === 0) continue;
    const outcomes = await work.undo(document, open, document.undo);
    await deps.store.lines.bulkWrite(
      open.map((line, index) => marked(line, outcomes[index] ?? 'internal_error')),
      {
        ordered: false,
      },
    );
    const counted = await countImport(deps.store, importId);
    await deps.store.imports.updateOne({ _id: importId, state: 'undoing' }, { $set: counted });
  }
  const counted = await countImport(deps.store, importId);
  await deps.store.imports.updateOne({ _id: importId, state: 'undoing' }, { $set: { ...counted, state: 'undone' } });
}

function marked(line: ImportLine, undo: string): AnyBulkWriteOperation<ImportLine> {
  return { updateOne: { filter: { _id: line._id }, update: { $set: { undo } } } };
}

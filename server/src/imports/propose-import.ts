import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { ImportsDeps } from './deps.ts';
import type { ImportDocument } from './store.ts';

/**
 * Hands a previewed import over to a second person. Repeating it changes nothing.
 *
 * @param userId who proposes; from now on they cannot confirm it, and neither can who uploaded it.
 */
export async function proposeImport(
  deps: ImportsDeps,
  document: ImportDocument,
  userId: string,
): Promise<ImportDocument | Refusal> {
  if (document.state === 'proposed' && document.proposedBy === userId) return document;
  if (document.state !== 'previewed') return refuse('import_not_previewed');
  if (document.counts.accepted === 0) return refuse('import_nothing_to_post');
  const change = { state: 'proposed' as const, proposedBy: userId, proposedAt: new Date(deps.platform.clock.now()) };
  const proposed = await deps.store.imports.findOneAndUpdate(
    { _id: document._id, state: 'previewed' },
    { $set: change },
    { returnDocument: 'after' },
  );
  return proposed ?? refuse('import_not_previewed');
}

/** Takes an unconfirmed import back. What was read of it is sealed with its own key, which is destroyed. */
export async function withdrawImport(deps: ImportsDeps, document: ImportDocument): Promise<ImportDocument | Refusal> {
  if (document.state === 'withdrawn') return document;
  const withdrawn = await deps.store.imports.findOneAndUpdate(
    { _id: document._id, state: { $in: ['previewed', 'proposed'] } },
    { $set: { state: 'withdrawn' } },
    { returnDocument: 'after' },
  );
  if (withdrawn === null) return refuse('import_not_previewed');
  await deps.platform.personalData.erase(document._id);
  await deps.store.lines.deleteMany({ importId: document._id });
  return withdrawn;
}

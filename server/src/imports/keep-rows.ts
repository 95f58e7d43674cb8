import { type Refusal, refuse } from '@red-points/shared/contracts';
import { mayBeKept } from '@red-points/shared/domain/imports';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { ImportsDeps } from './deps.ts';
import { countImport } from './import-counts.ts';
import { openLines } from './open-lines.ts';
import { type ImportDocument, type ImportLine, LINE_KIND, type LineTexts } from './store.ts';

/** Which rows of a preview are kept, by whom and why; a null reason takes the keeping back. */
export interface Keeping {
  userId: string;
  rows: readonly number[];
  reason: string | null;
}

/**
 * Keeps doubtful rows (a person twice on one day, two people with one phone) although something speaks against them: who did
 * and why stands beside each, for the person who confirms. Only before it is proposed. All of them or none.
 */
export async function keepRows(
  deps: ImportsDeps,
  document: ImportDocument,
  { userId, rows, reason }: Keeping,
): Promise<ImportDocument | Refusal> {
  if (document.state !== 'previewed') return refuse('import_not_previewed');
  const wanted = [...new Set(rows)];
  const lines = await deps.store.lines.find({ importId: document._id, row: { $in: wanted } }).toArray();
  const isKeeping = reason !== null;
  if (lines.length < wanted.length || !lines.every((line) => (isKeeping ? isDoubtful(line) : line.kept != null))) {
    return refuse('import_rows_not_doubtful');
  }
  const texts = await openLines(deps, lines);
  const records = texts.map((text) => ({ ownerId: document._id, fields: withReason(text ?? {}, reason) }));
  const sealed = await deps.platform.personalData.sealMany(LINE_KIND, records);
  const at = new Date(deps.platform.clock.now());
  const changes = lines.flatMap((line, index): AnyBulkWriteOperation<ImportLine>[] => {
    const seal = sealed[index];
    if (seal === undefined) return [];
    const change: Partial<ImportLine> = isKeeping
      ? { verdict: 'accepted', errors: [], kept: { by: userId, at, errors: line.errors }, sealed: seal }
      : { verdict: 'rejected', errors: line.kept?.errors ?? [], kept: null, sealed: seal };
    return [{ updateOne: { filter: { _id: line._id, posted: false }, update: { $set: change } } }];
  });
  // Together with the import, so that nothing changes once somebody has proposed it.
  const isOpen = await deps.platform.db.client.withSession((session) =>
    session.withTransaction(async () => {
      const touched = await deps.store.imports.updateOne(
        { _id: document._id, state: 'previewed' },
        { $set: { changedAt: at } },
        { session },
      );
      if (touched.matchedCount === 0) return false;
      await deps.store.lines.bulkWrite(changes, { ordered: false, session });
      return true;
    }),
  );
  if (!isOpen) return refuse('import_not_previewed');
  const counted = await countImport(deps.store, document._id);
  const states: ImportDocument['state'][] = ['previewed', 'proposed'];
  const changed = await deps.store.imports.findOneAndUpdate(
    { _id: document._id, state: { $in: states } },
    { $set: counted },
    { returnDocument: 'after' },
  );
  return changed ?? refuse('import_not_previewed');
}

/** Whether what speaks against a line is a doubt that somebody may settle. */
export function isDoubtful(line: Pick<ImportLine, 'verdict' | 'errors' | 'identity' | 'target'>): boolean {
  const isReadable = line.identity !== null || line.target != null;
  return line.verdict === 'rejected' && isReadable && mayBeKept(line.errors.map(({ code }) => code));
}

function withReason(texts: LineTexts, reason: string | null): LineTexts {
  const { $reason: _before, ...rest } = texts;
  return reason === null ? rest : { ...rest, $reason: reason };
}

import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { RequestIdentity } from '../http/idempotency.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { ImportsDeps } from './deps.ts';
import { workOf } from './kinds.ts';
import type { ImportDocument } from './store.ts';

/** Who confirms, and the people that they are or act for. */
export interface Confirmer {
  userId: string;
  personIds: readonly string[];
}

/**
 * Confirms a proposed import: from here on its rows are posted, by whatever process gets to it. A repeat finds it
 * confirmed and answers with how far posting has come.
 *
 * Refused to who uploaded or proposed it, and to whom it would give points.
 */
export async function confirmImport(
  deps: ImportsDeps,
  document: ImportDocument,
  confirmer: Confirmer,
  request: RequestIdentity | null,
): Promise<ImportDocument | Refusal> {
  if (request !== null) {
    const sameKey = { 'request.caller': request.caller, 'request.key': request.key };
    const earlier = await deps.store.imports.findOne(sameKey);
    if (earlier !== null && earlier.request?.fingerprint !== request.fingerprint)
      return refuse('idempotency_key_reused');
  }
  if (document.uploadedBy === confirmer.userId || document.proposedBy === confirmer.userId) return refuse('own_import');
  if (CONFIRMED.includes(document.state)) return document;
  if (document.state !== 'proposed') return refuse('import_not_proposed');
  if (await benefits(deps, document._id, confirmer)) return refuse('import_benefits_you');
  return markConfirmed(deps, document, confirmer.userId, request);
}

const CONFIRMED: readonly ImportDocument['state'][] = ['posting', 'posted', 'undoing', 'undone'];

async function benefits(deps: ImportsDeps, importId: string, confirmer: Confirmer): Promise<boolean> {
  if (confirmer.personIds.length === 0) return false;
  const own = { importId, verdict: 'accepted' as const, personId: { $in: [...confirmer.personIds] } };
  return (await deps.store.lines.findOne(own, { projection: { _id: 1 } })) !== null;
}

async function markConfirmed(
  deps: ImportsDeps,
  document: ImportDocument,
  userId: string,
  request: RequestIdentity | null,
): Promise<ImportDocument | Refusal> {
  const change = {
    state: 'posting' as const,
    confirmedBy: userId,
    confirmedAt: new Date(deps.platform.clock.now()),
    ...(request === null ? {} : { request }),
  };
  try {
    const confirmed = await workOf(deps, document).confirm(document, async (session) => {
      const options = { returnDocument: 'after', ...(session === undefined ? {} : { session }) } as const;
      const proposed = { _id: document._id, state: 'proposed' as const };
      const marked = await deps.store.imports.findOneAndUpdate(proposed, { $set: change }, options);
      return marked ?? refuse('import_not_proposed');
    });
    if (!('refused' in confirmed) || confirmed.refused !== 'import_not_proposed') return confirmed;
    // Somebody else was faster: theirs counts, and it is confirmed all the same.
    const found = await deps.store.imports.findOne({ _id: document._id });
    return found?.confirmedBy == null ? confirmed : found;
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('idempotency_key_reused');
    throw error;
  }
}

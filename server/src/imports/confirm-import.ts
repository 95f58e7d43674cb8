import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Binary } from 'mongodb';
import { ownSignIns } from '../auth/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { ImportsDeps } from './deps.ts';
import { workOf } from './kinds.ts';
import { personMark } from './new-line.ts';
import type { ImportDocument, ImportLine } from './store.ts';
import { hasFiled } from './undo-import.ts';

/** Who confirms, and the people that they are or act for. */
export interface Confirmer {
  userId: string;
  personIds: readonly string[];
}

/**
 * Confirms a proposed import: from here on its rows are posted, by whatever process gets to it. A repeat finds it
 * confirmed and answers with how far posting has come.
 *
 * Refused to who uploaded or proposed it, by whichever sign-in, and to whom or whose household it would give points.
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
  if (hasFiled(document, await ownSignIns(deps.users, confirmer))) return refuse('own_import');
  if (CONFIRMED.includes(document.state)) return document;
  if (document.state !== 'proposed') return refuse('import_not_proposed');
  if (await benefits(deps, document._id, confirmer)) return refuse('import_benefits_you');
  return markConfirmed(deps, document, confirmer.userId, request);
}

const CONFIRMED: readonly ImportDocument['state'][] = ['posting', 'posted', 'undoing', 'undone'];

/**
 * Whether anybody whom this sign-in is, acts for or shares a household with, today or on the day, is among the people. One walk
 * along the lines, whatever their number. Lines whose people are known by their phone only once they are posted are told by it.
 */
async function benefits(deps: ImportsDeps, importId: string, { personIds }: Confirmer): Promise<boolean> {
  if (personIds.length === 0) return false;
  const [isFamily, marks] = await Promise.all([
    deps.memberships.familyOn(personIds),
    marksOfFamily(deps, importId, personIds),
  ]);
  const lines = deps.store.lines.find<Pick<ImportLine, 'personId' | 'personMark' | 'date' | 'target'>>(
    { importId, verdict: 'accepted' },
    { projection: { personId: 1, personMark: 1, date: 1, 'target.kind': 1, 'target.inAtMs': 1 } },
  );
  for await (const { personId, personMark: mark, ...line } of lines) {
    if (personId === null) {
      if (mark !== null && marks.has(hexOf(mark))) return true;
      continue;
    }
    if (isFamily(personId, dayOf(line))) return true;
  }
  return false;
}

/** The marks that lines bear which name a phone of these people or their household. */
async function marksOfFamily(
  deps: ImportsDeps,
  importId: string,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const phones = await deps.people.phones(await deps.memberships.familyIdsOf(personIds));
  return new Set([...phones.values()].map((phone) => hexOf(personMark(deps, importId, phone))));
}

const hexOf = (mark: Binary): string => mark.toString('hex');

/** The business date on which it happened; undefined where a line is about no day. */
function dayOf({ date, target }: Pick<ImportLine, 'date' | 'target'>): string | undefined {
  return target?.kind === 'attendance' ? businessDate(target.inAtMs) : (date ?? undefined);
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

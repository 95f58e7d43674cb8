import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Declarations } from '@red-points/shared/domain/rules';
import type { ClientSession } from 'mongodb';
import { isDuplicateKey } from '../../platform/database.ts';
import { mayCorrect } from '../correct-returned.ts';
import type { ClaimsDeps } from '../deps.ts';
import { useEvidence } from '../evidence.ts';
import { clearDoubles, flagDoubles } from '../same-time.ts';
import type { ClaimRecord } from '../store.ts';
import { caseFacts, claimOfCase } from './file-case.ts';
import { type CaseFields, mediatorsOf, planCase } from './plan-case.ts';
import type { CaseRecord } from './store.ts';

/**
 * Corrects a returned case and files it again, by whoever may correct it: it is priced and shared anew. A part that was approved
 * already stays as it is, and its mediator in the case: the others share what is left of the total.
 */
export async function refileCase(
  deps: ClaimsDeps,
  principal: Principal,
  caseId: string,
  body: CaseFields & {
    readonly version: number;
    readonly mediators: readonly { readonly personId: string; readonly declarations: Declarations }[];
  },
): Promise<CaseRecord | Refusal> {
  const { version, mediators: named, ...fields } = body;
  const record = await deps.cases.findOne({ _id: caseId });
  if (record === null) return refuse('mediation_case_not_found');
  if (!mayCorrect(principal, record)) return refuse('claim_not_yours');
  if (record.version !== version) return refuse('version_conflict');
  const before = await deps.claims.find({ caseId, state: { $ne: 'withdrawn' } }).toArray();
  const returned = before.filter(({ state }) => state === 'returned');
  const approved = before.filter(({ decision, state }) => state !== 'returned' && decision?.decision === 'approve');
  if (returned.length === 0 || returned.length + approved.length < before.length)
    return refuse('mediation_not_returned');
  const kept = new Map(approved.map(({ personId, priced }) => [personId, priced.points]));
  const names = new Set(named.map(({ personId }) => personId));
  if ([...kept.keys()].some((personId) => !names.has(personId))) return refuse('mediation_part_approved');
  if (names.size === kept.size) return refuse('mediation_nobody_left');
  const found = await mediatorsForAgain(deps, principal, record, named);
  if (isRefusal(found)) return found;
  // Where a part is approved, its community goes on paying, whoever is named first now.
  const unitPath = approved.length > 0 ? record.unitPath : found.unitPath;
  const evidenceIds = [...new Set(before.flatMap((claim) => claim.evidenceIds))];
  const planned = await planCase(deps, principal, {
    ...found,
    ...{ unitPath, fields, onBehalf: record.onBehalf, kept, evidenceIds },
  });
  if (isRefusal(planned)) return planned;
  const facts = { ...(await caseFacts(deps, caseId, fields, planned)), title: planned.title };
  const now = new Date(deps.clock.now());
  const claims = planned.claims.map((claim, index) => {
    const again = returned.find(({ personId }) => personId === claim.personId);
    const line = { at: now, code: 'resubmitted', by: principal.userId, note: null };
    // It stays what its filer filed: neither they nor whoever corrects it decide about any part.
    const { filedBy } = record;
    if (again === undefined) {
      const added = claimOfCase(deps, { ...record, version: version + 1 }, claim, index);
      return filedBy === principal.userId ? added : { ...added, filedBy, history: [...added.history, line] };
    }
    const { filedAt, version: earlier, history } = again;
    return { ...again, ...claim, filedBy, filedAt, version: earlier + 1, history: [...history, line] };
  });
  const gone = returned.filter(({ _id }) => !claims.some((claim) => claim._id === _id));
  try {
    const refiled = await deps.db.client.withSession((session) =>
      session.withTransaction(async () => {
        const changed = await deps.cases.findOneAndUpdate(
          { _id: caseId, version },
          { $set: facts, $inc: { version: 1 } },
          { returnDocument: 'after', session },
        );
        if (changed === null) return null;
        // First those who are no longer part of it: their claims must not stand in anybody's way.
        await deps.claims.updateMany(
          { _id: { $in: gone.map(({ _id }) => _id) } },
          {
            $set: { state: 'withdrawn', live: false, waitingSince: null, flagged: false },
            $push: { history: { at: now, code: 'withdrawn', by: principal.userId, note: null } },
            $inc: { version: 1 },
          },
          { session },
        );
        for (const claim of claims) await putClaim(deps, claim, session);
        return changed;
      }),
    );
    if (refiled === null) return refuse('version_conflict');
    await useEvidence(deps, fields.evidenceIds);
    for (const claim of gone) await clearDoubles(deps, claim);
    for (const claim of claims) await flagDoubles(deps, claim);
    return refiled;
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('claim_duplicate');
    throw error;
  }
}

async function putClaim(deps: ClaimsDeps, claim: ClaimRecord, session: ClientSession): Promise<void> {
  await deps.claims.replaceOne({ _id: claim._id }, claim, { upsert: true, session });
}

/** A resident who filed alone stays the one; an officer may name others. */
async function mediatorsForAgain(
  deps: ClaimsDeps,
  principal: Principal,
  record: CaseRecord,
  named: readonly { readonly personId: string; readonly declarations: Declarations }[],
): ReturnType<typeof mediatorsOf> {
  if (record.onBehalf) return mediatorsOf(deps, principal, named);
  const [own] = named;
  const person = own === undefined ? null : await deps.people.byId(own.personId);
  const isOwn = named.length === 1 && person !== null && principal.personIds.includes(person.personId);
  if (!isOwn || own === undefined) return refuse('mediation_alone');
  return { mediators: [{ person, declarations: own.declarations }], unitPath: record.unitPath };
}

import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { isDuplicateKey } from '../platform/database.ts';
import { mayCorrect } from './correct-returned.ts';
import type { ClaimsDeps } from './deps.ts';
import { useEvidence } from './evidence.ts';
import { type ClaimFields, checkClaim } from './file-claim.ts';
import { flagDoubles } from './same-time.ts';
import type { ClaimRecord } from './store.ts';

/** Corrects a returned claim and files it again: by whoever may correct it, on the version that they read. */
export async function resubmitClaim(
  deps: ClaimsDeps,
  principal: Principal,
  claimId: string,
  version: number,
  fields: ClaimFields,
): Promise<ClaimRecord | Refusal> {
  const claim = await deps.claims.findOne({ _id: claimId });
  if (claim === null) return refuse('claim_not_found');
  if (!mayCorrect(principal, claim)) return refuse('claim_not_yours');
  if (claim.caseId) return refuse('claim_of_case');
  if (claim.state !== 'returned') return refuse('claim_not_returned');
  if (claim.version !== version) return refuse('version_conflict');
  const { personId, unitPath, rule, evidenceIds: kept } = claim;
  const person = await deps.people.byId(personId);
  if (person === null) return refuse('person_not_found');
  // Filed before such rules wanted a case, it is corrected as what it is: refused, it would stand in the way of its own case.
  const mayPayByCase = fields.ruleCode === rule.code;
  const checked = await checkClaim(deps, principal, { person, unitPath, fields, kept, mayPayByCase });
  if (isRefusal(checked)) return checked;
  const account = await deps.accounts.credited(person, checked.effectiveAt.getTime());
  const now = new Date(deps.clock.now());
  try {
    const refiled = await deps.claims.findOneAndUpdate(
      { _id: claimId, version, state: 'returned' },
      {
        $set: { ...checked, ...account, state: 'waiting', waitingSince: now, flagged: false },
        $push: { history: { at: now, code: 'resubmitted', by: principal.userId, note: null } as never },
        $inc: { version: 1 },
      },
      { returnDocument: 'after' },
    );
    if (refiled === null) return refuse('version_conflict');
    await useEvidence(deps, refiled.evidenceIds);
    await flagDoubles(deps, refiled);
    return refiled;
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('claim_duplicate');
    throw error;
  }
}

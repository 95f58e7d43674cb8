import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { mayWithdraw } from './correct-returned.ts';
import type { ClaimsDeps } from './deps.ts';
import { clearDoubles } from './same-time.ts';
import type { ClaimRecord } from './store.ts';

/**
 * Takes a claim back that nobody has approved: while it waits by whoever filed it, once it is returned by whoever may correct
 * it. It no longer stands in the way of the same one. Asked again it answers the same.
 */
export async function withdrawClaim(
  deps: ClaimsDeps,
  principal: Principal,
  claimId: string,
): Promise<ClaimRecord | Refusal> {
  const claim = await deps.claims.findOne({ _id: claimId });
  if (claim === null) return refuse('claim_not_found');
  if (!mayWithdraw(principal, claim)) return refuse('claim_not_yours');
  if (claim.caseId) return refuse('claim_of_case');
  if (claim.state === 'withdrawn') {
    await clearDoubles(deps, claim);
    return claim;
  }
  const now = new Date(deps.clock.now());
  const withdrawn = await deps.claims.findOneAndUpdate(
    { _id: claimId, version: claim.version, state: { $in: ['waiting', 'returned'] } },
    {
      $set: { state: 'withdrawn', live: false, waitingSince: null, flagged: false },
      $push: { history: { at: now, code: 'withdrawn', by: principal.userId, note: null } as never },
      $inc: { version: 1 },
    },
    { returnDocument: 'after' },
  );
  if (withdrawn !== null) {
    await clearDoubles(deps, withdrawn);
    return withdrawn;
  }
  const current = await deps.claims.findOne({ _id: claimId });
  return current?.state === 'withdrawn' ? current : refuse('claim_decided');
}

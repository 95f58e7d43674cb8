import type { ClaimsDeps } from './deps.ts';
import { clearDoubles } from './same-time.ts';

/**
 * Lets rejected claims stand in nobody's way: the same may be filed again, and what was marked as a double of them alone is not
 * one any more; of a case, its other parts too, which were rejected with it. A mark is mutual, so that only those which bear one
 * have given any. Interrupted between the two, a mark stays that the other claim's own page gives no reason for. Safe to repeat.
 */
export async function standAside(deps: ClaimsDeps, rejectedIds: readonly string[]): Promise<void> {
  if (rejectedIds.length === 0) return;
  const own = { _id: { $in: [...rejectedIds] } };
  await deps.claims.updateMany(own, { $set: { live: false } });
  const caseIds = await deps.claims.distinct('caseId', { ...own, caseId: { $type: 'string' } });
  const ofCases = caseIds.length === 0 ? [] : [{ caseId: { $in: caseIds } }];
  const marked = await deps.claims.find({ $or: [own, ...ofCases], state: 'rejected', flagged: true }).toArray();
  for (const claim of marked) await clearDoubles(deps, claim);
}

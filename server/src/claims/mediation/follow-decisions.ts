import type { ReviewableRecord } from '../../reviews/index.ts';
import type { ClaimsDeps } from '../deps.ts';
import type { ClaimRecord } from '../store.ts';

const HISTORY_CODE = { return: 'returned', reject: 'rejected' } as const;

/**
 * What a decision about one mediator's part means for the others of its case: returned or rejected, the case is so as a
 * whole, and nobody is left waiting with a share of it. Approvals are given one by one: each reviewer of the case asks
 * independence for each mediator. Safe to repeat.
 */
export async function followDecisions(deps: ClaimsDeps, records: readonly ReviewableRecord[]): Promise<void> {
  for (const record of records as readonly (ReviewableRecord & Pick<ClaimRecord, 'caseId'>)[]) {
    const { decision, caseId } = record;
    if (!caseId || decision === null || decision.decision === 'approve') continue;
    const isRejected = decision.decision === 'reject';
    await deps.claims.updateMany(
      { caseId, state: 'waiting' },
      {
        $set: {
          state: isRejected ? 'rejected' : 'returned',
          decision,
          waitingSince: null,
          // What was approved or handed up before was about another wording of the case.
          ...(isRejected ? { live: false } : { escalation: null, firstApproval: null, dueAt: null }),
        },
        $push: {
          history: { at: decision.at, code: HISTORY_CODE[decision.decision], by: decision.by, note: decision.reason },
        },
        $inc: { version: 1 },
      },
    );
    if (!isRejected) continue;
    // Nobody visits on account of a case of which nothing stands.
    const standing = await deps.claims.findOne({ caseId, state: { $nin: ['rejected', 'withdrawn'] } });
    if (standing === null) await deps.cases.updateOne({ _id: caseId }, { $set: { nextVisitAt: null } });
  }
}

import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import { mayCorrect, mayWithdraw } from '../correct-returned.ts';
import type { ClaimsDeps } from '../deps.ts';
import { clearDoubles } from '../same-time.ts';
import type { ClaimRecord } from '../store.ts';
import type { CaseRecord } from './store.ts';

/**
 * Takes a case back as a whole: every part that waits, by whoever filed it, and every part that was returned, by whoever may
 * correct it. A part that was decided stays as it is. Where nothing stands any more, nobody visits on its account. Asked
 * again it answers the same.
 */
export async function withdrawCase(
  deps: ClaimsDeps,
  principal: Principal,
  caseId: string,
): Promise<CaseRecord | Refusal> {
  const record = await deps.cases.findOne({ _id: caseId });
  if (record === null) return refuse('mediation_case_not_found');
  if (!mayCorrect(principal, record)) return refuse('claim_not_yours');
  const withdrawn = await deps.db.client.withSession((session) =>
    session.withTransaction(() => takeBack(deps, principal, caseId, session)),
  );
  if (isRefusal(withdrawn)) return withdrawn;
  // Interrupted before this, asking again does it; what is marked in vain does no harm till then.
  for (const claim of withdrawn.gone) await clearDoubles(deps, claim);
  return withdrawn.record;
}

interface TakenBack {
  readonly record: CaseRecord;
  readonly gone: readonly ClaimRecord[];
}

/**
 * Reads the parts in the transaction that changes them and their case: a reviewer's decision, a correction or a visit that is
 * written at the same moment conflicts with it, and it is looked at anew.
 */
async function takeBack(
  deps: ClaimsDeps,
  principal: Principal,
  caseId: string,
  session: ClientSession,
): Promise<TakenBack | Refusal> {
  const record = await deps.cases.findOne({ _id: caseId }, { session });
  if (record === null) return refuse('mediation_case_not_found');
  const parts = await deps.claims.find({ caseId }, { session }).toArray();
  const open = parts.filter(({ state }) => state === 'waiting' || state === 'returned');
  if (open.length === 0) {
    const gone = parts.filter(({ state }) => state === 'withdrawn');
    return record.withdrawnAt === undefined ? refuse('claim_decided') : { record, gone };
  }
  if (open.some((claim) => !mayWithdraw(principal, claim))) return refuse('claim_not_yours');
  const now = new Date(deps.clock.now());
  await deps.claims.updateMany(
    { _id: { $in: open.map(({ _id }) => _id) } },
    {
      $set: { state: 'withdrawn', live: false, waitingSince: null, flagged: false },
      $push: { history: { at: now, code: 'withdrawn', by: principal.userId, note: null } },
      $inc: { version: 1 },
    },
    { session },
  );
  const left = parts.filter((claim) => claim.state !== 'withdrawn' && !open.includes(claim));
  const isVisited = left.some(({ state }) => state !== 'rejected');
  const changed = await deps.cases.findOneAndUpdate(
    { _id: caseId },
    {
      $set: {
        withdrawnAt: now,
        // What its parts come to goes on being what it earns in all.
        points: left.reduce((sum, { priced }) => sum + priced.points, 0),
        ...(isVisited ? {} : { nextVisitAt: null }),
      },
      $inc: { version: 1 },
    },
    { returnDocument: 'after', session },
  );
  return changed === null ? refuse('mediation_case_not_found') : { record: changed, gone: open };
}

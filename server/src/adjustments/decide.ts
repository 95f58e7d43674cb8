import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession, Filter } from 'mongodb';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { type Oneself, type OneselfIds, oneselfOf } from '../memberships/index.ts';
import { carryOn, TAKE_UP_MS } from './carry-on.ts';
import type { AdjustmentsDeps } from './deps.ts';
import { whyNotIndependent } from './independence.ts';
import { withinBudget } from './issuing.ts';
import type { AdjustmentRecord } from './store.ts';

type AdjustmentAction = 'adjustments.read' | 'adjustments.propose' | 'adjustments.confirm';

/** A correction that the caller may do the action to: as far as they may with the entry that it corrects. */
export async function findAdjustment(
  deps: AdjustmentsDeps,
  principal: Principal,
  adjustmentId: string,
  action: AdjustmentAction,
): Promise<AdjustmentRecord | Refusal> {
  const adjustment = await deps.adjustments.findOne({ _id: adjustmentId });
  if (adjustment === null) return refuse('adjustment_not_found');
  const entry = await deps.transactions.entryFor(principal, action, adjustment.entryId);
  return isRefusal(entry) ? refuse('adjustment_not_found') : adjustment;
}

/**
 * Why this caller's word is not the second one, or null.
 * @param large the entries whose corrections they may confirm also where the street has to
 */
export function whyNotConfirmedBy(
  oneself: Oneself,
  adjustment: AdjustmentRecord,
  large: ReadonlySet<string>,
): Refusal | null {
  const { entryId, proposedBy, needsStreet } = adjustment;
  if (oneself.isOwn(proposedBy)) return refuse('adjustment_own_proposal');
  const dependent = whyDependent(oneself, adjustment);
  if (dependent !== null) return dependent;
  return needsStreet === true && !large.has(entryId) ? refuse('adjustment_needs_street') : null;
}

/** Why this caller does not turn a correction down, or null: whoever proposed it takes it back, anybody else has no part in it. */
export function whyNotWithdrawnBy(oneself: Oneself, adjustment: AdjustmentRecord): Refusal | null {
  return oneself.isOwn(adjustment.proposedBy) ? null : whyDependent(oneself, adjustment);
}

/** Why a colleague has a part in a correction that waits, or null. */
function whyDependent(oneself: Oneself, { ownerId, personId, correctedActors }: AdjustmentRecord): Refusal | null {
  return whyNotIndependent(oneself, { personIds: [ownerId, personId], actors: correctedActors }, true);
}

/** Of which of these corrections the caller may confirm those that the street has to: by their entries. */
export async function largeFor(
  deps: Pick<AdjustmentsDeps, 'transactions'>,
  principal: Principal,
  records: readonly AdjustmentRecord[],
): Promise<ReadonlySet<string>> {
  const entryIds = records.filter(({ needsStreet }) => needsStreet === true).map(({ entryId }) => entryId);
  if (entryIds.length === 0) return new Set();
  return deps.transactions.allowed(principal, 'adjustments.confirm_large', entryIds);
}

/** Of those that wait, the ones that these ids do not keep their holder from confirming: the same as a question to the database. */
export function confirmableBy({ family, signIns }: OneselfIds): Filter<AdjustmentRecord> {
  return {
    proposedBy: { $nin: signIns },
    ownerId: { $nin: family },
    personId: { $nin: family },
    'correctedActors.id': { $nin: [...family, ...signIns] },
  };
}

/**
 * The second person's word: from then on it is posted, and asked for again where that was interrupted. Of two who confirm
 * at once, one does.
 */
export async function confirm(
  deps: AdjustmentsDeps,
  principal: Principal,
  adjustmentId: string,
  request: RequestIdentity,
): Promise<AdjustmentRecord | Refusal> {
  const adjustment = await findAdjustment(deps, principal, adjustmentId, 'adjustments.confirm');
  if (isRefusal(adjustment)) return adjustment;
  const again = repeats(adjustment.confirmRequest, request);
  if (isRefusal(again)) return again;
  if (again) return outcomeOf(await carryOn(deps, adjustment));
  if (adjustment.state !== 'proposed') return refuse('adjustment_decided');
  const large = await largeFor(deps, principal, [adjustment]);
  const notTheirs = whyNotConfirmedBy(await oneselfOf(deps, principal), adjustment, large);
  if (notTheirs !== null) return notTheirs;
  const confirmed = await withinBudget(deps, adjustment, (session) =>
    markConfirmed(deps, adjustment, principal, request, session),
  );
  if (isRefusal(confirmed)) return confirmed;
  await audited(deps, principal, confirmed, 'adjustments.confirm');
  return outcomeOf(await carryOn(deps, confirmed));
}

async function markConfirmed(
  deps: AdjustmentsDeps,
  { _id }: AdjustmentRecord,
  principal: Principal,
  request: RequestIdentity,
  session?: ClientSession,
): Promise<AdjustmentRecord | Refusal> {
  const nowMs = deps.clock.now();
  const confirmed = await deps.adjustments.findOneAndUpdate(
    { _id, state: 'proposed' },
    {
      $set: {
        state: 'confirmed',
        decidedBy: principal.userId,
        decidedAt: new Date(nowMs),
        confirmRequest: request,
        nextCheckAt: new Date(nowMs + TAKE_UP_MS),
      },
    },
    { returnDocument: 'after', ...(session === undefined ? {} : { session }) },
  );
  return confirmed ?? refuse('adjustment_decided');
}

/** The proposer thinks better of it, or a colleague without a part in it turns it down. */
export async function withdraw(
  deps: AdjustmentsDeps,
  principal: Principal,
  adjustmentId: string,
): Promise<AdjustmentRecord | Refusal> {
  const adjustment = await findAdjustment(deps, principal, adjustmentId, 'adjustments.propose');
  if (isRefusal(adjustment)) return adjustment;
  const notTheirs = whyNotWithdrawnBy(await oneselfOf(deps, principal), adjustment);
  if (notTheirs !== null) return notTheirs;
  const decided = { decidedBy: principal.userId, decidedAt: new Date(deps.clock.now()) };
  const withdrawn = await deps.adjustments.findOneAndUpdate(
    { _id: adjustmentId, state: 'proposed' },
    { $set: { ...decided, state: 'withdrawn', open: false } },
    { returnDocument: 'after' },
  );
  if (withdrawn === null) return refuse('adjustment_decided');
  await audited(deps, principal, withdrawn, 'adjustments.withdraw');
  return withdrawn;
}

function audited(
  deps: AdjustmentsDeps,
  principal: Principal,
  { entryId, issuerUnit }: AdjustmentRecord,
  action: string,
): Promise<unknown> {
  return deps.audit.record({ principal, action, subject: { kind: 'entry', id: entryId }, unitId: issuerUnit });
}

/** A refusal of the ledger is what the confirmation answers, also when it is asked again. */
function outcomeOf(adjustment: AdjustmentRecord): AdjustmentRecord | Refusal {
  return adjustment.refusal ?? adjustment;
}

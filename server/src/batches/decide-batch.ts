import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { ownSignIns } from '../auth/index.ts';
import type { SlotWish } from '../budgets/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { BatchesDeps } from './deps.ts';
import type { BatchItem, BatchRecord } from './store.ts';

/**
 * Confirms a batch: from here on its accepted items are posted, by whatever process gets to it. A repeat finds it
 * confirmed and answers with how far posting has come. Refused to who filed it and to whom it benefits, and where the
 * budget is short.
 */
export async function confirmBatch(
  deps: BatchesDeps,
  batch: BatchRecord,
  principal: Principal,
  request: RequestIdentity,
): Promise<BatchRecord | Refusal> {
  const sameKey = { 'confirmation.caller': request.caller, 'confirmation.key': request.key };
  const earlier = await deps.store.batches.findOne(sameKey);
  if (earlier !== null && earlier.confirmation?.fingerprint !== request.fingerprint) {
    return refuse('idempotency_key_reused');
  }
  if (await isOwn(deps, batch, principal)) return refuse('own_batch');
  if (batch.state === 'posting' || batch.state === 'posted') return batch;
  if (batch.state !== 'filed') return refuse('batch_not_filed');
  if (batch.counts.accepted === 0) return refuse('batch_nothing_to_post');
  if (await benefits(deps, batch, principal)) return refuse('batch_benefits_you');
  return markConfirmed(deps, batch, principal, request);
}

/** Whether it was filed by the same person, by whichever sign-in. */
async function isOwn({ users }: BatchesDeps, { filedBy }: BatchRecord, principal: Principal): Promise<boolean> {
  return (await ownSignIns(users, principal))(filedBy);
}

/** Whether anybody whom this sign-in is, acts for or shares a household with is among the batch's people. */
async function benefits(deps: BatchesDeps, batch: BatchRecord, { personIds }: Principal): Promise<boolean> {
  if (personIds.length === 0) return false;
  const isFamily = await deps.memberships.familyOn(personIds);
  const isTheirs = ({ personId, date }: BatchItem): boolean => personId !== undefined && isFamily(personId, date);
  const slices = deps.store.slices.find({ batchId: batch._id }, { projection: { items: 1 } });
  for await (const { items } of slices)
    if (items.some((item) => item.problem === undefined && isTheirs(item))) return true;
  return false;
}

async function markConfirmed(
  deps: BatchesDeps,
  batch: BatchRecord,
  principal: Principal,
  request: RequestIdentity,
): Promise<BatchRecord | Refusal> {
  const change = {
    state: 'posting' as const,
    decidedBy: principal.userId,
    decidedAt: new Date(deps.platform.clock.now()),
    confirmation: request,
  };
  try {
    const confirmed = await deps.budgets.reserve(
      { kind: 'batch', id: batch._id },
      await wishesOf(deps, batch),
      async (session) => {
        const options = { returnDocument: 'after', session } as const;
        const filed = { _id: batch._id, state: 'filed' as const };
        return (
          (await deps.store.batches.findOneAndUpdate(filed, { $set: change }, options)) ?? refuse('batch_not_filed')
        );
      },
    );
    if (!isRefusal(confirmed) || confirmed.refused !== 'batch_not_filed') return confirmed;
    // Somebody else was faster: theirs counts, and it is confirmed all the same.
    const now = await deps.store.batches.findOne({ _id: batch._id });
    return now?.state === 'posting' || now?.state === 'posted' ? now : confirmed;
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('idempotency_key_reused');
    throw error;
  }
}

function wishesOf(deps: BatchesDeps, batch: BatchRecord): Promise<SlotWish[]> {
  return Promise.all(
    batch.slots.map(async ({ category, month, points }) => ({
      slot: await deps.budgets.slotOf(batch.unitId, category, startOfBusinessDay(`${month}-01`)),
      points,
    })),
  );
}

/** Turns a batch down with the reason; by a second person. Nothing was posted, and everything stays to be read. */
export async function declineBatch(
  deps: BatchesDeps,
  batch: BatchRecord,
  principal: Principal,
  reason: string,
): Promise<BatchRecord | Refusal> {
  if (await isOwn(deps, batch, principal)) return refuse('own_batch');
  const change = {
    state: 'declined' as const,
    decidedBy: principal.userId,
    decidedAt: new Date(deps.platform.clock.now()),
    declineReason: reason,
  };
  return endUnconfirmed(deps, batch, ['filed'], change);
}

/** Takes a batch back before anybody confirmed it; by who filed it. What it wrote of unknown people is made unreadable. */
export async function withdrawBatch(
  deps: BatchesDeps,
  batch: BatchRecord,
  principal: Principal,
): Promise<BatchRecord | Refusal> {
  if (batch.filedBy !== principal.userId) return refuse('batch_not_yours');
  if (batch.state === 'withdrawn') return batch;
  const erasedAt = new Date(deps.platform.clock.now());
  const withdrawn = await endUnconfirmed(deps, batch, ['checking', 'filed'], { state: 'withdrawn', erasedAt });
  if (!isRefusal(withdrawn)) await deps.platform.personalData.erase(batch._id);
  return withdrawn;
}

async function endUnconfirmed(
  deps: BatchesDeps,
  batch: BatchRecord,
  from: readonly BatchRecord['state'][],
  change: Partial<BatchRecord>,
): Promise<BatchRecord | Refusal> {
  const ended = await deps.store.batches.findOneAndUpdate(
    { _id: batch._id, state: { $in: [...from] } },
    { $set: change },
    { returnDocument: 'after' },
  );
  return ended ?? refuse('batch_not_filed');
}

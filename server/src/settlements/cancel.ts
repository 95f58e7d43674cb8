import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { whyNotDraft } from '@red-points/shared/domain/settlements';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { carryOn } from './carry-on.ts';
import type { SettlementsDeps } from './deps.ts';
import { findStatement, whyNotIndependent } from './find.ts';
import type { StatementRecord } from './store.ts';

/** Gives a draft up; its lines wait for the next one. */
export async function cancel(
  deps: SettlementsDeps,
  principal: Principal,
  settlementId: string,
  reason: string,
  request: RequestIdentity,
): Promise<StatementRecord | Refusal> {
  const found = await findStatement(deps, principal, settlementId, 'settlements.handle');
  if (isRefusal(found)) return found;
  const again = repeats(found.cancelled?.request ?? null, request);
  if (isRefusal(again)) return again;
  if (again) return carryOn(deps, found);
  const dependent = await whyNotIndependent(deps, principal, found.shopId);
  if (dependent !== null) return dependent;
  const refusal = whyNotDraft(found);
  if (refusal !== null) return refuse(refusal);
  const at = new Date(deps.clock.now());
  const cancelled = await deps.store.statements.findOneAndUpdate(
    { _id: found._id, state: 'draft', version: found.version },
    { $set: { state: 'cancelling', nextCheckAt: at, cancelled: { by: principal.userId, at, request, reason } } },
    { returnDocument: 'after' },
  );
  if (cancelled === null) return refuse('settlement_changed');
  const subject = { kind: 'settlement', id: cancelled._id };
  await deps.audit.record({ principal, action: 'settlements.cancel', subject, unitId: cancelled.payer.unitId });
  return carryOn(deps, cancelled);
}

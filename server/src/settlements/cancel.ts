import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { whyNotDraft } from '@red-points/shared/domain/settlements';
import type { RequestIdentity } from '../http/idempotency.ts';
import { carryOn } from './carry-on.ts';
import type { SettlementsDeps } from './deps.ts';
import { findForAct } from './find.ts';
import type { StatementRecord } from './store.ts';

/** Gives a draft up; its lines wait for the next one. */
export async function cancel(
  deps: SettlementsDeps,
  principal: Principal,
  settlementId: string,
  reason: string,
  request: RequestIdentity,
): Promise<StatementRecord | Refusal> {
  const actable = await findForAct(deps, principal, settlementId, 'settlements.handle', request, ({ cancelled }) => [
    cancelled,
  ]);
  if (isRefusal(actable)) return actable;
  const { found, isDone } = actable;
  if (isDone) return carryOn(deps, found);
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

import {
  type BodyOf,
  type settlements as contract,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { whyNotPay, yuanText } from '@red-points/shared/domain/settlements';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { SettlementsDeps } from './deps.ts';
import { findForAct } from './find.ts';
import type { StatementRecord } from './store.ts';

/** Writes down how a closed statement was paid, once. Below zero it is the shop that paid back. */
export async function pay(
  deps: SettlementsDeps,
  principal: Principal,
  settlementId: string,
  input: BodyOf<typeof contract.pay>,
  request: RequestIdentity,
): Promise<StatementRecord | Refusal> {
  const actable = await findForAct(deps, principal, settlementId, 'settlements.handle', request, ({ payout }) => [
    payout,
  ]);
  if (isRefusal(actable)) return actable;
  const { found, isDone } = actable;
  if (isDone) return found;
  const refusal = whyNotPay(found);
  if (refusal !== null) return refuse(refusal);
  const { fen } = found.totals;
  if (input.amountFen !== fen) return refuse('settlement_payout_differs', { total: yuanText(fen) });
  const payout = { ...input, by: principal.userId, at: new Date(deps.clock.now()), request };
  const paid = await deps.store.statements.findOneAndUpdate(
    { _id: found._id, state: 'closed' },
    { $set: { state: 'paid', payout } },
    { returnDocument: 'after' },
  );
  if (paid === null) return refuse('settlement_paid');
  const subject = { kind: 'settlement', id: paid._id };
  const detail = { fen, reference: input.reference };
  await deps.audit.record({ principal, action: 'settlements.pay', subject, unitId: paid.payer.unitId, detail });
  return paid;
}

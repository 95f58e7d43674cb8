import {
  type BodyOf,
  type settlements as contract,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import type { Action, Principal } from '@red-points/shared/domain/permissions';
import { type SignaturePart, type StatementStanding, whyNotSign } from '@red-points/shared/domain/settlements';
import { ownSignIns } from '../auth/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { SettlementsDeps } from './deps.ts';
import { findForAct } from './find.ts';
import type { StatementRecord } from './store.ts';

/** What each part needs. */
export const ACTION_OF_PART: Readonly<Record<SignaturePart, Action>> = {
  handler: 'settlements.handle',
  witness: 'settlements.witness',
  approver: 'settlements.approve',
};

/** A statement as the decisions about it see it. */
export function standingOf({ state, version, signatures, closing }: StatementRecord): StatementStanding {
  return { state, version, signatures, closingProposedBy: closing?.by ?? null };
}

/** 经手, 证明 or 审批: what is signed is the version that was read. Of two who sign at once, one does. */
export async function sign(
  deps: SettlementsDeps,
  principal: Principal,
  settlementId: string,
  { part, version }: BodyOf<typeof contract.sign>,
  request: RequestIdentity,
): Promise<StatementRecord | Refusal> {
  const action = ACTION_OF_PART[part];
  const actable = await findForAct(deps, principal, settlementId, action, request, ({ signatures }) => signatures);
  if (isRefusal(actable)) return actable;
  const { found, isDone } = actable;
  if (isDone) return found;
  const refusal = whyNotSign(standingOf(found), part, await ownSignIns(deps.users, principal), version);
  if (refusal !== null) return refuse(refusal);
  const signature = { part, userId: principal.userId, at: new Date(deps.clock.now()), request };
  const signed = await deps.store.statements.findOneAndUpdate(
    { _id: found._id, state: 'draft', version, signatures: { $size: found.signatures.length } },
    { $push: { signatures: signature } },
    { returnDocument: 'after' },
  );
  if (signed === null) return refuse('settlement_changed');
  await deps.audit.record({
    principal,
    action: 'settlements.sign',
    subject: { kind: 'settlement', id: signed._id },
    unitId: signed.payer.unitId,
    detail: { part, fen: signed.totals.fen },
  });
  return signed;
}

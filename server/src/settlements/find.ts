import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import type { SettlementsDeps } from './deps.ts';
import type { SettlementDisputeRecord, StatementRecord } from './store.ts';

/** A statement that the caller may do this to; strangers do not learn that it exists. */
export async function findStatement(
  { store }: Pick<SettlementsDeps, 'store'>,
  principal: Principal,
  settlementId: string,
  action: Action,
): Promise<StatementRecord | Refusal> {
  const found = await store.statements.findOne({ _id: settlementId });
  if (found === null || !permits(principal, 'settlements.read', found)) return refuse('settlement_not_found');
  return permits(principal, action, found) ? found : refuse('out_of_scope');
}

/** A statement that the caller may act on, and whether this very request has acted on it before. */
export interface Actable {
  readonly found: StatementRecord;
  readonly isDone: boolean;
}

/**
 * A statement for one of the acts that lead it to its payment: by somebody without a part in the shop, each request once.
 * @param earlier the requests of such acts that it has seen
 */
export async function findForAct(
  deps: Pick<SettlementsDeps, 'store' | 'users' | 'memberships'>,
  principal: Principal,
  settlementId: string,
  action: Action,
  request: RequestIdentity,
  earlier: (statement: StatementRecord) => readonly ({ readonly request: RequestIdentity } | null)[],
): Promise<Actable | Refusal> {
  const found = await findStatement(deps, principal, settlementId, action);
  if (isRefusal(found)) return found;
  for (const act of earlier(found)) {
    const again = repeats(act?.request ?? null, request);
    if (isRefusal(again)) return again;
    if (again) return { found, isDone: true };
  }
  const dependent = await whyNotIndependent(deps, principal, found.shopId);
  return dependent ?? { found, isDone: false };
}

/** A dispute that the caller may do this to. */
export async function findDispute(
  { store }: Pick<SettlementsDeps, 'store'>,
  principal: Principal,
  disputeId: string,
  action: Action,
): Promise<SettlementDisputeRecord | Refusal> {
  const found = await store.disputes.findOne({ _id: disputeId });
  if (found === null || !permits(principal, 'settlements.read', found)) return refuse('settlement_dispute_not_found');
  return permits(principal, action, found) ? found : refuse('out_of_scope');
}

/** Nobody who works for a shop, or whose household does, has a hand in what it is paid. */
export async function whyNotIndependent(
  deps: Pick<SettlementsDeps, 'users' | 'memberships'>,
  principal: Principal,
  shopId: string,
): Promise<Refusal | null> {
  if (principal.grants.some((grant) => grant.shopId === shopId)) return refuse('settlement_not_independent');
  const staff = await deps.users.personIdsOfShop(shopId);
  if (staff.length === 0 || principal.personIds.length === 0) return null;
  const isFamily = await deps.memberships.familyOf(principal.personIds);
  return staff.some(isFamily) ? refuse('settlement_not_independent') : null;
}

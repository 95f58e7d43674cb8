import {
  type BodyOf,
  type delegations as contract,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { DELEGATIONS_OPEN_MAX, DEPUTY_ROLES, delegationDatesRefusal } from '@red-points/shared/domain/delegations';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { User } from '../auth/index.ts';
import { createOnce, firstOf, type RequestIdentity } from '../http/idempotency.ts';
import type { DelegationsDeps } from './deps.ts';
import type { DelegationRecord } from './store.ts';

/**
 * Lends the right to review in a unit to a deputy for some days. Only who holds it by their own role can: a deputy lends
 * nothing on.
 */
export async function grantDelegation(
  deps: DelegationsDeps,
  principal: Principal,
  { unitId, deputyUserId, from, until, reason }: BodyOf<typeof contract.grant>,
  request: RequestIdentity,
): Promise<DelegationRecord | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'delegations.manage', { unitPath })) return refuse('out_of_scope');
  const first = await firstOf(deps.delegations, request);
  if (first !== null) return first;
  const wrong = delegationDatesRefusal({ from, until }, businessDate(deps.clock.now()));
  if (wrong !== null) return refuse(wrong);
  if (deputyUserId === principal.userId) return refuse('delegation_to_self');
  const deputy = await deps.users.byId(deputyUserId);
  if (deputy === null || !(await isFit(deps, deputy, unitPath))) return refuse('delegation_deputy_unfit');
  const open = await deps.delegations
    .find({ unitId, until: { $gte: businessDate(deps.clock.now()) }, revokedAt: null })
    .limit(DELEGATIONS_OPEN_MAX)
    .toArray();
  if (open.length === DELEGATIONS_OPEN_MAX) return refuse('delegation_too_many', { max: DELEGATIONS_OPEN_MAX });
  const overlaps = open.some((each) => each.deputyUserId === deputyUserId && each.from <= until && from <= each.until);
  if (overlaps) return refuse('delegation_exists');
  const created = await createOnce(deps.delegations, {
    _id: deps.ids.next(),
    request,
    unitId,
    unitPath: [...unitPath],
    lentBy: principal.userId,
    deputyUserId,
    from,
    until,
    reason,
    lentAt: new Date(deps.clock.now()),
    revokedAt: null,
    revokedBy: null,
  });
  if (isRefusal(created)) return created;
  const subject = { kind: 'delegation', id: created.document._id };
  const detail = { from, until };
  await deps.audit.record({ principal, action: 'delegations.grant', subject, unitId, detail, request });
  return created.document;
}

/** Staff of the unit, of its neighbours below the same unit, and of that unit itself. */
export async function isFit(deps: DelegationsDeps, deputy: User, unitPath: readonly string[]): Promise<boolean> {
  if (deputy.kind !== 'staff' || deputy.status !== 'active') return false;
  const around = unitPath.at(-2) ?? unitPath.at(-1) ?? '';
  for (const { role, unitId } of deputy.grants) {
    if (unitId === null || !DEPUTY_ROLES.includes(role)) continue;
    if ((await deps.orgUnits.pathOf(unitId))?.includes(around)) return true;
  }
  return false;
}

/** Takes a lent right back; again, it stays taken back. */
export async function revokeDelegation(
  deps: DelegationsDeps,
  principal: Principal,
  delegationId: string,
): Promise<DelegationRecord | Refusal> {
  const known = await deps.delegations.findOne({ _id: delegationId });
  if (known === null) return refuse('delegation_not_found');
  if (!permits(principal, 'delegations.manage', { unitPath: known.unitPath })) return refuse('out_of_scope');
  if (known.revokedBy === principal.userId) return known;
  const today = businessDate(deps.clock.now());
  const revoked = await deps.delegations.findOneAndUpdate(
    { _id: delegationId, revokedAt: null, until: { $gte: today } },
    { $set: { revokedAt: new Date(deps.clock.now()), revokedBy: principal.userId } },
    { returnDocument: 'after' },
  );
  if (revoked === null) return refuse('delegation_ended');
  const subject = { kind: 'delegation', id: delegationId };
  await deps.audit.record({ principal, action: 'delegations.revoke', subject, unitId: known.unitId });
  return revoked;
}

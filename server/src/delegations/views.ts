import type { Delegation } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { DelegationsDeps } from './deps.ts';
import type { DelegationRecord } from './store.ts';

/** Lent rights as staff read them. */
export async function delegationViews(
  deps: DelegationsDeps,
  principal: Principal,
  records: readonly DelegationRecord[],
): Promise<Delegation[]> {
  const [names, units] = await Promise.all([
    deps.users.names(
      records.flatMap(({ lentBy, deputyUserId, revokedBy }) => [
        lentBy,
        deputyUserId,
        ...(revokedBy ? [revokedBy] : []),
      ]),
    ),
    deps.orgUnits.names(records.map(({ unitId }) => unitId)),
  ]);
  const today = businessDate(deps.clock.now());
  return records.map((record) => {
    const state = stateOf(record, today);
    const isOpen = state === 'ahead' || state === 'in_force';
    return {
      delegationId: record._id,
      unitId: record.unitId,
      unitName: units.get(record.unitId) ?? '—',
      byName: names.get(record.lentBy) ?? '—',
      deputyUserId: record.deputyUserId,
      deputyName: names.get(record.deputyUserId) ?? '—',
      from: record.from,
      until: record.until,
      reason: record.reason,
      state,
      grantedAt: record.lentAt.toISOString(),
      revokedAt: record.revokedAt?.toISOString() ?? null,
      revokedByName: record.revokedBy === null ? null : (names.get(record.revokedBy) ?? '—'),
      mayRevoke: isOpen && permits(principal, 'delegations.manage', { unitPath: record.unitPath }),
    };
  });
}

function stateOf({ from, until, revokedAt }: DelegationRecord, today: string): Delegation['state'] {
  if (revokedAt !== null) return 'revoked';
  if (today > until) return 'over';
  return today < from ? 'ahead' : 'in_force';
}

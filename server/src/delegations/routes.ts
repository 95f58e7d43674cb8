import { delegations as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { DEPUTY_ROLES } from '@red-points/shared/domain/delegations';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { unitOfReader } from '../reports/index.ts';
import type { DelegationsDeps } from './deps.ts';
import { grantDelegation, isFit, revokeDelegation } from './grant.ts';
import type { LentRight } from './index.ts';
import type { DelegationRecord } from './store.ts';
import { delegationViews } from './views.ts';

interface DelegationFace {
  /** Told after a right was lent or taken back. */
  changed(record: DelegationRecord): Promise<void>;
  /** What somebody may decide as a deputy today. */
  of(userId: string): Promise<readonly LentRight[]>;
}

/** Serves lent rights over HTTP. */
export function delegationRoutes(router: ApiRouter, deps: DelegationsDeps, { changed, of }: DelegationFace): void {
  const one = async (principal: Principal, record: DelegationRecord | Refusal) => {
    if (isRefusal(record)) return record;
    await changed(record);
    const [view] = await delegationViews(deps, principal, [record]);
    return view ?? refuse('delegation_not_found');
  };
  route(router, contract.grant, async ({ body, principal, identity }) =>
    one(principal, await grantDelegation(deps, principal, body, identity())),
  );
  route(router, contract.revoke, async ({ params, principal }) =>
    one(principal, await revokeDelegation(deps, principal, params.delegationId)),
  );
  route(router, contract.own, async ({ principal }) => {
    const rights = await of(principal.userId);
    const [names, units] = await Promise.all([
      deps.users.names(rights.map(({ lentBy }) => lentBy)),
      deps.orgUnits.names(rights.map(({ unitId }) => unitId)),
    ]);
    return {
      items: rights.map(({ unitId, lentBy, until }) => ({
        unitId,
        unitName: units.get(unitId) ?? '—',
        byName: names.get(lentBy) ?? '—',
        until,
      })),
    };
  });
  route(router, contract.list, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'delegations.read', query.unitId);
    if ('refused' in unit) return unit;
    const found = await pageByDate(deps.delegations, { unitPath: unit.id }, { ...query, by: 'lentAt' });
    if (isRefusal(found)) return found;
    return { items: await delegationViews(deps, principal, found.page), nextCursor: found.nextCursor };
  });
  route(router, contract.candidates, async ({ query, principal }) => {
    const unitPath = await deps.orgUnits.pathOf(query.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'delegations.manage', { unitPath })) return refuse('out_of_scope');
    return { items: await candidatesFor(deps, principal, unitPath) };
  });
}

/** Who could be a deputy of a unit: asked when a dialog opens, of one street at most. */
async function candidatesFor(deps: DelegationsDeps, principal: Principal, unitPath: readonly string[]) {
  const around = unitPath.at(-2) ?? unitPath.at(-1) ?? '';
  const units = await deps.orgUnits.below(around);
  const staff = await deps.users.inUnits(
    DEPUTY_ROLES,
    units.map(({ id }) => id),
  );
  const fit: typeof staff = [];
  for (const user of staff) if (user.userId !== principal.userId && (await isFit(deps, user, unitPath))) fit.push(user);
  const names = await deps.users.names(fit.map(({ userId }) => userId));
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  return fit.map(({ userId, grants }) => {
    const grant = grants.find(({ role, unitId }) => DEPUTY_ROLES.includes(role) && unitNames.has(unitId ?? ''));
    return {
      userId,
      name: names.get(userId) ?? '—',
      role: grant?.role ?? '',
      unitName: unitNames.get(grant?.unitId ?? '') ?? '—',
    };
  });
}

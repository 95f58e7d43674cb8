import { type Refusal, type ResponseOf, refuse, type staff } from '@red-points/shared/contracts';
import { type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { User } from '../auth/index.ts';
import type { StaffDeps } from './deps.ts';
import { mayManage } from './may-manage.ts';
import { linkViews } from './views.ts';

/** Staff with a role in a unit or below; of everywhere where no unit is asked for and the caller may see everywhere. */
export async function listStaff(
  deps: StaffDeps,
  principal: Principal,
  unitId: string | undefined,
): Promise<ResponseOf<typeof staff.list> | Refusal> {
  const found = await staffWithin(deps, principal, unitId);
  if ('refused' in found) return found;
  const unitIds = found.flatMap(({ grants }) => grants.flatMap((grant) => grant.unitId ?? []));
  const [names, links, units, manageable] = await Promise.all([
    deps.users.names(found.map(({ userId }) => userId)),
    linkViews(deps, found),
    deps.orgUnits.names(unitIds),
    Promise.all(found.map((user) => mayManage(deps, principal, user))),
  ]);
  return {
    items: found.map(({ userId, grants }, at) => ({
      userId,
      name: names.get(userId) ?? '—',
      grants: grants
        .filter(({ shopId }) => shopId === null)
        .map((grant) => ({
          role: grant.role,
          unitName: grant.unitId === null ? null : (units.get(grant.unitId) ?? '—'),
        })),
      ...(links.get(userId) ?? { link: 'unknown' as const, resident: null }),
      isYou: userId === principal.userId,
      mayLink: userId !== principal.userId && (manageable[at] ?? false),
    })),
  };
}

async function staffWithin(
  deps: StaffDeps,
  principal: Principal,
  unitId: string | undefined,
): Promise<User[] | Refusal> {
  const own = unitsFor(principal, 'users.manage');
  if (unitId === undefined && own === null) return deps.users.allStaff();
  const top = unitId ?? own?.[0] ?? '';
  const unitPath = await deps.orgUnits.pathOf(top);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'users.manage', { unitPath })) return refuse('out_of_scope');
  const below = await deps.orgUnits.below(top);
  return deps.users.staffOf([top, ...below.map(({ id }) => id)]);
}

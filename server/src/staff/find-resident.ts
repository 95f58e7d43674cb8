import type { ResponseOf, staff } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { StaffDeps } from './deps.ts';
import { fitResidents } from './fit-residents.ts';
import { residentViews } from './views.ts';

/**
 * Residents by a whole phone number, or one by their number; masked. A member of staff may live in any unit, so the search
 * goes over all of them: it is on record, without what was typed.
 */
export async function findResident(
  deps: StaffDeps,
  principal: Principal,
  search: string,
): Promise<ResponseOf<typeof staff.find>> {
  const fit = await fitResidents(deps.people, search);
  const subject = { kind: 'user', id: principal.userId };
  const unitId = principal.grants.find((grant) => grant.unitId !== null)?.unitId ?? null;
  await deps.audit.record({ principal, action: 'users.find_resident', subject, unitId, detail: { found: fit.length } });
  return { items: await residentViews(deps, fit) };
}

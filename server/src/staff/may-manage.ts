import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { User } from '../auth/index.ts';
import type { StaffDeps } from './deps.ts';

/** Whether somebody keeps this sign-in: every role of it lies within their reach, and one at least is of an office. */
export async function mayManage(
  { orgUnits }: Pick<StaffDeps, 'orgUnits'>,
  principal: Principal,
  { grants }: User,
): Promise<boolean> {
  const office = grants.filter(({ shopId }) => shopId === null);
  const paths = await Promise.all(
    office.map(({ unitId }) => (unitId === null ? Promise.resolve(null) : orgUnits.pathOf(unitId))),
  );
  const within = (unitPath: readonly string[] | null) =>
    permits(principal, 'users.manage', unitPath === null ? {} : { unitPath });
  return office.length > 0 && paths.every(within);
}

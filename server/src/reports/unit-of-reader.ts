import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { OrgUnits, OrgUnitView } from '../org-units/index.ts';

/** The unit a reader asks for, or their own first one; refused where it is unknown or not theirs. */
export async function unitOfReader(
  orgUnits: Pick<OrgUnits, 'all' | 'get'>,
  principal: Principal,
  action: Action,
  asked: string | undefined,
): Promise<OrgUnitView | Refusal> {
  const own = unitsFor(principal, action);
  const root = [...(await orgUnits.all()).values()].find((unit) => unit.parentId === null)?.id;
  const unitId = asked ?? own?.[0] ?? root;
  const unit = unitId === undefined ? null : await orgUnits.get(unitId);
  if (unit === null) return refuse('unit_unknown');
  return permits(principal, action, { unitPath: unit.ancestorIds }) ? unit : refuse('out_of_scope');
}

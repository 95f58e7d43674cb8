import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import type { UnitSettings } from '../platform/unit-settings.ts';
import type { OrgUnits } from './org-units.ts';

/** What counts in a unit, as its office reads it. */
export interface UnitSettingView<T> {
  readonly unitPath: readonly string[];
  readonly value: T;
  /** The unit that set it, here or above; null where nobody has. */
  readonly setBy: { readonly unitId: string; readonly unitName: string } | null;
  /** Of the unit's own setting; 0 while it has none. */
  readonly version: number;
}

/** Reads what counts in a unit for somebody who may do this there. */
export async function readUnitSetting<T>(
  { settings, orgUnits }: { readonly settings: UnitSettings<T>; readonly orgUnits: Pick<OrgUnits, 'pathOf' | 'names'> },
  principal: Principal,
  unitId: string,
  action: Action,
): Promise<UnitSettingView<T> | Refusal> {
  const unitPath = await orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, action, { unitPath })) return refuse('out_of_scope');
  const [{ value, unitId: setBy }, version] = await Promise.all([settings.inForce(unitPath), settings.version(unitId)]);
  const units = await orgUnits.names(setBy === null ? [] : [setBy]);
  return {
    unitPath,
    value,
    setBy: setBy === null ? null : { unitId: setBy, unitName: units.get(setBy) ?? setBy },
    version,
  };
}

import { type BodyOf, type Refusal, type ResponseOf, refuse, type spotChecks } from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import type { SpotChecksDeps } from './deps.ts';

type SpotSettings = ResponseOf<typeof spotChecks.settings>;

/** How much of a month is drawn in a unit. */
export async function spotSettings(
  deps: SpotChecksDeps,
  principal: Principal,
  unitId: string,
  action: Action = 'spot_checks.read',
): Promise<SpotSettings | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, action, { unitPath })) return refuse('out_of_scope');
  const [{ value: rule, unitId: setBy }, version] = await Promise.all([
    deps.settings.inForce(unitPath),
    deps.settings.version(unitId),
  ]);
  const units = await deps.orgUnits.names(setBy === null ? [] : [setBy]);
  return {
    unitId,
    rule,
    setBy: setBy === null ? null : { unitId: setBy, unitName: units.get(setBy) ?? setBy },
    version,
  };
}

/** Sets it for a unit and below. A month that is fixed already keeps what counted then. */
export async function setSpotSettings(
  deps: SpotChecksDeps,
  principal: Principal,
  unitId: string,
  { rule, version }: BodyOf<typeof spotChecks.setSettings>,
): Promise<SpotSettings | Refusal> {
  const before = await spotSettings(deps, principal, unitId, 'spot_checks.settings');
  if ('refused' in before) return before;
  if (rule !== null && rule.itemsMin > rule.itemsMax) return refuse('spot_rule_invalid');
  const change = { version, at: new Date(deps.clock.now()), by: principal.userId };
  if (!(await deps.settings.set(unitId, rule, change))) return refuse('spot_settings_changed');
  const subject = { kind: 'unit', id: unitId };
  await deps.audit.record({ principal, action: 'spot_checks.settings', subject, unitId, detail: { ...rule } });
  return spotSettings(deps, principal, unitId, 'spot_checks.settings');
}

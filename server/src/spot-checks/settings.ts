import {
  type BodyOf,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
  type spotChecks,
} from '@red-points/shared/contracts';
import type { Action, Principal } from '@red-points/shared/domain/permissions';
import { readUnitSetting } from '../org-units/index.ts';
import type { SpotChecksDeps } from './deps.ts';

type SpotSettings = ResponseOf<typeof spotChecks.settings>;

/** How much of a month is drawn in a unit. */
export async function spotSettings(
  deps: SpotChecksDeps,
  principal: Principal,
  unitId: string,
  action: Action = 'spot_checks.read',
): Promise<SpotSettings | Refusal> {
  const read = await readUnitSetting(deps, principal, unitId, action);
  if (isRefusal(read)) return read;
  const { value: rule, setBy, version } = read;
  return { unitId, rule, setBy, version };
}

/** Sets it for a unit and below. A month that is fixed already keeps what counted then. */
export async function setSpotSettings(
  deps: SpotChecksDeps,
  principal: Principal,
  unitId: string,
  { rule, version }: BodyOf<typeof spotChecks.setSettings>,
): Promise<SpotSettings | Refusal> {
  const before = await spotSettings(deps, principal, unitId, 'spot_checks.settings');
  if (isRefusal(before)) return before;
  if (rule !== null && rule.itemsMin > rule.itemsMax) return refuse('spot_rule_invalid');
  const change = { version, at: new Date(deps.clock.now()), by: principal.userId };
  if (!(await deps.settings.set(unitId, rule, change))) return refuse('spot_settings_changed');
  const subject = { kind: 'unit', id: unitId };
  await deps.audit.record({ principal, action: 'spot_checks.settings', subject, unitId, detail: { ...rule } });
  return spotSettings(deps, principal, unitId, 'spot_checks.settings');
}

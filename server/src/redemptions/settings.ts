import {
  type BodyOf,
  isRefusal,
  type RedemptionSettingsView,
  type Refusal,
  type redemptionSettings,
  refuse,
} from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { capsInOrder, REDEMPTION_SETTINGS_DEFAULT } from '@red-points/shared/domain/redemptions';
import { readUnitSetting } from '../org-units/index.ts';
import type { RedemptionDeps } from './deps.ts';

/** What counts at the shops of a unit. */
export async function readSettings(
  deps: RedemptionDeps,
  principal: Principal,
  unitId: string,
): Promise<RedemptionSettingsView | Refusal> {
  const read = await readUnitSetting(deps, principal, unitId, 'redemptions.read');
  if (isRefusal(read)) return read;
  const { unitPath, value, setBy, version } = read;
  // What was set before there was a figure says nothing of it.
  const rules = { ...REDEMPTION_SETTINGS_DEFAULT, ...value };
  return { unitId, rules, setBy, version, maySet: permits(principal, 'redemptions.settings', { unitPath }) };
}

/** What the log keeps of it: `card day 100` and so on. */
function detailOf(rules: RedemptionSettingsView['rules'] | null): Record<string, string | number> {
  if (rules === null) return {};
  const { caps, ...figures } = rules;
  const limits = Object.entries(caps).map(([assurance, { day, month }]) => [
    assurance,
    `${day ?? '∞'}/${month ?? '∞'}`,
  ]);
  return { ...figures, ...Object.fromEntries(limits) };
}

/** Sets it for a unit and below; redemptions that are open keep what they began with. */
export async function setSettings(
  deps: RedemptionDeps,
  principal: Principal,
  unitId: string,
  { rules, version }: BodyOf<typeof redemptionSettings.set>,
): Promise<RedemptionSettingsView | Refusal> {
  const before = await readSettings(deps, principal, unitId);
  if (isRefusal(before)) return before;
  if (!before.maySet) return refuse('out_of_scope');
  if (rules !== null && !capsInOrder(rules.caps)) return refuse('redemption_caps_out_of_order');
  const change = { version, at: new Date(deps.platform.clock.now()), by: principal.userId };
  if (!(await deps.settings.set(unitId, rules, change))) return refuse('redemption_settings_changed');
  await deps.audit.record({
    principal,
    action: 'redemptions.settings',
    subject: { kind: 'unit', id: unitId },
    unitId,
    detail: detailOf(rules),
  });
  return readSettings(deps, principal, unitId);
}

import {
  type BodyOf,
  isRefusal,
  type RedemptionSettingsView,
  type Refusal,
  type redemptionSettings,
  refuse,
} from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import {
  capsInOrder,
  isLooser,
  REDEMPTION_SETTINGS_DEFAULT,
  type RedemptionSettings,
  SHOP_CAPS_DEFAULT,
  shopCapsInOrder,
} from '@red-points/shared/domain/redemptions';
import { readUnitSetting } from '../org-units/index.ts';
import type { RedemptionDeps } from './deps.ts';

/** What counts at the shops of a unit, and how far the caller may loosen it. */
export async function readSettings(
  deps: RedemptionDeps,
  principal: Principal,
  unitId: string,
): Promise<RedemptionSettingsView | Refusal> {
  const read = await readUnitSetting(deps, principal, unitId, 'redemptions.read');
  if (isRefusal(read)) return read;
  const { unitPath, value, setBy, version } = read;
  // What was set before there was a figure says nothing of it.
  const rules = { ...REDEMPTION_SETTINGS_DEFAULT, ...value, shopCaps: value.shopCaps ?? SHOP_CAPS_DEFAULT };
  const maySet = permits(principal, 'redemptions.settings', { unitPath });
  return { unitId, rules, setBy, version, maySet, most: await mostOf(deps, principal, unitPath, rules) };
}

/**
 * Who is bound by a limit does not loosen it alone: a community only tightens what counts. From the street on it is loosened,
 * as far as no unit above has set it.
 */
async function mostOf(
  deps: RedemptionDeps,
  principal: Principal,
  unitPath: readonly string[],
  rules: RedemptionSettings,
): Promise<RedemptionSettingsView['most']> {
  if (!permits(principal, 'redemptions.loosen', { unitPath })) {
    return { limits: limitsOf(rules), by: 'office_above', unitName: null };
  }
  const { value, unitId } = await deps.settings.inForce(unitPath.slice(0, -1));
  if (unitId === null) return null;
  const names = await deps.orgUnits.names([unitId]);
  const limits = limitsOf({ ...REDEMPTION_SETTINGS_DEFAULT, ...value });
  return { limits, by: 'unit_above', unitName: names.get(unitId) ?? unitId };
}

const limitsOf = ({
  smallAmountPoints,
  refundAlonePoints,
  caps,
  shopCaps = SHOP_CAPS_DEFAULT,
}: RedemptionSettings) => ({
  shopCaps,
  smallAmountPoints,
  refundAlonePoints,
  caps,
});

/** What the log keeps of it: `card day 100` and so on. */
function detailOf(rules: RedemptionSettingsView['rules'] | null): Record<string, string | number> {
  if (rules === null) return {};
  const { caps, shopCaps, ...figures } = rules;
  const ofShops = Object.entries(shopCaps).map(([capped, of]) => [`shop ${capped}`, of] as const);
  const limits = [...Object.entries(caps), ...ofShops].map(([assurance, { day, month }]) => [
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
  if (rules !== null && !(capsInOrder(rules.caps) && shopCapsInOrder(rules.shopCaps)))
    return refuse('redemption_caps_out_of_order');
  const tooLoose = await whyTooLoose(deps, before, rules);
  if (tooLoose !== null) return tooLoose;
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

/** Why these rules are looser than the caller may set them. To go by the unit above again is as loose as that one is. */
async function whyTooLoose(
  deps: RedemptionDeps,
  { unitId, most }: RedemptionSettingsView,
  rules: RedemptionSettings | null,
): Promise<Refusal | null> {
  if (most === null) return null;
  const unitPath = (await deps.orgUnits.pathOf(unitId)) ?? [];
  const wanted = rules ?? (await deps.settings.inForce(unitPath.slice(0, -1))).value;
  if (!isLooser(wanted, most.limits)) return null;
  return refuse(most.by === 'unit_above' ? 'redemption_settings_above' : 'redemption_settings_loosened');
}

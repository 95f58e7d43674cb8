import { type BodyOf, type Refusal, refuse, type WatchSettings, type watch } from '@red-points/shared/contracts';
import { addDays, businessDate, monthOf, startOfMonth } from '@red-points/shared/domain/calendar';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import type { WatchDeps } from './deps.ts';

/** From where on something is reported in a unit. */
export async function watchSettings(
  deps: WatchDeps,
  principal: Principal,
  unitId: string,
  action: Action = 'watch.read',
): Promise<WatchSettings | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, action, { unitPath })) return refuse('out_of_scope');
  const [{ value, unitId: setBy }, version] = await Promise.all([
    deps.settings.inForce(unitPath),
    deps.settings.version(unitId),
  ]);
  const units = await deps.orgUnits.names(setBy === null ? [] : [setBy]);
  return {
    unitId,
    thresholds: value,
    setBy: setBy === null ? null : { unitId: setBy, unitName: units.get(setBy) ?? setBy },
    version,
  };
}

/** Sets it for a unit and below; this month and the one before are looked at again by it. */
export async function setWatchSettings(
  deps: WatchDeps,
  principal: Principal,
  unitId: string,
  { thresholds, version }: BodyOf<typeof watch.setSettings>,
): Promise<WatchSettings | Refusal> {
  const before = await watchSettings(deps, principal, unitId, 'watch.settings');
  if ('refused' in before) return before;
  const nowMs = deps.clock.now();
  const set = await deps.settings.set(unitId, thresholds, { version, at: new Date(nowMs), by: principal.userId });
  if (!set) return refuse('watch_settings_changed');
  const monthBefore = monthOf(addDays(startOfMonth(businessDate(nowMs)), -1));
  await deps.store.months.updateMany(
    { unitPath: unitId, month: { $gte: monthBefore } },
    { $set: { due: true, turn: deps.ids.next() } },
  );
  const subject = { kind: 'unit', id: unitId };
  await deps.audit.record({ principal, action: 'watch.settings', subject, unitId, detail: { ...thresholds } });
  return watchSettings(deps, principal, unitId);
}

import {
  type BodyOf,
  isRefusal,
  type Refusal,
  refuse,
  type WatchSettings,
  type watch,
} from '@red-points/shared/contracts';
import { addDays, businessDate, monthOf, startOfMonth } from '@red-points/shared/domain/calendar';
import type { Action, Principal } from '@red-points/shared/domain/permissions';
import { WATCH_THRESHOLDS, type WatchThresholds } from '@red-points/shared/domain/watch';
import { readUnitSetting } from '../org-units/index.ts';
import type { WatchDeps } from './deps.ts';

/** From where on something is reported in a unit. */
export async function watchSettings(
  deps: WatchDeps,
  principal: Principal,
  unitId: string,
  action: Action = 'watch.read',
): Promise<WatchSettings | Refusal> {
  const read = await readUnitSetting(deps, principal, unitId, action);
  if (isRefusal(read)) return read;
  const { value, setBy, version } = read;
  return { unitId, thresholds: complete(value), setBy, version };
}

/** What counts at the end of a path. */
export async function thresholdsIn(
  { settings }: Pick<WatchDeps, 'settings'>,
  unitPath: readonly string[],
): Promise<WatchThresholds> {
  return complete((await settings.inForce(unitPath)).value);
}

/** What was set before there was a threshold has the standard one. */
const complete = (set: Partial<WatchThresholds>): WatchThresholds => ({ ...WATCH_THRESHOLDS, ...set });

/** Sets it for a unit and below; this month and the one before are looked at again by it. */
export async function setWatchSettings(
  deps: WatchDeps,
  principal: Principal,
  unitId: string,
  { thresholds, version }: BodyOf<typeof watch.setSettings>,
): Promise<WatchSettings | Refusal> {
  const before = await watchSettings(deps, principal, unitId, 'watch.settings');
  if (isRefusal(before)) return before;
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

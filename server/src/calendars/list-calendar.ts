import {
  CALENDAR_DAYS_MAX,
  type CalendarItem,
  type calendars as contract,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { daysBetween, endOfBusinessDay, endOfMonth, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { ActivityRecord } from '../activities/index.ts';
import type { CalendarsDeps } from './index.ts';

/** More than a community holds in six weeks. */
const ITEMS_MAX = 1000;

/** Activities of a unit from one date until another, for its staff. */
export async function staffCalendar(
  deps: CalendarsDeps,
  principal: Principal,
  { unitId, from, until }: QueryOf<typeof contract.staff>,
): Promise<ResponseOf<typeof contract.staff> | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'activities.read', { unitPath })) return refuse('out_of_scope');
  const days = daysBetween(from, until) + 1;
  if (days < 1 || days > CALENDAR_DAYS_MAX) return refuse('calendar_range_invalid');
  return listed(deps, unitId, unitPath, { from, until, approved: false });
}

/** What a community holds in a month, for everybody. */
export async function monthlyList(
  deps: CalendarsDeps,
  { unitId, month }: QueryOf<typeof contract.monthly>,
): Promise<ResponseOf<typeof contract.monthly> | Refusal> {
  const unit = await deps.orgUnits.get(unitId);
  if (unit === null) return refuse('unit_unknown');
  const from = `${month}-01`;
  const range = { from, until: endOfMonth(from), approved: true };
  return { unitName: unit.name, ...(await listed(deps, unitId, unit.ancestorIds, range)) };
}

async function listed(
  deps: CalendarsDeps,
  unitId: string,
  unitPath: readonly string[],
  { from, until, approved }: { readonly from: string; readonly until: string; readonly approved: boolean },
): Promise<{ items: CalendarItem[]; more: boolean }> {
  const found = await deps.activities.between({
    unitId,
    unitPath,
    fromMs: startOfBusinessDay(from),
    untilMs: endOfBusinessDay(until),
    approved,
    limit: ITEMS_MAX + 1,
  });
  const shown = found.slice(0, ITEMS_MAX);
  const names = await deps.orgUnits.names(shown.map((activity) => activity.unitId));
  return { items: shown.map((activity) => itemOf(activity, unitId, names)), more: found.length > ITEMS_MAX };
}

function itemOf(activity: ActivityRecord, unitId: string, names: ReadonlyMap<string, string>): CalendarItem {
  return {
    activityId: activity._id,
    title: activity.title,
    category: activity.category,
    state: activity.state,
    unitName: names.get(activity.unitId) ?? '—',
    place: activity.place,
    startsAt: activity.startsAt.toISOString(),
    endsAt: activity.endsAt.toISOString(),
    capacity: activity.capacity,
    signedUp: activity.signedUp,
    waiting: activity.waiting ?? 0,
    served: activity.served ?? null,
    earnsZh: activity.earnsZh,
    earnsEn: activity.earnsEn,
    seriesId: activity.seriesId ?? null,
    shared: !activity.unitPath.includes(unitId),
  };
}

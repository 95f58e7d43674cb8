import type { Filter } from 'mongodb';
import type { ActivitiesDeps } from './deps.ts';
import type { ActivityRecord } from './store.ts';

const KEPT_MS = 30 * 86_400_000;
/** More than anybody signs up for. */
const OWN_MAX = 300;

export interface CalendarRange {
  readonly unitId: string;
  /** Its path, root first: what is shared with a street is shared with its communities. */
  readonly unitPath: readonly string[];
  readonly fromMs: number;
  readonly untilMs: number;
  /** Only what was approved: what everybody may see. */
  readonly approved: boolean;
  readonly limit: number;
}

/** Activities that begin within some time, soonest first. What is shared is seen once it is approved. */
export function activitiesBetween(
  { activities }: Pick<ActivitiesDeps, 'activities'>,
  { unitId, unitPath, fromMs, untilMs, approved, limit }: CalendarRange,
): Promise<ActivityRecord[]> {
  const seen: Filter<ActivityRecord> = { ruleVersion: { $ne: null } };
  const shared: Filter<ActivityRecord> = { ...seen, sharedWith: { $in: [...unitPath] } };
  return activities
    .find({
      startsAt: { $gte: new Date(fromMs), $lt: new Date(untilMs) },
      $or: [{ unitPath: unitId, ...(approved ? seen : {}) }, shared],
    })
    .sort({ startsAt: 1, _id: 1 })
    .limit(limit)
    .toArray();
}

/** What somebody signed up for and is to come, or is over since a month at most; with whether they wait for a place. */
export async function ownCalendar(
  { activities, signUps, clock }: Pick<ActivitiesDeps, 'activities' | 'signUps' | 'clock'>,
  personId: string,
): Promise<{ readonly activity: ActivityRecord; readonly waiting: boolean }[]> {
  const own = await signUps.find({ personId }).sort({ at: -1 }).limit(OWN_MAX).toArray();
  const waiting = new Set(own.filter((each) => each.waiting === true).map(({ activityId }) => activityId));
  const found = await activities
    .find({ _id: { $in: own.map(({ activityId }) => activityId) }, endsAt: { $gt: new Date(clock.now() - KEPT_MS) } })
    .sort({ startsAt: 1, _id: 1 })
    .toArray();
  return found.map((activity) => ({ activity, waiting: waiting.has(activity._id) }));
}

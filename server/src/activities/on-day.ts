import { endOfBusinessDay, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { type ActivityCollection, type ActivityFacts, type ActivityRecord, factsOf } from './store.ts';

/** What nobody took part in, or nobody approved. */
const WITHOUT_PART: readonly ActivityRecord['state'][] = ['draft', 'submitted', 'returned', 'rejected', 'cancelled'];
const ON_A_DAY_MAX = 100;

/** Approved activities that began on a business date in one of these units or below, earliest first. */
export async function activitiesOnDay(
  activities: ActivityCollection,
  unitIds: readonly string[],
  date: string,
): Promise<ActivityFacts[]> {
  const found = await activities
    .find({
      unitPath: { $in: [...unitIds] },
      startsAt: { $gte: new Date(startOfBusinessDay(date)), $lt: new Date(endOfBusinessDay(date)) },
      state: { $nin: [...WITHOUT_PART] },
    })
    .sort({ startsAt: 1, _id: 1 })
    .limit(ON_A_DAY_MAX)
    .toArray();
  return found.flatMap((record) => factsOf(record) ?? []);
}

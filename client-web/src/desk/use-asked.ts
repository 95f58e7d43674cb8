import { activities } from '@red-points/shared/contracts';
import { useRead } from '../api/index.ts';

/** What an activity's rule asks of who checks in, as a rule's terms say it; undefined until it is known. */
export function useAsked(activityId: string) {
  const activity = useRead(activities.get, { params: { activityId } });
  return activity.data === undefined ? undefined : { notEligible: activity.data.asks };
}

import { isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { ActivityState } from '@red-points/shared/domain/activities';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ActivitiesDeps } from './deps.ts';
import { actionable, recordStep, stepRefusal } from './step.ts';
import type { ActivityRecord } from './store.ts';

const STATES: ActivityState[] = ['approved', 'open', 'under_way'];

/**
 * Changes what approval does not rest on: the place (a room that is closed, rain) and the description. Everybody who signed
 * up is told of another place.
 */
export async function arrange(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  { version, place, description }: { readonly version: number; readonly place: string; readonly description: string },
): Promise<ActivityRecord | Refusal> {
  const activity = await actionable(deps, principal, 'activities.run', activityId);
  if (isRefusal(activity)) return activity;
  const changed = await deps.activities.findOneAndUpdate(
    { _id: activityId, version, state: { $in: STATES } },
    { $set: { place, description }, $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
  if (changed === null) return stepRefusal(deps, activityId, version);
  await recordStep(deps, principal, 'activities.arrange', changed);
  return changed;
}

import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { ActivityState } from '@red-points/shared/domain/activities';
import { plannedPoints } from '@red-points/shared/domain/budgets';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import type { ActivitiesDeps } from './deps.ts';
import { moveUp } from './sign-up.ts';
import { actionable, handled, recordStep, stepRefusal } from './step.ts';
import { type ActivityRecord, planOf } from './store.ts';

const STATES: ActivityState[] = ['approved', 'open', 'under_way'];

/** What can still be changed of an approved activity. */
export interface Arrangement {
  readonly version: number;
  readonly place: string;
  readonly description: string;
  /** As it was where it is not given. */
  readonly capacity?: number | undefined;
}

/**
 * Changes what approval does not rest on: the place (a room that is closed, rain), the description and how many there is room
 * for. Everybody who signed up is told of another place. More places go to who waits longest, and their points are set aside
 * from the budget first; nobody loses a place that they have.
 */
export async function arrange(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  arrangement: Arrangement,
): Promise<ActivityRecord | Refusal> {
  const activity = await actionable(deps, principal, 'activities.run', activityId);
  if (isRefusal(activity)) return activity;
  const pointsReserved = await pointsFor(deps, activity, arrangement.capacity ?? activity.capacity);
  const slot = await deps.budgets.slotOf(activity.issuerUnit, activity.category, activity.startsAt.getTime());
  const more = pointsReserved - activity.pointsReserved;
  const changed = await deps.lanes.run(activityId, () =>
    deps.budgets.raise({ kind: 'activity', id: activityId }, { slot, points: more }, (session) =>
      write(deps, activityId, { ...arrangement, pointsReserved, by: principal.userId }, session),
    ),
  );
  if (!isRefusal(changed)) await recordStep(deps, principal, 'activities.arrange', changed);
  return changed;
}

/** What is to be set aside for so many people by the version that prices it; never less than what is. */
async function pointsFor(deps: ActivitiesDeps, activity: ActivityRecord, capacity: number): Promise<number> {
  const { ruleCode, ruleVersion, pointsReserved, pointsPlanned } = activity;
  if (ruleVersion === null || capacity <= activity.capacity) return pointsReserved;
  const terms = await deps.rules.terms(ruleCode, ruleVersion);
  const event = { ...planOf(activity), capacity, pointsPlanned: pointsPlanned ?? null };
  return Math.max(pointsReserved, plannedPoints(terms, event));
}

interface Writing extends Arrangement {
  readonly pointsReserved: number;
  readonly by: string;
}

async function write(
  deps: ActivitiesDeps,
  activityId: string,
  { version, place, description, capacity, pointsReserved, by }: Writing,
  session: ClientSession,
): Promise<ActivityRecord | Refusal> {
  const room = capacity === undefined ? {} : { capacity, pointsReserved };
  const changed = await deps.activities.findOneAndUpdate(
    { _id: activityId, version, state: { $in: STATES } },
    { $set: { place, description, ...room }, ...handled(by), $inc: { version: 1, signUpActs: 1 } },
    { returnDocument: 'after', session },
  );
  if (changed === null) return stepRefusal(deps, activityId, version);
  if (changed.capacity < changed.signedUp) return refuse('activity_capacity_taken', { taken: changed.signedUp });
  return moveUp(deps, changed, session);
}

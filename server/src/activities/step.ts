import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type ActivityStep, stateAfter, statesBefore } from '@red-points/shared/domain/activities';
import { type Action, mayEver, type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import type { ActivitiesDeps } from './deps.ts';
import type { ActivityRecord } from './store.ts';

/** The activity, where the caller may do this to it. */
export async function actionable(
  deps: Pick<ActivitiesDeps, 'activities' | 'orgUnits'>,
  principal: Principal,
  action: Action,
  activityId: string,
): Promise<ActivityRecord | Refusal> {
  const found = await deps.activities.findOne({ _id: activityId });
  if (found === null) return refuse('activity_not_found');
  return (await mayDo(deps, principal, action, found)) ? found : refuse('out_of_scope');
}

/** Whether somebody may do this to an activity: by their unit, as its co-organiser, or because it is shared with them. */
export async function mayDo(
  deps: Pick<ActivitiesDeps, 'orgUnits'>,
  principal: Principal,
  action: Action,
  activity: ActivityRecord,
): Promise<boolean> {
  return (
    permits(principal, action, { unitPath: activity.unitPath }) ||
    mayAsCoOrganiser(principal, action, activity) ||
    (await mayReadShared(deps, principal, action, activity))
  );
}

/** Somebody of another community who organises it too runs it as its organiser does. */
function mayAsCoOrganiser(principal: Principal, action: Action, { coOrganisers = [] }: ActivityRecord): boolean {
  const isTheirs = action === 'activities.run' || action === 'activities.read';
  return isTheirs && coOrganisers.includes(principal.userId) && mayEver(principal, action);
}

/**
 * What is shared with a unit is read by its staff, by those above it and by those below it: whoever finds it in their list of
 * what is shared can open it.
 */
async function mayReadShared(
  { orgUnits }: Pick<ActivitiesDeps, 'orgUnits'>,
  principal: Principal,
  action: Action,
  { sharedWith = [], ruleVersion }: ActivityRecord,
): Promise<boolean> {
  if (action !== 'activities.read' || ruleVersion === null) return false;
  const own = unitsFor(principal, action) ?? [];
  const [shared, mine] = await Promise.all(
    [sharedWith, own].map((unitIds) => Promise.all(unitIds.map((unitId) => orgUnits.pathOf(unitId)))),
  );
  const isAbove = shared?.some((unitPath) => unitPath !== null && permits(principal, action, { unitPath }));
  return isAbove === true || mine?.some((unitPath) => sharedWith.some((id) => unitPath?.includes(id))) === true;
}

interface Taking {
  /** Whose hand is in it from now on; left out where a step is no work on the activity: a decision, a cancellation, a job's. */
  readonly handledBy?: string;
  readonly session?: ClientSession;
}

/** Notes on an activity whose hand is in it. */
export function handled(userId: string) {
  return { $addToSet: { handledBy: userId } };
}

/** Takes one step of the life cycle, on the version that the caller read; of two at once one succeeds. */
export async function takeStep(
  deps: Pick<ActivitiesDeps, 'activities'>,
  activity: ActivityRecord,
  step: ActivityStep,
  version: number,
  change: Partial<ActivityRecord> = {},
  { handledBy, session }: Taking = {},
): Promise<ActivityRecord | Refusal> {
  const state = stateAfter(activity.state, step);
  if (state === null) return refuse('activity_state_wrong');
  const taken = await deps.activities.findOneAndUpdate(
    { _id: activity._id, version, state: { $in: statesBefore(step) } },
    { $set: { ...change, state }, ...(handledBy === undefined ? {} : handled(handledBy)), $inc: { version: 1 } },
    { returnDocument: 'after', session },
  );
  return taken ?? stepRefusal(deps, activity._id, version);
}

/** Why a conditional write found nothing. */
export async function stepRefusal(
  deps: Pick<ActivitiesDeps, 'activities'>,
  activityId: string,
  version: number,
): Promise<Refusal> {
  const now = await deps.activities.findOne({ _id: activityId });
  if (now === null) return refuse('activity_not_found');
  return refuse(now.version === version ? 'activity_state_wrong' : 'version_conflict');
}

/** Notes in the log of acts who took a step. */
export async function recordStep(
  deps: Pick<ActivitiesDeps, 'audit'>,
  principal: Principal,
  action: string,
  { _id, unitId }: ActivityRecord,
): Promise<void> {
  await deps.audit.record({ principal, action, subject: { kind: 'activity', id: _id }, unitId });
}

import {
  type activities as contract,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { type ActivityState, statesBefore } from '@red-points/shared/domain/activities';
import { mayEver, type Principal } from '@red-points/shared/domain/permissions';
import type { User } from '../auth/index.ts';
import type { ActivitiesDeps } from './deps.ts';
import { actionable, recordStep, stepRefusal } from './step.ts';
import type { ActivityRecord } from './store.ts';

/** As long as it can be cancelled it can change hands. */
const STATES: ActivityState[] = statesBefore('cancel');

/**
 * Says who organises it too. Whoever once did stays barred from reviewing it: taking somebody off the list does not make
 * them independent.
 */
export async function setCoOrganisers(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  { userIds, version }: { readonly userIds: readonly string[]; readonly version: number },
): Promise<ActivityRecord | Refusal> {
  const activity = await actionable(deps, principal, 'activities.run', activityId);
  if (isRefusal(activity)) return activity;
  const wanted = [...new Set(userIds)];
  const users = await deps.users.byIds(wanted);
  const fit = await Promise.all(users.map((user) => isFit(deps, activity, user)));
  if (users.length < wanted.length || !fit.every(Boolean)) return refuse('co_organiser_unfit');
  const changed = await deps.activities.findOneAndUpdate(
    { _id: activityId, version, state: { $in: STATES } },
    { $set: { coOrganisers: wanted }, $addToSet: { everOrganised: { $each: wanted } }, $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
  if (changed === null) return stepRefusal(deps, activityId, version);
  await recordStep(deps, principal, 'activities.co_organisers', changed);
  return changed;
}

/** Who organises an activity, and who of its unit (or of one that it is shared with) could. */
export async function listOrganisers(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  unitId: string | undefined,
): Promise<ResponseOf<typeof contract.organisers> | Refusal> {
  const activity = await actionable(deps, principal, 'activities.run', activityId);
  if (isRefusal(activity)) return activity;
  const { sharedWith = [], coOrganisers = [] } = activity;
  const home = (await deps.orgUnits.communityOf(activity.unitId))?.id ?? activity.unitId;
  if (unitId !== undefined && unitId !== home && !sharedWith.includes(unitId)) return refuse('out_of_scope');
  const below = await deps.orgUnits.below(unitId ?? home);
  const [current, staff] = await Promise.all([
    deps.users.byIds(coOrganisers),
    deps.users.staffOf(below.map(({ id }) => id)),
  ]);
  const fit = await Promise.all(staff.map((user) => isFit(deps, activity, user)));
  const candidates = staff.filter(({ userId }, at) => fit[at] === true && !coOrganisers.includes(userId));
  return { coOrganisers: await staffViews(deps, current), candidates: await staffViews(deps, candidates) };
}

/** Staff who may run activities in its community, above it, or where it is shared. */
async function isFit(deps: ActivitiesDeps, activity: ActivityRecord, user: User): Promise<boolean> {
  if (user.status !== 'active' || user.kind !== 'staff' || user.userId === activity.organiserUserId) return false;
  const places = [activity.issuerUnit, ...(activity.sharedWith ?? [])];
  for (const grant of user.grants) {
    if (grant.unitId === null || !mayRun(user.userId, grant)) continue;
    const path = (await deps.orgUnits.pathOf(grant.unitId)) ?? [];
    if (activity.unitPath.includes(grant.unitId) || places.some((unitId) => path.includes(unitId))) return true;
  }
  return false;
}

function mayRun(userId: string, grant: User['grants'][number]): boolean {
  const alone = {
    userId,
    sessionId: '',
    face: 'console',
    grants: [grant],
    personIds: [],
    actingPersonId: null,
  } as const;
  return mayEver(alone, 'activities.run');
}

async function staffViews(deps: ActivitiesDeps, users: readonly User[]) {
  const [names, units] = await Promise.all([
    deps.users.names(users.map(({ userId }) => userId)),
    deps.orgUnits.names(users.flatMap(({ grants }) => grants.flatMap(({ unitId }) => unitId ?? []))),
  ]);
  return users.map(({ userId, grants }) => ({
    userId,
    name: names.get(userId) ?? '—',
    unitName: units.get(grants.find(({ unitId }) => unitId !== null)?.unitId ?? '') ?? '—',
  }));
}

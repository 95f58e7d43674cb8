import {
  type BodyOf,
  type activitySeries as contract,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
  type SeriesOutcomes,
} from '@red-points/shared/contracts';
import { statesBefore } from '@red-points/shared/domain/activities';
import { businessDate, instantAt } from '@red-points/shared/domain/calendar';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import { decideActivity, submitActivity } from './approve-activity.ts';
import { arrange } from './arrange.ts';
import type { ActivitiesDeps } from './deps.ts';
import { changeActivity, type PlanFields } from './plan-activity.ts';
import { cancelActivity } from './run-activity.ts';
import type { ActivityRecord, SeriesRecord } from './store.ts';

/** The series, where the caller may do this to it. */
async function actionableSeries(
  deps: ActivitiesDeps,
  principal: Principal,
  action: Action,
  seriesId: string,
): Promise<SeriesRecord | Refusal> {
  const series = await deps.series.findOne({ _id: seriesId });
  if (series === null) return refuse('series_not_found');
  return permits(principal, action, { unitPath: series.unitPath }) ? series : refuse('out_of_scope');
}

/** Its activities, soonest first; at most SERIES_DATES_MAX. */
function occasionsOf({ activities }: Pick<ActivitiesDeps, 'activities'>, seriesId: string): Promise<ActivityRecord[]> {
  return activities.find({ seriesId }).sort({ startsAt: 1, _id: 1 }).toArray();
}

export async function readSeries(
  deps: ActivitiesDeps,
  principal: Principal,
  seriesId: string,
): Promise<ResponseOf<typeof contract.get> | Refusal> {
  const series = await actionableSeries(deps, principal, 'activities.read', seriesId);
  return isRefusal(series) ? series : seriesView(deps, series);
}

export async function seriesView(
  deps: ActivitiesDeps,
  { _id, title, unitId, repeats, organiserUserId }: SeriesRecord,
): Promise<ResponseOf<typeof contract.get>> {
  const [occasions, names] = await Promise.all([occasionsOf(deps, _id), deps.users.names([organiserUserId])]);
  return {
    seriesId: _id,
    title,
    unitId,
    repeats: { ...repeats, weekdays: [...repeats.weekdays], skip: [...repeats.skip] },
    organiserName: names.get(organiserUserId) ?? '—',
    occasions: occasions.map((each) => ({
      activityId: each._id,
      state: each.state,
      startsAt: each.startsAt.toISOString(),
      endsAt: each.endsAt.toISOString(),
      place: each.place,
      signedUp: each.signedUp,
      waiting: each.waiting ?? 0,
    })),
  };
}

/** Asks for approval of all that is not asked for yet. Asked again, it takes up where it was interrupted. */
export async function submitSeries(deps: ActivitiesDeps, principal: Principal, seriesId: string) {
  const series = await actionableSeries(deps, principal, 'activities.plan', seriesId);
  if (isRefusal(series)) return series;
  const drafts = (await occasionsOf(deps, seriesId)).filter(({ state }) => statesBefore('submit').includes(state));
  return oneByOne(drafts, ({ _id, version }) => submitActivity(deps, principal, _id, version));
}

/** Decides on all that waits. One by one, each with its budget: where the points end, the rest is refused and waits. */
export async function decideSeries(
  deps: ActivitiesDeps,
  principal: Principal,
  seriesId: string,
  verdict: BodyOf<typeof contract.decide>,
) {
  const series = await actionableSeries(deps, principal, 'activities.approve', seriesId);
  if (isRefusal(series)) return series;
  const waiting = (await occasionsOf(deps, seriesId)).filter(({ state }) => state === 'submitted');
  return oneByOne(waiting, ({ _id, version }) => decideActivity(deps, principal, _id, { ...verdict, version }));
}

/** Cancels one and all that follow, as far as they can be. */
export async function cancelSeries(
  deps: ActivitiesDeps,
  principal: Principal,
  seriesId: string,
  { from, reason }: BodyOf<typeof contract.cancel>,
) {
  const following = await followingOf(deps, principal, 'activities.run', seriesId, from);
  if (isRefusal(following)) return following;
  const open = following.filter(({ state }) => statesBefore('cancel').includes(state));
  return oneByOne(open, ({ _id, version }) => cancelActivity(deps, principal, _id, { version, reason }));
}

/** Changes one and all that follow. What is approved takes only what approval does not rest on. */
export async function changeSeries(
  deps: ActivitiesDeps,
  principal: Principal,
  seriesId: string,
  { from, ...changes }: BodyOf<typeof contract.change>,
) {
  const following = await followingOf(deps, principal, 'activities.plan', seriesId, from);
  if (isRefusal(following)) return following;
  const open = following.filter(({ state }) => statesBefore('cancel').includes(state) && state !== 'under_way');
  return oneByOne(open, (activity) => changeOne(deps, principal, activity, changes));
}

type Changes = Omit<BodyOf<typeof contract.change>, 'from'>;

function changeOne(deps: ActivitiesDeps, principal: Principal, activity: ActivityRecord, changes: Changes) {
  const { _id, version, state } = activity;
  if (statesBefore('change').includes(state)) {
    return changeActivity(deps, principal, _id, version, changedFields(activity, changes));
  }
  const { title, place, description, capacity, ...rests } = changes;
  // Who approves it is looking at what was submitted; points and the rule's version hang on the times.
  if (state === 'submitted' || title !== undefined || Object.values(rests).some((value) => value !== undefined)) {
    return Promise.resolve(refuse('activity_change_needs_approval'));
  }
  return arrange(deps, principal, _id, {
    version,
    place: place ?? activity.place,
    description: description ?? activity.description,
    capacity,
  });
}

function changedFields(activity: ActivityRecord, changes: Changes): PlanFields {
  const date = businessDate(activity.startsAt.getTime());
  const at = (time: string | undefined, before: Date): string =>
    time === undefined ? before.toISOString() : new Date(instantAt(date, time)).toISOString();
  const { title, category, unitId, ruleCode, pointsPlanned, stayMinutesMin, signUpNeeded } = activity;
  return {
    title: changes.title ?? title,
    category,
    unitId,
    ruleCode,
    pointsPlanned,
    stayMinutesMin,
    signUpNeeded,
    place: changes.place ?? activity.place,
    description: changes.description ?? activity.description,
    startsAt: at(changes.startTime, activity.startsAt),
    endsAt: at(changes.endTime, activity.endsAt),
    capacity: changes.capacity ?? activity.capacity,
    signUpFrom: activity.signUpFrom?.toISOString() ?? null,
    signUpUntil: activity.signUpUntil?.toISOString() ?? null,
    waitingMax: activity.waitingMax ?? 0,
    sharedWith: [...(activity.sharedWith ?? [])],
  };
}

async function followingOf(
  deps: ActivitiesDeps,
  principal: Principal,
  action: Action,
  seriesId: string,
  from: string,
): Promise<ActivityRecord[] | Refusal> {
  const series = await actionableSeries(deps, principal, action, seriesId);
  if (isRefusal(series)) return series;
  const occasions = await occasionsOf(deps, seriesId);
  const first = occasions.findIndex(({ _id }) => _id === from);
  return first === -1 ? refuse('activity_not_found') : occasions.slice(first);
}

/** One after the other, each with a result of its own. */
async function oneByOne(
  activities: readonly ActivityRecord[],
  step: (activity: ActivityRecord) => Promise<ActivityRecord | Refusal>,
): Promise<SeriesOutcomes> {
  const items: SeriesOutcomes['items'] = [];
  for (const activity of activities) {
    const done = await step(activity);
    items.push({
      activityId: activity._id,
      startsAt: activity.startsAt.toISOString(),
      refused: isRefusal(done) ? done.refused : null,
    });
  }
  return { items };
}

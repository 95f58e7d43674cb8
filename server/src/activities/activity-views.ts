import type { Activity, ResidentActivity } from '@red-points/shared/contracts';
import type { ActivitiesDeps } from './deps.ts';
import { type ActivityRecord, signUpId } from './store.ts';

/** Activities as the API shows them, with names and counts in three queries for all. */
export async function activityViews(deps: ActivitiesDeps, records: readonly ActivityRecord[]): Promise<Activity[]> {
  const [users, units, counts] = await Promise.all([
    deps.users.names(records.map(({ organiserUserId }) => organiserUserId)),
    deps.orgUnits.names(records.map(({ unitId }) => unitId)),
    deps.attendances.counts(records.map(({ _id }) => _id)),
  ]);
  return records.map((record) => ({
    activityId: record._id,
    state: record.state,
    title: record.title,
    category: record.category,
    unitId: record.unitId,
    unitName: units.get(record.unitId) ?? '—',
    ruleCode: record.ruleCode,
    ruleVersion: record.ruleVersion,
    earnsZh: record.earnsZh,
    earnsEn: record.earnsEn,
    publicityDays: record.publicityDays,
    place: record.place,
    startsAt: record.startsAt.toISOString(),
    endsAt: record.endsAt.toISOString(),
    capacity: record.capacity,
    pointsPlanned: record.pointsPlanned ?? null,
    pointsReserved: record.pointsReserved ?? 0,
    stayMinutesMin: record.stayMinutesMin,
    signUpNeeded: record.signUpNeeded,
    description: record.description,
    organiserName: users.get(record.organiserUserId) ?? '—',
    signedUp: record.signedUp,
    present: counts.get(record._id)?.present ?? 0,
    checkedOut: counts.get(record._id)?.checkedOut ?? 0,
    headCount: record.headCount,
    reviewReason: record.reviewReason,
    version: record.version,
  }));
}

/** One activity as the API shows it. */
export async function activityView(deps: ActivitiesDeps, record: ActivityRecord): Promise<Activity> {
  const [view] = await activityViews(deps, [record]);
  if (view === undefined) throw new Error('an activity has no view');
  return view;
}

/** Activities as a resident sees them, with their own part in each. */
export async function residentViews(
  deps: ActivitiesDeps,
  personId: string,
  records: readonly ActivityRecord[],
): Promise<ResidentActivity[]> {
  const ids = records.map(({ _id }) => _id);
  const [views, parts, signUps] = await Promise.all([
    activityViews(deps, records),
    deps.attendances.partsOf(personId, ids),
    deps.signUps
      .find({ _id: { $in: ids.map((id) => signUpId(id, personId)) } })
      .project<{ activityId: string }>({ activityId: 1 })
      .toArray(),
  ]);
  const signedUp = new Set(signUps.map(({ activityId }) => activityId));
  return views.map(({ pointsPlanned: _planned, pointsReserved: _reserved, ...rest }) => {
    const { reviewReason: _reason, headCount: _heads, version: _version, ...view } = rest;
    return { ...view, mine: parts.get(view.activityId) ?? (signedUp.has(view.activityId) ? 'signed_up' : 'none') };
  });
}

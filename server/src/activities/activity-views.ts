import type { Activity, ResidentActivity } from '@red-points/shared/contracts';
import type { ActivitiesDeps } from './deps.ts';
import { type ActivityRecord, type SignUpRecord, signUpId } from './store.ts';

/** Activities as the API shows them, with names and counts in three queries for all. */
export async function activityViews(deps: ActivitiesDeps, records: readonly ActivityRecord[]): Promise<Activity[]> {
  const [users, units, counts] = await Promise.all([
    deps.users.names(records.flatMap(({ organiserUserId, coOrganisers = [] }) => [organiserUserId, ...coOrganisers])),
    deps.orgUnits.names(records.flatMap(({ unitId, sharedWith = [] }) => [unitId, ...sharedWith])),
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
    signUpFrom: record.signUpFrom?.toISOString() ?? null,
    signUpUntil: record.signUpUntil?.toISOString() ?? null,
    waitingMax: record.waitingMax ?? 0,
    sharedWith: [...(record.sharedWith ?? [])],
    sharedWithNames: (record.sharedWith ?? []).flatMap((unitId) => units.get(unitId) ?? []),
    asks: [...(record.asks ?? [])],
    description: record.description,
    organiserName: users.get(record.organiserUserId) ?? '—',
    coOrganiserNames: (record.coOrganisers ?? []).flatMap((userId) => users.get(userId) ?? []),
    signedUp: record.signedUp,
    waiting: record.waiting ?? 0,
    noShows: record.noShows ?? 0,
    seriesId: record.seriesId ?? null,
    present: counts.get(record._id)?.present ?? 0,
    checkedOut: counts.get(record._id)?.checkedOut ?? 0,
    headCount: record.headCount,
    notHeld: record.notHeld ?? false,
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
    deps.signUps.find({ _id: { $in: ids.map((id) => signUpId(id, personId)) } }).toArray(),
  ]);
  const own = new Map(signUps.map((signUp) => [signUp.activityId, signUp]));
  const places = new Map(
    await Promise.all(signUps.map(async (each) => [each._id, await placeInLine(deps, each)] as const)),
  );
  return views.map(({ pointsPlanned: _planned, pointsReserved: _reserved, ...rest }) => {
    const {
      reviewReason,
      headCount: _heads,
      version: _version,
      noShows: _noShows,
      sharedWith: _shared,
      ...view
    } = rest;
    const signUp = own.get(view.activityId);
    return {
      ...view,
      mine: parts.get(view.activityId) ?? ownPart(signUp),
      waitingPlace: signUp === undefined ? null : (places.get(signUp._id) ?? null),
      cancelledBecause: view.state === 'cancelled' ? reviewReason : null,
    };
  });
}

function ownPart(signUp: SignUpRecord | undefined): ResidentActivity['mine'] {
  if (signUp === undefined) return 'none';
  if (signUp.noShow === true) return 'no_show';
  return signUp.waiting === true ? 'waiting' : 'signed_up';
}

/** How many wait as long or longer; null for who does not wait. Waiting lists are short. */
async function placeInLine(
  { signUps }: Pick<ActivitiesDeps, 'signUps'>,
  { activityId, waiting, seq = 0 }: SignUpRecord,
): Promise<number | null> {
  return waiting === true ? signUps.countDocuments({ activityId, waiting: true, seq: { $lte: seq } }) : null;
}

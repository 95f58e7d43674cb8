import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { isFor, placeFor, signUpRefusal } from '@red-points/shared/domain/activities';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import { atomically } from '../platform/atomically.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { ActivitiesDeps } from './deps.ts';
import { homesOf } from './homes.ts';
import { type ActivityRecord, placesOf, type SignUpRecord, signUpId, windowOf } from './store.ts';

/** Whom a sign-up is for, and who does it. */
export interface SigningUp {
  readonly personId: string;
  readonly by: string;
  /** The team whose leader does it. */
  readonly teamId?: string;
}

/**
 * Signs the person up that the session acts for, or puts them on the waiting list; without effect where they are on either
 * already.
 */
export async function signUp(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
): Promise<ActivityRecord | Refusal> {
  const personId = principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  return signUpPerson(deps, activityId, { personId, by: principal.userId });
}

/**
 * The place and the sign-up are taken in one transaction, so that the number never passes the capacity, never counts a
 * sign-up that does not exist, and nobody passes those who wait.
 */
export async function signUpPerson(
  deps: ActivitiesDeps,
  activityId: string,
  signingUp: SigningUp,
): Promise<ActivityRecord | Refusal> {
  const { personId } = signingUp;
  const [activity, person, mine] = await Promise.all([
    deps.activities.findOne({ _id: activityId }),
    deps.people.byId(personId),
    deps.signUps.findOne({ _id: signUpId(activityId, personId) }, { projection: { _id: 1 } }),
  ]);
  if (person === null) return refuse('registration_needed');
  if (activity === null) return refuse('activity_not_found');
  if (mine !== null) return activity;
  if (person.status === 'closed') return refuse('person_closed');
  const audience = { ...activity, sharedWith: activity.sharedWith ?? [] };
  if (!isFor(audience, await homesOf(deps, person))) return refuse('activity_not_for_you');
  const unconsented = await deps.consents.missing(personId, activity.category);
  if (unconsented !== null) return unconsented;
  // In a rush on the last places most come too late: they are told so without a transaction.
  const refused = whyNoPlace(activity, deps.clock.now());
  if (refused !== null) return (await isSignedUp(deps, activityId, personId)) ? activity : refused;
  try {
    return await deps.lanes.run(activityId, () =>
      atomically(deps.db.client, (session) => takePlace(deps, activityId, signingUp, session)),
    );
  } catch (error) {
    // Signed up already: the count was undone with the rest, and the answer is the same as the first time.
    if (isDuplicateKey(error))
      return (await deps.activities.findOne({ _id: activityId })) ?? refuse('activity_not_found');
    throw error;
  }
}

async function takePlace(
  deps: ActivitiesDeps,
  activityId: string,
  { personId, by, teamId }: SigningUp,
  session: ClientSession,
): Promise<ActivityRecord | Refusal> {
  const activity = await actOn(deps, activityId, session);
  if (activity === null) return refuse('activity_not_found');
  const nowMs = deps.clock.now();
  const refused = whyNoPlace(activity, nowMs);
  if (refused !== null) return (await isSignedUp(deps, activityId, personId, session)) ? activity : refused;
  const waiting = placeFor(placesOf(activity)) === 'waiting';
  const record: SignUpRecord = {
    _id: signUpId(activityId, personId),
    activityId,
    personId,
    at: new Date(nowMs),
    by,
    waiting,
    seq: activity.signUpActs ?? 0,
    movedUpAt: null,
    noShow: false,
    ...(teamId === undefined ? {} : { teamId }),
  };
  await deps.signUps.insertOne(record, { session });
  return count(deps, activityId, waiting ? { waiting: 1 } : { signedUp: 1 }, session);
}

/** Whether the same sign-up, sent twice at once, was faster: it may have taken the last place itself. */
async function isSignedUp(
  { signUps }: Pick<ActivitiesDeps, 'signUps'>,
  activityId: string,
  personId: string,
  session?: ClientSession,
): Promise<boolean> {
  const options = { projection: { _id: 1 }, ...(session === undefined ? {} : { session }) };
  return (await signUps.findOne({ _id: signUpId(activityId, personId) }, options)) !== null;
}

/** Takes a sign-up back until the activity begins. The place goes to whoever waits longest. */
export async function withdrawSignUp(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
): Promise<ActivityRecord | Refusal> {
  const personId = principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  return deps.lanes.run(activityId, () =>
    atomically(deps.db.client, (session) => givePlaceBack(deps, activityId, personId, session)),
  );
}

async function givePlaceBack(
  deps: ActivitiesDeps,
  activityId: string,
  personId: string,
  session: ClientSession,
): Promise<ActivityRecord | Refusal> {
  const activity = await actOn(deps, activityId, session);
  if (activity === null) return refuse('activity_not_found');
  if (activity.state === 'under_way') return refuse('signup_withdraw_too_late');
  if (activity.state !== 'open' && activity.state !== 'approved') return refuse('signup_closed');
  const given = await deps.signUps.findOneAndDelete({ _id: signUpId(activityId, personId) }, { session });
  if (given === null) return refuse('signup_missing');
  return released(deps, activityId, given, session);
}

/** Takes a sign-up away that this transaction has read, whoever it was for. */
export async function takeAway(
  deps: ActivitiesDeps,
  { _id, activityId }: SignUpRecord,
  session: ClientSession,
): Promise<void> {
  const given = await deps.signUps.findOneAndDelete({ _id }, { session });
  if (given !== null) await released(deps, activityId, given, session);
}

/** What a sign-up that was taken away leaves behind: its place goes to whoever waits longest. */
async function released(
  deps: ActivitiesDeps,
  activityId: string,
  given: SignUpRecord,
  session: ClientSession,
): Promise<ActivityRecord | Refusal> {
  const counted = await count(deps, activityId, given.waiting === true ? { waiting: -1 } : { signedUp: -1 }, session);
  return isRefusal(counted) ? counted : moveUp(deps, counted, session);
}

/** Gives free places to who waits longest. The activity is one that this transaction has written. */
export async function moveUp(
  deps: ActivitiesDeps,
  activity: ActivityRecord,
  session: ClientSession,
): Promise<ActivityRecord> {
  const { _id: activityId, capacity, signedUp, waiting = 0 } = activity;
  const free = Math.min(capacity - signedUp, waiting);
  if (free <= 0) return activity;
  const next = await deps.signUps
    .find({ activityId, waiting: true }, { session, projection: { _id: 1 } })
    .sort({ seq: 1 })
    .limit(free)
    .toArray();
  await deps.signUps.updateMany(
    { _id: { $in: next.map(({ _id }) => _id) } },
    { $set: { waiting: false, movedUpAt: new Date(deps.clock.now()) } },
    { session },
  );
  const counted = await deps.activities.findOneAndUpdate(
    { _id: activityId },
    { $inc: { signedUp: next.length, waiting: -next.length } },
    { returnDocument: 'after', session },
  );
  return counted ?? activity;
}

/** Makes whoever else signs up or withdraws at this moment wait, or do it again on what is then. */
function actOn(deps: ActivitiesDeps, activityId: string, session: ClientSession): Promise<ActivityRecord | null> {
  return deps.activities.findOneAndUpdate(
    { _id: activityId },
    { $inc: { signUpActs: 1 } },
    { returnDocument: 'after', session },
  );
}

async function count(
  deps: ActivitiesDeps,
  activityId: string,
  change: { signedUp: number } | { waiting: number },
  session: ClientSession,
): Promise<ActivityRecord | Refusal> {
  const counted = await deps.activities.findOneAndUpdate(
    { _id: activityId },
    { $inc: change },
    { returnDocument: 'after', session },
  );
  return counted ?? refuse('activity_not_found');
}

/** Why nobody gets a place or a place in the line now, or null. */
function whyNoPlace(activity: ActivityRecord, nowMs: number): Refusal | null {
  switch (activity.state) {
    case 'approved':
    case 'open':
    case 'under_way': {
      const refused = signUpRefusal(windowOf(activity), nowMs);
      if (refused !== null) return refuse(refused);
      return placeFor(placesOf(activity)) === 'full' ? refuse('activity_full') : null;
    }
    case 'draft':
    case 'submitted':
    case 'returned':
    case 'rejected':
      // To residents it does not exist.
      return refuse('activity_not_found');
    case 'ended':
    case 'settled':
    case 'cancelled':
      return refuse('signup_closed');
    default:
      return activity.state satisfies never;
  }
}

/** Who has a place in an activity, in the order of signing up, from behind a place in it. */
export async function signUpsOf(
  { signUps }: Pick<ActivitiesDeps, 'signUps'>,
  activityId: string,
  after: readonly [number, string] | null,
  limit: number,
): Promise<{ readonly signUpId: string; readonly personId: string; readonly at: Date }[]> {
  const at = after === null ? null : new Date(after[0]);
  const beyond = at === null || after === null ? {} : { $or: [{ at: { $gt: at } }, { at, _id: { $gt: after[1] } }] };
  const found = await signUps
    .find({ activityId, waiting: { $ne: true }, ...beyond })
    .sort({ at: 1, _id: 1 })
    .limit(limit)
    .toArray();
  return found.map(({ _id, personId, at: signedUpAt }) => ({ signUpId: _id, personId, at: signedUpAt }));
}

/** Whether somebody has a place: waiting for one is not enough. */
export async function hasPlace(
  { signUps }: Pick<ActivitiesDeps, 'signUps'>,
  activityId: string,
  personId: string,
): Promise<boolean> {
  const found = await signUps.findOne({ _id: signUpId(activityId, personId), waiting: { $ne: true } });
  return found !== null;
}

/** Of these people, those who have a place. */
export async function havingPlaces(
  deps: Pick<ActivitiesDeps, 'signUps'>,
  activityId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const parts = await signUpPartsOf(deps, activityId, personIds);
  return new Set(personIds.filter((personId) => parts.get(personId) === 'place'));
}

/** Which of these people have a place in an activity, and which wait for one. */
export async function signUpPartsOf(
  { signUps }: Pick<ActivitiesDeps, 'signUps'>,
  activityId: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, 'place' | 'waiting'>> {
  const found = await signUps
    .find({ _id: { $in: personIds.map((personId) => signUpId(activityId, personId)) } })
    .project<Pick<SignUpRecord, 'personId' | 'waiting'>>({ personId: 1, waiting: 1 })
    .toArray();
  return new Map(found.map(({ personId, waiting }) => [personId, waiting === true ? 'waiting' : 'place']));
}

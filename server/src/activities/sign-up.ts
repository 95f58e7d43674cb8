import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import { isDuplicateKey } from '../platform/database.ts';
import type { ActivitiesDeps } from './deps.ts';
import { type ActivityRecord, signUpId } from './store.ts';

const OPEN_FOR_SIGN_UP = ['open', 'under_way'] as const;

/**
 * Signs a person up; without effect where they are signed up already. The place and the sign-up are taken in one transaction, so that the number never passes the capacity
 * and never counts a sign-up that does not exist.
 */
export async function signUp(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
): Promise<ActivityRecord | Refusal> {
  const personId = principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  const at = new Date(deps.clock.now());
  try {
    return await inTransaction(deps, async (session) => {
      const taken = await deps.activities.findOneAndUpdate(
        {
          _id: activityId,
          state: { $in: [...OPEN_FOR_SIGN_UP] },
          endsAt: { $gt: at },
          $expr: { $lt: ['$signedUp', '$capacity'] },
        },
        { $inc: { signedUp: 1 } },
        { returnDocument: 'after', session },
      );
      if (taken === null) return whyClosed(deps, activityId, personId, at, session);
      const record = { _id: signUpId(activityId, personId), activityId, personId, at, by: principal.userId };
      await deps.signUps.insertOne(record, { session });
      return taken;
    });
  } catch (error) {
    // Signed up already: the count was undone with the rest, and the answer is the same as the first time.
    if (isDuplicateKey(error))
      return (await deps.activities.findOne({ _id: activityId })) ?? refuse('activity_not_found');
    throw error;
  }
}

/** Takes a sign-up back, until the activity has started. */
export async function withdrawSignUp(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
): Promise<ActivityRecord | Refusal> {
  const personId = principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  return inTransaction(deps, async (session) => {
    const activity = await deps.activities.findOne({ _id: activityId }, { session });
    if (activity === null) return refuse('activity_not_found');
    if (activity.state !== 'open') return refuse('signup_closed');
    const { deletedCount } = await deps.signUps.deleteOne({ _id: signUpId(activityId, personId) }, { session });
    if (deletedCount === 0) return refuse('signup_missing');
    const freed = await deps.activities.findOneAndUpdate(
      { _id: activityId, state: 'open' },
      { $inc: { signedUp: -1 } },
      { returnDocument: 'after', session },
    );
    return freed ?? refuse('signup_closed');
  });
}

/** Who signed up for an activity, in that order, from behind a place in it. */
export async function signUpsOf(
  { signUps }: Pick<ActivitiesDeps, 'signUps'>,
  activityId: string,
  after: readonly [number, string] | null,
  limit: number,
): Promise<{ readonly signUpId: string; readonly personId: string; readonly at: Date }[]> {
  const at = after === null ? null : new Date(after[0]);
  const beyond = at === null || after === null ? {} : { $or: [{ at: { $gt: at } }, { at, _id: { $gt: after[1] } }] };
  const found = await signUps
    .find({ activityId, ...beyond })
    .sort({ at: 1, _id: 1 })
    .limit(limit)
    .toArray();
  return found.map(({ _id, personId, at: signedUpAt }) => ({ signUpId: _id, personId, at: signedUpAt }));
}

async function whyClosed(
  deps: ActivitiesDeps,
  activityId: string,
  personId: string,
  at: Date,
  session: ClientSession,
): Promise<ActivityRecord | Refusal> {
  const activity = await deps.activities.findOne({ _id: activityId }, { session });
  if (activity === null) return refuse('activity_not_found');
  const isOpen = (OPEN_FOR_SIGN_UP as readonly string[]).includes(activity.state) && activity.endsAt > at;
  if (!isOpen) return refuse('signup_closed');
  const mine = await deps.signUps.findOne({ _id: signUpId(activityId, personId) }, { session });
  return mine === null ? refuse('activity_full') : activity;
}

class RefusedInTransaction extends Error {
  constructor(readonly refusal: Refusal) {
    super('refused');
  }
}

/** Runs in one transaction; a refusal undoes it. */
async function inTransaction<T>(
  deps: ActivitiesDeps,
  run: (session: ClientSession) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const session = deps.db.client.startSession();
  try {
    return await session.withTransaction(async () => {
      const result = await run(session);
      if (isRefusal(result)) throw new RefusedInTransaction(result);
      return result;
    });
  } catch (error) {
    if (error instanceof RefusedInTransaction) return error.refusal;
    throw error;
  } finally {
    await session.endSession();
  }
}

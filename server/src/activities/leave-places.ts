import type { ActivityState } from '@red-points/shared/domain/activities';
import type { ClientSession } from 'mongodb';
import { atomically } from '../platform/atomically.ts';
import type { ActivitiesDeps } from './deps.ts';
import { takeAway } from './sign-up.ts';
import { type SignUpRecord, signUpId } from './store.ts';

/** Where a place is still worth something to somebody. */
const STATES: ActivityState[] = ['approved', 'open', 'under_way'];
const BATCH = 200;

/** Gives up every place of somebody whose account is closed: who waits longest moves up. Safe to repeat. */
export function giveUpPlaces(deps: ActivitiesDeps, personId: string): Promise<void> {
  return eachPlace(deps, personId, async (signUp, session) => {
    await takeAway(deps, signUp, session);
  });
}

/**
 * Lets somebody have the places of a record that was found to be them, in the order in which that one signed up; where they
 * signed up themselves, the second place goes to who waits. Safe to repeat.
 */
export function handOverPlaces(deps: ActivitiesDeps, personId: string, keptPersonId: string): Promise<void> {
  return eachPlace(deps, personId, async (signUp, session) => {
    const _id = signUpId(signUp.activityId, keptPersonId);
    const own = await deps.signUps.findOne({ _id }, { session, projection: { _id: 1 } });
    if (own !== null) {
      await takeAway(deps, signUp, session);
      return;
    }
    await deps.signUps.deleteOne({ _id: signUp._id }, { session });
    await deps.signUps.insertOne({ ...signUp, _id, personId: keptPersonId }, { session });
  });
}

/** Does something to each sign-up of a person for what is not over, newest first, each in a transaction of its own. */
async function eachPlace(
  deps: ActivitiesDeps,
  personId: string,
  work: (signUp: SignUpRecord, session: ClientSession) => Promise<void>,
): Promise<void> {
  let before = new Date(8.64e15);
  let beforeId = '';
  for (;;) {
    const page = await deps.signUps
      .find({ personId, $or: [{ at: { $lt: before } }, { at: before, _id: { $gt: beforeId } }] })
      .sort({ at: -1, _id: 1 })
      .limit(BATCH)
      .toArray();
    const last = page.at(-1);
    if (last === undefined) return;
    before = last.at;
    beforeId = last._id;
    const standing = await deps.activities
      .find({ _id: { $in: page.map(({ activityId }) => activityId) }, state: { $in: STATES } })
      .project<{ _id: string }>({ _id: 1 })
      .toArray();
    for (const { _id: activityId } of standing) {
      await deps.lanes.run(activityId, () =>
        atomically(deps.db.client, async (session) => {
          // Written first: whoever else signs up or withdraws at this moment waits.
          const activity = await deps.activities.findOneAndUpdate(
            { _id: activityId, state: { $in: STATES } },
            { $inc: { signUpActs: 1 } },
            { session },
          );
          const signUp = await deps.signUps.findOne({ _id: signUpId(activityId, personId) }, { session });
          if (activity !== null && signUp !== null) await work(signUp, session);
        }),
      );
    }
  }
}

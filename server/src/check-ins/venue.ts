import {
  type checkIns as contract,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
  type Venue,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { posterPayload } from '@red-points/shared/domain/qr';
import { factsOf } from '../activities/index.ts';
import type { CheckInsDeps } from './deps.ts';
import type { PosterRecord } from './store.ts';

type Poster = ResponseOf<typeof contract.makePoster>;

/** Venue and printed code of an activity, for whoever runs it. */
export async function readVenue(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
): Promise<ResponseOf<typeof contract.venue> | Refusal> {
  const activity = await deps.activities.runnable(principal, activityId);
  if (isRefusal(activity)) return activity;
  const [venue, poster] = await Promise.all([
    venueOf(deps, activityId),
    deps.posters.findOne({ _id: activityId, withdrawn: false }),
  ]);
  return { venue, poster: poster === null ? null : posterView(deps, activity.qrId, poster) };
}

/** Where an activity takes place; null where the organiser has not said. */
export async function venueOf({ venues }: CheckInsDeps, activityId: string): Promise<Venue | null> {
  const found = await venues.findOne({ _id: activityId });
  if (found === null) return null;
  const { latitude, longitude, radiusMetres } = found;
  return { latitude, longitude, radiusMetres };
}

/** Sets or clears the venue. */
export async function setVenue(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  venue: Venue | null,
): Promise<{ venue: Venue | null } | Refusal> {
  const activity = await deps.activities.runnable(principal, activityId);
  if (isRefusal(activity)) return activity;
  if (venue === null) await deps.venues.deleteOne({ _id: activityId });
  else {
    const setBy = principal.userId;
    await deps.venues.updateOne({ _id: activityId }, { $set: { ...venue, setBy } }, { upsert: true });
  }
  return { venue };
}

/** Makes the printed code of an activity that was approved, under the next number: the one before stops working. */
export async function makePoster(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
): Promise<Poster | Refusal> {
  const activity = await deps.activities.runnable(principal, activityId);
  if (isRefusal(activity)) return activity;
  if (factsOf(activity) === null) return refuse('activity_state_wrong');
  const made = await deps.posters.findOneAndUpdate(
    { _id: activityId },
    {
      $inc: { serial: 1 },
      $set: { withdrawn: false, madeBy: principal.userId, madeAt: new Date(deps.clock.now()) },
    },
    { upsert: true, returnDocument: 'after' },
  );
  if (made === null) throw new Error('an upsert gave nothing');
  await recordPoster(deps, principal, 'check_ins.make_poster', activityId, activity.unitId);
  return posterView(deps, activity.qrId, made);
}

/** The printed code stops working. Without effect where there is none. */
export async function withdrawPoster(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
): Promise<undefined | Refusal> {
  const activity = await deps.activities.runnable(principal, activityId);
  if (isRefusal(activity)) return activity;
  const withdrawn = await deps.posters.updateOne({ _id: activityId, withdrawn: false }, { $set: { withdrawn: true } });
  if (withdrawn.modifiedCount > 0)
    await recordPoster(deps, principal, 'check_ins.withdraw_poster', activityId, activity.unitId);
  return undefined;
}

async function recordPoster(
  { audit }: CheckInsDeps,
  principal: Principal,
  action: string,
  activityId: string,
  unitId: string,
): Promise<void> {
  await audit.record({ principal, action, subject: { kind: 'activity', id: activityId }, unitId });
}

function posterView({ qr }: CheckInsDeps, qrId: string, { serial, madeAt }: PosterRecord): Poster {
  const codeUrl = qr.urlOf('activity_poster', posterPayload(Buffer.from(qrId, 'hex'), serial));
  return { codeUrl, serial, madeAt: madeAt.toISOString() };
}

import type { Change } from '../live/index.ts';
import type { NoticeDraft, NoticeSource } from '../notifications/index.ts';
import type { ActivitiesDeps } from './deps.ts';
import {
  ACTIVITY_COLLECTION,
  type ActivityRecord,
  organisersOf,
  SIGN_UP_COLLECTION,
  type SignUpRecord,
} from './store.ts';

const TOLD_STATES = ['approved', 'open', 'returned', 'rejected', 'cancelled'] as const;
type ToldState = (typeof TOLD_STATES)[number];

/** For how long after its end it is told that something was not held. */
const NEWS_MS = 7 * 86_400_000;

type NoticeDeps = Pick<ActivitiesDeps, 'activities' | 'signUps' | 'clock'>;

/** Tells organisers what became of their plan, and everybody with a part in it that an activity was cancelled. */
export function activityNotices(deps: NoticeDeps): NoticeSource {
  return {
    collection: ACTIVITY_COLLECTION,
    match: {
      operationType: 'update',
      $or: [
        { 'updateDescription.updatedFields.state': { $in: [...TOLD_STATES] } },
        { 'updateDescription.updatedFields.place': { $exists: true } },
      ],
    },
    draftsOf: async (changes) => {
      const drafts = await Promise.all(changes.map((change) => draftsOfOne(deps, change)));
      return drafts.flat();
    },
  };
}

async function draftsOfOne(deps: NoticeDeps, { document, updatedFields }: Change): Promise<NoticeDraft[]> {
  const activity = document as unknown as ActivityRecord | null;
  const state = updatedFields?.state as ToldState;
  if (activity === null) return [];
  if (state === 'cancelled' && activity.notHeld === true) return notHeld(deps, activity);
  // What is over is no news to anybody.
  if (activity.endsAt.getTime() <= deps.clock.now()) return [];
  const version = Number(updatedFields?.version ?? activity.version);
  if (updatedFields?.place !== undefined) return movedElsewhere(deps, activity, version);
  if (state === 'cancelled') return toEverybody(deps, activity, 'activity_cancelled');
  // Sign-up that begins at its time is no decision.
  if (state === 'open' && updatedFields?.approvedBy === undefined) return [];
  const template = (
    {
      open: 'activity_approved',
      approved: 'activity_approved',
      returned: 'activity_returned',
      rejected: 'activity_rejected',
    } as const
  )[state];
  return [
    {
      ...common(activity),
      recipient: { kind: 'user', id: activity.organiserUserId },
      cause: `activity:${activity._id}:${state}:${version}`,
      template,
      atMs: deps.clock.now(),
    },
  ];
}

/** It was not held: no news any more where that was found out long after, as of activities from before this was looked for. */
async function notHeld(deps: NoticeDeps, activity: ActivityRecord): Promise<NoticeDraft[]> {
  if (activity.endsAt.getTime() <= deps.clock.now() - NEWS_MS) return [];
  return toEverybody(deps, activity, 'activity_not_held');
}

/** Whoever has a part in it: who signed up or waits, and who organises it. */
async function toEverybody(
  deps: NoticeDeps,
  activity: ActivityRecord,
  template: 'activity_cancelled' | 'activity_not_held',
): Promise<NoticeDraft[]> {
  const signedUp = await deps.signUps.find({ activityId: activity._id }, { projection: { personId: 1 } }).toArray();
  const recipients: NoticeDraft['recipient'][] = [
    ...signedUp.map(({ personId }) => ({ kind: 'person' as const, id: personId })),
    ...organisersOf(activity).map((userId) => ({ kind: 'user' as const, id: userId })),
  ];
  return recipients.map((recipient) => ({
    ...common(activity),
    recipient,
    cause: `activity:${activity._id}:cancelled`,
    template,
    atMs: activity.endedAt?.getTime() ?? deps.clock.now(),
  }));
}

/** Another place is told to who signed up; a draft that changes is nobody's news. */
async function movedElsewhere(deps: NoticeDeps, activity: ActivityRecord, version: number): Promise<NoticeDraft[]> {
  if (!['approved', 'open', 'under_way'].includes(activity.state)) return [];
  const signedUp = await deps.signUps.find({ activityId: activity._id }, { projection: { personId: 1 } }).toArray();
  return signedUp.map(({ personId }) => ({
    ...common(activity),
    recipient: { kind: 'person', id: personId },
    cause: `activity:${activity._id}:moved:${version}`,
    template: 'activity_moved',
    atMs: deps.clock.now(),
  }));
}

/** Tells who waited for a place that they have one, and members of a team that their leader signed them up. */
export function signUpNotices(deps: NoticeDeps): NoticeSource {
  return {
    collection: SIGN_UP_COLLECTION,
    match: {
      $or: [
        { operationType: 'update', 'updateDescription.updatedFields.waiting': false },
        { operationType: 'insert', 'fullDocument.teamId': { $type: 'string' } },
      ],
    },
    draftsOf: async (changes) => {
      const signUps = changes.flatMap(({ document, updatedFields }) => {
        const signUp = document as unknown as SignUpRecord | null;
        return signUp === null ? [] : [{ signUp, movedUp: updatedFields !== null }];
      });
      const activityIds = [...new Set(signUps.map(({ signUp }) => signUp.activityId))];
      const found = await deps.activities.find({ _id: { $in: activityIds } }).toArray();
      const activities = new Map(found.map((activity) => [activity._id, activity]));
      return signUps.flatMap(({ signUp, movedUp }) => {
        const activity = activities.get(signUp.activityId);
        if (activity === undefined || activity.endsAt.getTime() <= deps.clock.now()) return [];
        return [signUpNotice(deps, activity, signUp, movedUp)];
      });
    },
  };
}

function signUpNotice(
  deps: NoticeDeps,
  activity: ActivityRecord,
  { personId, at, seq = 0, movedUpAt }: SignUpRecord,
  movedUp: boolean,
): NoticeDraft {
  return {
    ...common(activity),
    recipient: { kind: 'person', id: personId },
    // Who withdrew and signed up again is told again.
    cause: `activity:${activity._id}:${movedUp ? 'moved_up' : 'signed_up_for'}:${seq}`,
    template: movedUp ? 'activity_moved_up' : 'activity_signed_up_for',
    atMs: (movedUp ? movedUpAt : at)?.getTime() ?? deps.clock.now(),
  };
}

function common(activity: ActivityRecord): Pick<NoticeDraft, 'data' | 'subject' | 'link'> {
  const { _id: id, startsAt } = activity;
  return {
    data: { startsAtMs: startsAt.getTime() },
    subject: { kind: 'activity', id },
    link: { kind: 'activity', id },
  };
}

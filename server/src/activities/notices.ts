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

type NoticeDeps = Pick<ActivitiesDeps, 'activities' | 'signUps' | 'clock'>;

/** Tells organisers what became of their plan, and everybody with a part in it that an activity was cancelled. */
export function activityNotices(deps: NoticeDeps): NoticeSource {
  return {
    collection: ACTIVITY_COLLECTION,
    match: { operationType: 'update', 'updateDescription.updatedFields.state': { $in: [...TOLD_STATES] } },
    draftsOf: async (changes) => {
      const drafts = await Promise.all(changes.map((change) => draftsOfOne(deps, change)));
      return drafts.flat();
    },
  };
}

async function draftsOfOne(deps: NoticeDeps, { document, updatedFields }: Change): Promise<NoticeDraft[]> {
  const activity = document as unknown as ActivityRecord | null;
  const state = updatedFields?.state as ToldState;
  // What is over is no news to anybody.
  if (activity === null || activity.endsAt.getTime() <= deps.clock.now()) return [];
  const version = Number(updatedFields?.version ?? activity.version);
  if (state === 'cancelled') return cancelled(deps, activity);
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

async function cancelled(deps: NoticeDeps, activity: ActivityRecord): Promise<NoticeDraft[]> {
  const signedUp = await deps.signUps.find({ activityId: activity._id }, { projection: { personId: 1 } }).toArray();
  const recipients: NoticeDraft['recipient'][] = [
    ...signedUp.map(({ personId }) => ({ kind: 'person' as const, id: personId })),
    ...organisersOf(activity).map((userId) => ({ kind: 'user' as const, id: userId })),
  ];
  return recipients.map((recipient) => ({
    ...common(activity),
    recipient,
    cause: `activity:${activity._id}:cancelled`,
    template: 'activity_cancelled',
    atMs: activity.endedAt?.getTime() ?? deps.clock.now(),
  }));
}

/** Tells who waited for a place that they have one. */
export function signUpNotices(deps: NoticeDeps): NoticeSource {
  return {
    collection: SIGN_UP_COLLECTION,
    match: { operationType: 'update', 'updateDescription.updatedFields.waiting': false },
    draftsOf: async (changes) => {
      const movedUp = changes.flatMap(({ document }) =>
        document === null ? [] : [document as unknown as SignUpRecord],
      );
      const activityIds = [...new Set(movedUp.map(({ activityId }) => activityId))];
      const found = await deps.activities.find({ _id: { $in: activityIds } }).toArray();
      const activities = new Map(found.map((activity) => [activity._id, activity]));
      return movedUp.flatMap(({ personId, activityId, movedUpAt }) => {
        const activity = activities.get(activityId);
        if (activity === undefined || activity.endsAt.getTime() <= deps.clock.now()) return [];
        return [
          {
            ...common(activity),
            recipient: { kind: 'person' as const, id: personId },
            // Who withdrew and waited again is told again.
            cause: `activity:${activityId}:moved_up:${movedUpAt?.getTime() ?? 0}`,
            template: 'activity_moved_up' as const,
            atMs: movedUpAt?.getTime() ?? deps.clock.now(),
          },
        ];
      });
    },
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

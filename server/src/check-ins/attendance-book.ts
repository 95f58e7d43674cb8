import type { AnyBulkWriteOperation } from 'mongodb';
import type { ActivityFacts } from '../activities/index.ts';
import { OBJECTION_UPHELD } from '../credits/index.ts';
import type { Rules } from '../rules/index.ts';
import { type ClaimedTime, type ClaimedTimes, claimedDuring, type Stay } from './claimed-times.ts';
import { closeStay, type SignOut } from './close-stay.ts';
import type { AttendanceCollection, AttendanceRecord } from './store.ts';

/** States of what a reviewer approved. */
const APPROVED: readonly AttendanceRecord['state'][] = ['in_publicity', 'objected', 'posted', 'not_posted'];

export interface AttendanceCounts {
  readonly present: number;
  readonly checkedOut: number;
}

export type OwnPart = 'checked_in' | 'checked_out';

/** What an activity asks of its attendances. */
export interface AttendanceBook {
  /** People present and gone, by activity, in one query. */
  counts(activityIds: readonly string[]): Promise<ReadonlyMap<string, AttendanceCounts>>;
  /** A person's part in each of these activities. */
  partsOf(personId: string, activityIds: readonly string[]): Promise<ReadonlyMap<string, OwnPart>>;
  /** Activities that a person attended, newest first. */
  activitiesOf(personId: string, limit: number): Promise<string[]>;
  /** Signs out those named, or everybody present. Returns how many. */
  signOut(activity: ActivityFacts, attendanceIds: readonly string[] | null, signOut: SignOut): Promise<number>;
  /** Puts what was attended into the review queue, with who organised it beside the organiser. */
  queue(activityId: string, at: Date, coOrganiserUserIds: readonly string[]): Promise<void>;
  /**
   * The activities of what is over, waits, and is not in the queue: such as are still under way, and those whose end came between
   * two writes. A word that is wanted is waited for.
   */
  unqueued(): Promise<string[]>;
  /** What these people claim for the time of their stays, by the attendance. */
  claimedDuring(stays: readonly Stay[]): Promise<ReadonlyMap<string, readonly ClaimedTime[]>>;
  /** Marks stays, and the claims for the same time, for whoever reviews them. Safe to repeat. */
  flagClaimed(stays: readonly Stay[]): Promise<void>;
  /** What these people did within some time that was approved for good: a line for each time. */
  servedBetween(
    personIds: readonly string[],
    range: { readonly fromMs: number; readonly untilMs: number },
  ): Promise<{ readonly personId: string; readonly atMs: number; readonly minutes: number }[]>;
  /** Who of these people came, however short their stay. */
  cameTo(activityId: string, personIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Who came to an activity as it was approved, each person once, and their minutes together. */
  servedAt(activityId: string): Promise<{ readonly people: number; readonly minutes: number }>;
  /** An activity that was cancelled earns nothing: whoever is present is signed out. */
  cancel(activityId: string, at: Date, by: string): Promise<void>;
  /** Whether anything of an activity still waits for somebody. */
  isUnsettled(activityId: string): Promise<boolean>;
}

export function createAttendanceBook(
  attendances: AttendanceCollection,
  rules: Pick<Rules, 'terms'>,
  times: ClaimedTimes,
): AttendanceBook {
  const flagClaimed = async (stays: readonly Stay[]): Promise<void> => {
    const claimed = [...(await claimedDuring(times, stays))].filter(([, found]) => found.length > 0);
    if (claimed.length === 0) return;
    const ids = claimed.map(([attendanceId]) => attendanceId);
    await attendances.updateMany({ _id: { $in: ids }, state: 'waiting' }, { $set: { flagged: true } });
    await times.flag(claimed.flatMap(([, found]) => found.map(({ claimId }) => claimId)));
  };
  return {
    claimedDuring: (stays) => claimedDuring(times, stays),
    flagClaimed,
    counts: (activityIds) => countsOf(attendances, activityIds),
    partsOf: async (personId, activityIds) => {
      const found = await attendances
        .find({ personId, activityId: { $in: [...activityIds] } })
        .sort({ checkedInAt: 1, _id: 1 })
        .toArray();
      return new Map(found.map(({ activityId, open }) => [activityId, open ? 'checked_in' : 'checked_out']));
    },
    activitiesOf: async (personId, limit) => {
      const found = await attendances
        .find({ personId })
        .sort({ checkedInAt: -1, _id: -1 })
        .limit(limit)
        .project<{ activityId: string }>({ activityId: 1 })
        .toArray();
      return [...new Set(found.map(({ activityId }) => activityId))];
    },
    signOut: (activity, attendanceIds, signOut) => signOutMany(attendances, rules, activity, attendanceIds, signOut),
    queue: async (activityId, at, coOrganiserUserIds) => {
      if (coOrganiserUserIds.length > 0) await attendances.updateMany({ activityId }, { $set: { coOrganiserUserIds } });
      await flagClaimed(await staysOf(attendances, activityId));
      await attendances.updateMany(
        // Nobody reviews what the organiser has not vouched for.
        { activityId, state: 'waiting', waitingSince: null, word: { $ne: 'wanted' } },
        { $set: { waitingSince: at } },
      );
    },
    unqueued: () =>
      attendances.distinct('activityId', {
        state: 'waiting',
        waitingSince: null,
        // What never was in the queue has none of these either: so an index of what waits says so.
        'escalation.at': null,
        dueAt: null,
        word: { $ne: 'wanted' },
      } as never),
    servedBetween: async (personIds, { fromMs, untilMs }) => {
      const within = { $gte: new Date(fromMs), $lt: new Date(untilMs) };
      const found = await attendances
        .find({
          personId: { $in: [...personIds] },
          checkedInAt: within,
          state: { $in: ['posted', 'not_posted'] },
          refusal: { $ne: OBJECTION_UPHELD },
        })
        .project<Pick<AttendanceRecord, 'personId' | 'checkedInAt' | 'priced'>>({
          personId: 1,
          checkedInAt: 1,
          'priced.minutes': 1,
        })
        .toArray();
      return found.map(({ personId, checkedInAt, priced }) => ({
        personId,
        atMs: checkedInAt.getTime(),
        minutes: priced.minutes,
      }));
    },
    cameTo: async (activityId, personIds) => {
      const came = { activityId, personId: { $in: [...personIds] } };
      const there = { $or: [{ word: { $ne: 'refused' as const } }, { flags: 'no_word' as const }] };
      return new Set(await attendances.distinct('personId', { ...came, ...there }));
    },
    servedAt: (activityId) => servedAt(attendances, activityId),
    cancel: async (activityId, at, by) => {
      await attendances.updateMany(
        { activityId, state: { $in: ['present', 'waiting'] } },
        {
          $set: { state: 'rejected', open: false, checkedOutAt: at, waitingSince: null, word: null },
          $push: {
            flags: 'activity_cancelled' as never,
            history: { at, code: 'rejected', by, note: null } as never,
          },
        },
      );
    },
    isUnsettled: async (activityId) => {
      const waiting = { activityId, state: { $in: ['present', 'waiting', 'returned'] } };
      return (await attendances.findOne(waiting as never, { projection: { _id: 1 } })) !== null;
    },
  };
}

/** What of an activity is about to be queued. */
function staysOf(attendances: AttendanceCollection, activityId: string): Promise<Stay[]> {
  return attendances
    .find({ activityId, state: 'waiting', waitingSince: null })
    .project<Stay>({ personId: 1, checkedInAt: 1, checkedOutAt: 1 })
    .toArray();
}

async function servedAt(attendances: AttendanceCollection, activityId: string) {
  const [served] = await attendances
    .aggregate<{ people: number; minutes: number }>([
      // Somebody whose points a cap kept back came all the same; somebody whom an objection struck out did not.
      { $match: { activityId, state: { $in: APPROVED }, refusal: { $ne: OBJECTION_UPHELD } } },
      { $group: { _id: '$personId', minutes: { $sum: '$priced.minutes' } } },
      { $group: { _id: null, people: { $sum: 1 }, minutes: { $sum: '$minutes' } } },
      { $project: { _id: 0 } },
    ])
    .toArray();
  return served ?? { people: 0, minutes: 0 };
}

async function countsOf(
  attendances: AttendanceCollection,
  activityIds: readonly string[],
): Promise<ReadonlyMap<string, AttendanceCounts>> {
  const found = await attendances
    .aggregate<{ _id: string } & AttendanceCounts>([
      { $match: { activityId: { $in: [...activityIds] } } },
      // Counted by person: who came back after too short a stay is one person.
      { $group: { _id: { activityId: '$activityId', personId: '$personId' }, open: { $max: '$open' } } },
      {
        $group: {
          _id: '$_id.activityId',
          present: { $sum: { $cond: ['$open', 1, 0] } },
          checkedOut: { $sum: { $cond: ['$open', 0, 1] } },
        },
      },
    ])
    .toArray();
  return new Map(found.map(({ _id, present, checkedOut }) => [_id, { present, checkedOut }]));
}

async function signOutMany(
  attendances: AttendanceCollection,
  rules: Pick<Rules, 'terms'>,
  activity: ActivityFacts,
  attendanceIds: readonly string[] | null,
  signOut: SignOut,
): Promise<number> {
  const terms = await rules.terms(activity.rule.code, activity.rule.version);
  const present = await attendances
    .find({
      activityId: activity.activityId,
      state: 'present',
      ...(attendanceIds === null ? {} : { _id: { $in: [...attendanceIds] } }),
    })
    .toArray();
  const history = { at: new Date(signOut.atMs), code: 'signed_out', by: signOut.by, note: null };
  const updates = present.map<AnyBulkWriteOperation<AttendanceRecord>>((attendance) => ({
    updateOne: {
      filter: { _id: attendance._id, state: 'present' },
      update: {
        $set: closeStay(activity, terms, attendance, signOut),
        $push: { history: history as never },
        $inc: { version: 1 },
      },
    },
  }));
  if (updates.length === 0) return 0;
  return (await attendances.bulkWrite(updates, { ordered: false })).modifiedCount;
}

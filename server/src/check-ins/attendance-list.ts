import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { heldUntil } from '@red-points/shared/domain/activities';
import type { ActivityFacts } from '../activities/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import { NOT_REVIEWED } from '../reviews/index.ts';
import { closeStay } from './close-stay.ts';
import type { CheckInsDeps } from './deps.ts';
import { type Between, elsewhereAt, LONGEST_STAY_MS, overlaps } from './elsewhere.ts';
import type { AttendanceRecord } from './store.ts';

/** Somebody on an attendance list that was kept on paper, and when they were there. */
export interface ListedStay {
  readonly personId: string;
  readonly inAtMs: number;
  readonly outAtMs: number;
}

/** What is known of somebody on a list before it is taken in. */
export type ListedFinding =
  | 'new'
  | 'attended'
  | 'overlaps'
  | 'no_consent'
  | 'not_signed_up'
  | 'too_short'
  | 'after_end';

/** Attendance lists that were kept on paper and come afterwards (补录). */
export interface AttendanceLists {
  /** Tells of each, in order, what taking it in would meet: a few queries for all. */
  compare(activity: ActivityFacts, stays: readonly ListedStay[]): Promise<ListedFinding[]>;
  /**
   * Enters one as an attendance that waits for review, under the id given: however often it is asked, there is one. Refused
   * where the person has an attendance of the activity already, it was cancelled, a guardian's consent is missing, they were
   * elsewhere at that time by another list that came in meanwhile, or the time has not passed yet. Nobody was there after
   * its end.
   */
  enter(
    activityId: string,
    stay: ListedStay & { readonly attendanceId: string; readonly filedBy: string },
  ): Promise<AttendanceRecord | Refusal>;
  /** Takes one back that nobody has approved; refused where somebody has. */
  withdraw(
    attendanceId: string,
    by: { readonly userId: string; readonly reason: string; readonly at: Date },
  ): Promise<Refusal | null>;
  /** Whether a person has any attendance at all. */
  hasAny(personId: string): Promise<boolean>;
}

const HELD: readonly ActivityFacts['state'][] = ['under_way', 'ended', 'settled'];

/** Whether an attendance list of an activity can be taken in: it was held, or is. */
export function takesLists({ state }: Pick<ActivityFacts, 'state'>): boolean {
  return HELD.includes(state);
}

export function createAttendanceLists(deps: CheckInsDeps): AttendanceLists {
  return {
    compare: (activity, stays) => compare(deps, activity, stays),
    enter: (activityId, stay) => enter(deps, activityId, stay),
    withdraw: (attendanceId, by) => withdraw(deps, attendanceId, by),
    hasAny: async (personId) => (await deps.attendances.findOne({ personId }, { projection: { _id: 1 } })) !== null,
  };
}

async function compare(
  deps: CheckInsDeps,
  activity: ActivityFacts,
  stays: readonly ListedStay[],
): Promise<ListedFinding[]> {
  if (stays.length === 0) return [];
  const personIds = [...new Set(stays.map(({ personId }) => personId))];
  const latestMs = stays.reduce((latest, { outAtMs }) => Math.max(latest, outAtMs), 0);
  const earliestMs = stays.reduce((earliest, { inAtMs }) => Math.min(earliest, inAtMs), latestMs);
  const [found, signedUp, terms, unconsented] = await Promise.all([
    deps.attendances
      .find({
        personId: { $in: personIds },
        tooShort: false,
        checkedInAt: { $gt: new Date(earliestMs - LONGEST_STAY_MS), $lt: new Date(latestMs) },
        state: { $ne: 'rejected' },
      })
      .toArray(),
    activity.signUpNeeded ? deps.activities.signedUpOf(activity.activityId, personIds) : null,
    deps.rules.terms(activity.rule.code, activity.rule.version),
    deps.consents.missingOf(personIds, activity.category),
  ]);
  const byPerson = new Map<string, AttendanceRecord[]>();
  for (const one of found) byPerson.set(one.personId, [...(byPerson.get(one.personId) ?? []), one]);
  return stays.map((stay) => {
    // What has not passed yet may have when it is written.
    const held = asHeld(activity, stay, Number.POSITIVE_INFINITY);
    if (isRefusal(held)) return 'after_end';
    const others = byPerson.get(stay.personId) ?? [];
    if (others.some(({ activityId }) => activityId === activity.activityId)) return 'attended';
    if (others.some((other) => overlaps(other, held))) return 'overlaps';
    if (unconsented.has(stay.personId)) return 'no_consent';
    if (closedStay(activity, terms, held, null).tooShort) return 'too_short';
    return signedUp === null || signedUp.has(stay.personId) ? 'new' : 'not_signed_up';
  });
}

/**
 * A stay as far as it can have been: hours that have not passed cannot be known, and nobody was there after the activity's end,
 * whatever was planned.
 */
function asHeld(activity: ActivityFacts, stay: ListedStay, nowMs: number): ListedStay | Refusal {
  const outAtMs = Math.min(stay.outAtMs, heldUntil(activity.plan, activity.endedAtMs));
  if (stay.inAtMs >= outAtMs) return refuse('attendance_after_end');
  return outAtMs > nowMs ? refuse('attendance_not_over') : { ...stay, outAtMs };
}

/**
 * Inserts an attendance, then looks whether another list put the person elsewhere at that time: of two that are written at the
 * same moment each sees the other, so that never both stay. Run again after an interruption, it looks again.
 */
async function insertUnlessElsewhere(
  deps: CheckInsDeps,
  record: AttendanceRecord,
  stay: Between,
): Promise<AttendanceRecord | Refusal> {
  const elsewhere = await elsewhereAt(deps.attendances, record, stay);
  if (elsewhere !== null) return refuse('checkin_overlaps', { title: elsewhere.title });
  await deps.attendances.insertOne(record);
  return keepUnlessElsewhere(deps, record, stay);
}

const stayedIn = ({ checkedInAt, checkedOutAt }: AttendanceRecord): Between => ({
  inAtMs: checkedInAt.getTime(),
  outAtMs: (checkedOutAt ?? checkedInAt).getTime(),
});

async function keepUnlessElsewhere(
  deps: CheckInsDeps,
  record: AttendanceRecord,
  stay: Between,
): Promise<AttendanceRecord | Refusal> {
  if (record.state !== 'waiting' || record.version > 1) return record;
  const beside = await elsewhereAt(deps.attendances, record, stay);
  if (beside === null) {
    await deps.book.flagClaimed([record]);
    return record;
  }
  await deps.attendances.deleteOne({ _id: record._id, state: 'waiting', version: 1 });
  return refuse('checkin_overlaps', { title: beside.title });
}

function closedStay(
  activity: ActivityFacts,
  terms: Parameters<typeof closeStay>[1],
  { inAtMs, outAtMs }: ListedStay,
  by: string | null,
) {
  const attendance = { checkedInAt: new Date(inAtMs), provenance: 'backfilled' as const, flags: [] };
  return closeStay(activity, terms, attendance, { atMs: outAtMs, by, forgotten: false });
}

async function enter(
  deps: CheckInsDeps,
  activityId: string,
  written: ListedStay & { readonly attendanceId: string; readonly filedBy: string },
): Promise<AttendanceRecord | Refusal> {
  const { attendanceId, filedBy, personId } = written;
  const before = await deps.attendances.findOne({ _id: attendanceId });
  // Whoever wrote it may have been interrupted before looking.
  if (before !== null) return keepUnlessElsewhere(deps, before, stayedIn(before));
  const [activity, person] = await Promise.all([deps.activities.facts(activityId), deps.people.byId(personId)]);
  if (activity === null || !takesLists(activity)) return refuse('import_activity_not_held');
  const stay = asHeld(activity, written, deps.clock.now());
  if (isRefusal(stay)) return stay;
  if (person === null) return refuse('person_not_found');
  if (person.status === 'closed') return refuse('person_closed');
  const unconsented = await deps.consents.missing(personId, activity.category);
  if (unconsented !== null) return unconsented;
  const terms = await deps.rules.terms(activity.rule.code, activity.rule.version);
  const account = await deps.accounts.credited(person, stay.inAtMs);
  const now = new Date(deps.clock.now());
  const record: AttendanceRecord = {
    ...NOT_REVIEWED,
    _id: attendanceId,
    activityId,
    title: activity.title,
    place: activity.place,
    category: activity.category,
    rule: activity.rule,
    personId,
    ...account,
    issuerUnit: activity.issuerUnit,
    unitPath: activity.unitPath,
    provenance: 'backfilled',
    filedBy,
    ticketId: null,
    displayId: null,
    venue: null,
    deviceTag: null,
    onBehalf: true,
    organiserUserId: activity.organiserUserId,
    // A list that comes after the end is not there when the others are told who had a hand in it.
    coOrganiserUserIds: activity.otherHands,
    checkedInAt: new Date(stay.inAtMs),
    closesAt: new Date(activity.plan.endsAtMs),
    word: null,
    version: 1,
    history: [{ at: now, code: 'filed', by: filedBy, note: null }],
    ...closedStay(activity, terms, stay, filedBy),
    // While it is under way those of its list wait with all the others for its end.
    waitingSince: activity.state === 'under_way' ? null : now,
  };
  try {
    return await insertUnlessElsewhere(deps, record, stay);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return (await deps.attendances.findOne({ _id: attendanceId })) ?? refuse('already_attended');
  }
}

async function withdraw(
  deps: CheckInsDeps,
  attendanceId: string,
  { userId, reason, at }: { readonly userId: string; readonly reason: string; readonly at: Date },
): Promise<Refusal | null> {
  const taken = await deps.attendances.findOneAndUpdate(
    { _id: attendanceId, state: { $in: ['waiting', 'returned'] } },
    {
      // It does not stand in the way of another one of the same person.
      $set: { state: 'rejected', tooShort: true, waitingSince: null },
      $push: { history: { at, code: 'rejected', by: userId, note: reason } as never },
      $inc: { version: 1 },
    },
  );
  if (taken !== null) {
    await deps.activities.settleIfDone(taken.activityId);
    return null;
  }
  const found = await deps.attendances.findOne({ _id: attendanceId }, { projection: { state: 1 } });
  return found === null || found.state === 'rejected' ? null : refuse('import_attendance_decided');
}

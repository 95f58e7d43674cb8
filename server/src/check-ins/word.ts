import { type BodyOf, type checkIns as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { WORD_WAITS_MS } from '@red-points/shared/domain/check-ins';
import type { Principal } from '@red-points/shared/domain/permissions';
import { ownSignIns } from '../auth/index.ts';
import type { JobRun } from '../platform/jobs.ts';
import { oneByOne, stepByStep } from '../platform/one-by-one.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import type { CheckInsDeps } from './deps.ts';
import type { AttendanceRecord } from './store.ts';

const BATCH = 200;

/**
 * The organiser's word on a scan that was delivered late. With it the attendance goes the way of every other; without, it
 * counts for nothing, and does not stand in the way of checking in again.
 */
export async function giveWord(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  { attendanceId, wasThere, reason }: BodyOf<typeof contract.giveWord>,
): Promise<AttendanceRecord | Refusal> {
  const activity = await deps.activities.runnable(principal, activityId);
  if (isRefusal(activity)) return activity;
  const attendance = await deps.attendances.findOne({ _id: attendanceId, activityId });
  if (attendance === null) return refuse('attendance_not_found');
  const isOwn = await ownSignIns(deps.users, principal);
  if (principal.personIds.includes(attendance.personId) || isOwn(attendance.filedBy)) return refuse('late_word_own');
  if (!wasThere && reason === null) return refuse('activity_reason_missing');
  const at = new Date(deps.clock.now());
  // Once everybody else is in the queue nobody would put this one there.
  const isOver = activity.state === 'ended' && attendance.state === 'waiting';
  const answered = await deps.attendances.findOneAndUpdate(
    { _id: attendanceId, word: 'wanted', state: attendance.state },
    wasThere
      ? {
          $set: { word: 'given', ...(isOver ? { waitingSince: at } : {}) },
          $push: { history: { at, code: 'vouched_for', by: principal.userId, note: null } as never },
          $inc: { version: 1 },
        }
      : notThere(attendance, { at, by: principal.userId, note: reason }),
    { returnDocument: 'after' },
  );
  if (answered === null) return refuse('late_word_not_wanted');
  if (!wasThere) await deps.activities.settleIfDone(activityId);
  return answered;
}

/** Who might give a word: the people that they are or act for, and every sign-in of theirs. */
export interface WordGiver {
  readonly personIds: readonly string[];
  readonly signIns: readonly string[];
}

/** Late scans of a unit and below on which somebody's word is wanted, not their own: few, for after a week they are closed. */
export async function wordsWanted(
  { attendances }: Pick<CheckInsDeps, 'attendances'>,
  unitId: string,
  { personIds, signIns }: WordGiver,
): Promise<Waiting> {
  const ofOthers = { personId: { $nin: personIds }, filedBy: { $nin: signIns } };
  const wanted = { unitPath: unitId, word: 'wanted' as const, ...ofOthers };
  return waitingIn(attendances, wanted, 'checkedInAt', { index: 'words_of_unit' });
}

/** Ends the attendances on which nobody has given a word for a week, so that their activity can be settled. */
export async function closeUnvouched(deps: CheckInsDeps, { nowMs, signal }: JobRun): Promise<void> {
  const overdue = { word: 'wanted' as const, closesAt: { $lte: new Date(nowMs - WORD_WAITS_MS) } };
  const found = await deps.attendances.find(overdue).limit(BATCH).toArray();
  const way = { logger: deps.logger, signal };
  const line = { at: new Date(nowMs), by: null, note: null };
  const close = (attendance: AttendanceRecord) =>
    deps.attendances.updateOne(
      { _id: attendance._id, word: 'wanted', state: attendance.state },
      notThere({ ...attendance, flags: [...attendance.flags, 'no_word'] }, line),
    );
  const activityIds = new Set(found.map((attendance) => attendance.activityId));
  const settle = (activityId: string) => deps.activities.settleIfDone(activityId);
  await stepByStep(
    {
      closing: () => oneByOne(found, { ...way, what: 'attendance', idOf: ({ _id }) => _id }, close),
      settling: () => oneByOne(activityIds, { ...way, what: 'activity', idOf: (id) => id }, settle),
    },
    way,
  );
}

/** What ends an attendance that counts for nothing, and stands in nobody's way. */
export function notThere(
  { checkedInAt, checkedOutAt, flags }: AttendanceRecord,
  line: { readonly at: Date; readonly by: string | null; readonly note: string | null },
) {
  return {
    $set: {
      word: 'refused' as const,
      state: 'rejected' as const,
      open: false,
      tooShort: true,
      checkedOutAt: checkedOutAt ?? checkedInAt,
      waitingSince: null,
      flags,
    },
    $push: { history: { ...line, code: 'rejected' } as never },
    $inc: { version: 1 },
  };
}

import type { Attendance, Refusal } from '@red-points/shared/contracts';
import { isRefusal } from '@red-points/shared/contracts';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { CheckInsDeps } from './deps.ts';
import type { AttendanceRecord } from './store.ts';

const cursorSchema = z.tuple([z.number(), z.string()]);

export interface AttendancePage {
  readonly items: Attendance[];
  readonly nextCursor: string | null;
}

/** Attendances newest first: of an activity, or of a person. */
export async function listAttendances(
  deps: CheckInsDeps,
  filter: { readonly activityId: string } | { readonly personId: string },
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<AttendancePage | Refusal> {
  const after = decodeCursor(cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const conditions: Filter<AttendanceRecord>[] = [filter];
  if (after !== null) {
    const checkedInAt = new Date(after[0]);
    conditions.push({ $or: [{ checkedInAt: { $lt: checkedInAt } }, { checkedInAt, _id: { $lt: after[1] } }] });
  }
  const found = await deps.attendances
    .find({ $and: conditions })
    .sort({ checkedInAt: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await attendanceViews(deps, page),
    nextCursor: found.length > limit && last ? encodeCursor([last.checkedInAt.getTime(), last._id]) : null,
  };
}

/** Attendances as the API shows them, with names in one query for all. */
export async function attendanceViews(
  deps: Pick<CheckInsDeps, 'people'>,
  records: readonly AttendanceRecord[],
): Promise<Attendance[]> {
  const names = await deps.people.names(records.map(({ personId }) => personId));
  return records.map((record) => ({
    attendanceId: record._id,
    activityId: record.activityId,
    activityTitle: record.title,
    place: record.place,
    personId: record.personId,
    maskedName: names.get(record.personId)?.masked ?? '*',
    provenance: record.provenance,
    state: record.state,
    checkedInAt: record.checkedInAt.toISOString(),
    checkedOutAt: record.checkedOutAt?.toISOString() ?? null,
    minutes: record.open ? null : record.priced.minutes,
    points: record.open ? null : record.priced.points,
    flags: [...record.flags],
  }));
}

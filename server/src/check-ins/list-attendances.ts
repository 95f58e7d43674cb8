import {
  type Attendance,
  type checkIns as contract,
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  type StaffAttendance,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { CheckInsDeps } from './deps.ts';
import type { AttendanceRecord } from './store.ts';

const cursorSchema = z.tuple([z.number(), z.string()]);

interface Paging {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** Attendances newest first: of an activity, or of a person. */
export async function listAttendances(
  deps: CheckInsDeps,
  filter: { readonly activityId: string } | { readonly personId: string },
  paging: Paging,
): Promise<Page<Attendance> | Refusal> {
  const page = await pageOf(deps, filter, paging);
  return isRefusal(page) ? page : { ...page, items: await attendanceViews(deps, page.items) };
}

/** Attendances of an activity with what only whoever runs it is to see. */
export async function listForOrganiser(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  { show, ...paging }: QueryOf<typeof contract.attendances>,
): Promise<Page<StaffAttendance> | Refusal> {
  const activity = await deps.activities.runnable(principal, activityId);
  if (isRefusal(activity)) return activity;
  const filter: Filter<AttendanceRecord> = { activityId };
  if (show === 'present') filter.open = true;
  if (show === 'word_wanted') filter.word = 'wanted';
  if (show === 'returned') filter.state = 'returned';
  const page = await pageOf(deps, filter, paging);
  return isRefusal(page) ? page : { ...page, items: await staffViews(deps, page.items) };
}

/** Who signed up and has not come yet, in the order of signing up. */
export async function listExpected(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  { cursor, limit }: Paging,
): Promise<ResponseOf<typeof contract.expected> | Refusal> {
  const activity = await deps.activities.runnable(principal, activityId);
  if (isRefusal(activity)) return activity;
  const after = decodeCursor(cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const signUps = await deps.activities.signUpsOf(activityId, after, limit);
  const personIds = signUps.map(({ personId }) => personId);
  const came = await deps.attendances.distinct('personId', { activityId, personId: { $in: personIds } });
  const missing = personIds.filter((personId) => !came.includes(personId));
  const [names, people] = await Promise.all([deps.people.names(missing), deps.people.byIds(missing)]);
  const units = await deps.orgUnits.names([...people.values()].map(({ unitId }) => unitId));
  const last = signUps.at(-1);
  return {
    items: missing.map((personId) => ({
      personId,
      maskedName: names.get(personId)?.masked ?? '*',
      unitName: units.get(people.get(personId)?.unitId ?? '') ?? '—',
    })),
    nextCursor: signUps.length === limit && last ? encodeCursor([last.at.getTime(), last.signUpId]) : null,
  };
}

async function pageOf(
  deps: CheckInsDeps,
  filter: Filter<AttendanceRecord>,
  { cursor, limit }: Paging,
): Promise<Page<AttendanceRecord> | Refusal> {
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
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor([last.checkedInAt.getTime(), last._id]) : null };
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
    word: record.word ?? null,
  }));
}

/** The same, with the screen and the venue signal. */
export async function staffViews(deps: CheckInsDeps, records: readonly AttendanceRecord[]): Promise<StaffAttendance[]> {
  const displayIds = records.flatMap(({ displayId }) => displayId ?? []);
  const [views, displays] = await Promise.all([attendanceViews(deps, records), deps.displays.names(displayIds)]);
  return views.map((view, at) => {
    const { displayId, venue = null, state, decision = null } = records[at] ?? {};
    return {
      ...view,
      displayName: displays.get(displayId ?? '') ?? null,
      venue,
      returnedBecause: state === 'returned' ? (decision?.reason ?? null) : null,
    };
  });
}

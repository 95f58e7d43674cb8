import type { Attendance } from '@red-points/shared/contracts';
import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';
import { type ReviewableRecord, reviewIndexes } from '../reviews/index.ts';

export const ATTENDANCE_COLLECTION = 'attendances';
const TICKET_COLLECTION = 'check_in_tickets';
const TICKET_KEPT_SECONDS = 86_400;

export type AttendanceFlag = 'forgotten_checkout' | 'late' | 'stay_too_short' | 'activity_cancelled';

/** One person at one activity, from check-in to check-out (签到记录). */
export interface AttendanceRecord extends ReviewableRecord {
  state: Attendance['state'];
  activityId: string;
  place: string;
  checkedInAt: Date;
  checkedOutAt: Date | null;
  /** Present now: a person can be so once. */
  open: boolean;
  /** Too short to count: does not stand in the way of checking in again. */
  tooShort: boolean;
  flags: readonly AttendanceFlag[];
  /** The ticket that it was checked in with; null where the organiser witnessed it. */
  ticketId: string | null;
  version: number;
}

/** A ticket belongs to whoever uses it first. */
export interface TicketRecord {
  _id: string;
  activityId: string;
  personId: string;
  expiresAt: Date;
}

export type AttendanceCollection = Collection<AttendanceRecord>;
export type TicketCollection = Collection<TicketRecord>;

export function attendanceCollection(db: Db): AttendanceCollection {
  return db.collection<AttendanceRecord>(ATTENDANCE_COLLECTION);
}

export function ticketCollection(db: Db): TicketCollection {
  return db.collection<TicketRecord>(TICKET_COLLECTION);
}

/** The index that lets a person be present at one activity at a time. */
export const OPEN_ONCE_FIELDS = 'personId';

/** Makes the collections of attendances and tickets. */
export async function ensureCheckIns(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: ATTENDANCE_COLLECTION,
    indexes: [
      ...reviewIndexes,
      { name: 'open_once', key: { personId: 1 }, unique: true, partialFilterExpression: { open: true } },
      {
        name: 'attended_once',
        key: { activityId: 1, personId: 1 },
        unique: true,
        partialFilterExpression: { tooShort: false },
      },
      { key: { activityId: 1, state: 1 } },
      { key: { activityId: 1, checkedInAt: -1, _id: -1 } },
      { key: { personId: 1, checkedInAt: -1, _id: -1 } },
    ],
  });
  await ensureCollection(db, {
    name: TICKET_COLLECTION,
    indexes: [{ key: { expiresAt: 1 }, expireAfterSeconds: TICKET_KEPT_SECONDS }],
  });
}

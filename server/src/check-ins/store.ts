import type { Attendance, Venue } from '@red-points/shared/contracts';
import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';
import { type ReviewableRecord, reviewIndexes } from '../reviews/index.ts';

export const ATTENDANCE_COLLECTION = 'attendances';
const TICKET_COLLECTION = 'check_in_tickets';
const POSTER_COLLECTION = 'check_in_posters';
const VENUE_COLLECTION = 'check_in_venues';
const TICKET_KEPT_SECONDS = 86_400;

export type AttendanceFlag = 'forgotten_checkout' | 'late' | 'stay_too_short' | 'activity_cancelled' | 'no_word';

/** One person at one activity, from check-in to check-out (签到记录). */
export interface AttendanceRecord extends ReviewableRecord {
  state: Attendance['state'];
  activityId: string;
  place: string;
  checkedInAt: Date;
  checkedOutAt: Date | null;
  /** Present now: a person can be so once. */
  open: boolean;
  /** Does not count (too short, or they were not there): does not stand in the way of checking in again. */
  tooShort: boolean;
  flags: readonly AttendanceFlag[];
  /** The ticket that it was checked in with; null where the organiser witnessed it. */
  ticketId: string | null;
  /** The screen whose code was scanned, so that a leak can be traced; null (or absent in old records) where none was. */
  displayId?: string | null;
  /** Whether their phone was at the venue: a signal, said by the phone itself. */
  venue?: 'inside' | 'outside' | null;
  /** Delivered late, or without the answers that the rule asks for: whether the organiser's word is still wanted. */
  word?: 'wanted' | 'given' | 'refused' | null;
  /** The planned end: where a stay that nobody ends is closed. */
  closesAt?: Date;
  version: number;
}

/** A scan belongs to whoever uses it first, for one act. */
export interface TicketRecord {
  /** A ticket's, or that of a scan which was delivered without one. */
  _id: string;
  activityId: string;
  personId: string;
  act: 'in' | 'out';
  expiresAt: Date;
}

/** The printed check-in code of an activity; each new one has the next number. */
export interface PosterRecord {
  /** The activity. */
  _id: string;
  serial: number;
  withdrawn: boolean;
  madeBy: string;
  madeAt: Date;
}

/** Where an activity takes place. */
export interface VenueRecord extends Venue {
  /** The activity. */
  _id: string;
  setBy: string;
}

export type AttendanceCollection = Collection<AttendanceRecord>;
export type TicketCollection = Collection<TicketRecord>;

export function attendanceCollection(db: Db): AttendanceCollection {
  return db.collection<AttendanceRecord>(ATTENDANCE_COLLECTION);
}

export function ticketCollection(db: Db): TicketCollection {
  return db.collection<TicketRecord>(TICKET_COLLECTION);
}

export function posterCollection(db: Db): Collection<PosterRecord> {
  return db.collection<PosterRecord>(POSTER_COLLECTION);
}

export function venueCollection(db: Db): Collection<VenueRecord> {
  return db.collection<VenueRecord>(VENUE_COLLECTION);
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
      {
        name: 'undecided_of_activity',
        key: { activityId: 1 },
        partialFilterExpression: { state: { $in: ['present', 'waiting', 'returned'] } },
      },
      {
        name: 'returned_in_unit',
        key: { unitPath: 1, 'decision.at': 1 },
        partialFilterExpression: { state: 'returned' },
      },
      { name: 'to_close', key: { closesAt: 1 }, partialFilterExpression: { open: true } },
      { name: 'word_wanted', key: { closesAt: 1, activityId: 1 }, partialFilterExpression: { word: 'wanted' } },
      { name: 'words_of_unit', key: { unitPath: 1, checkedInAt: 1 }, partialFilterExpression: { word: 'wanted' } },
      { key: { activityId: 1, checkedInAt: -1, _id: -1 } },
      { key: { personId: 1, checkedInAt: -1, _id: -1 } },
    ],
  });
  await ensureCollection(db, {
    name: TICKET_COLLECTION,
    indexes: [{ key: { expiresAt: 1 }, expireAfterSeconds: TICKET_KEPT_SECONDS }],
  });
  for (const name of [POSTER_COLLECTION, VENUE_COLLECTION]) await ensureCollection(db, { name, indexes: [] });
}

import type { Refusal } from '@red-points/shared/contracts';
import { endOfBusinessDay, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Db } from 'mongodb';
import { type Credits, creditSourceCheck } from '../credits/index.ts';
import type { ApiRouter } from '../http/route.ts';
import type { MakeLedgerCheck } from '../ledger/index.ts';
import type { Live } from '../live/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import { createQrTokens } from '../platform/qr-tokens.ts';
import { strikeOut } from '../platform/strike-out.ts';
import type { Waiting } from '../platform/waiting.ts';
import { createReviewStore, creditedRecords, type ReviewSource } from '../reviews/index.ts';
import type { Rules } from '../rules/index.ts';
import { type AttendanceBook, createAttendanceBook } from './attendance-book.ts';
import { type AttendanceLists, createAttendanceLists } from './attendance-list.ts';
import { checkIn, type PhoneSignals } from './check-in.ts';
import { checkOut } from './check-out.ts';
import type { ClaimedTimes } from './claimed-times.ts';
import { closeForgotten } from './close-forgotten.ts';
import type { CheckInsDeps, PersonOfCode } from './deps.ts';
import { display } from './display.ts';
import { type ExchangedCode, exchangeCode } from './exchange-code.ts';
import { attendanceReviewSource } from './review-facts.ts';
import { checkInRoutes } from './routes.ts';
import { returnedIn } from './send-back.ts';
import { signOutMany } from './sign-out.ts';
import {
  ATTENDANCE_COLLECTION,
  type AttendanceRecord,
  attendanceCollection,
  posterCollection,
  ticketCollection,
  venueCollection,
} from './store.ts';
import { createTickets } from './tickets.ts';
import { type Witnessed, witness } from './witness.ts';
import { closeUnvouched, type WordGiver, wordsWanted } from './word.ts';

export type { AttendanceBook } from './attendance-book.ts';
export { type AttendanceLists, type ListedStay, takesLists } from './attendance-list.ts';
export type { ClaimedTime, ClaimedTimes } from './claimed-times.ts';
export { type AttendanceRecord, ensureCheckIns } from './store.ts';

/** Posted attendances beside the credits made of them. */
export const attendanceCheck: MakeLedgerCheck = (scope) =>
  creditSourceCheck(scope, 'attendance', creditedRecords(attendanceCollection(scope.db)));

export const CLOSE_FORGOTTEN_JOB = 'check-ins.close-forgotten';
export const CLOSE_UNVOUCHED_JOB = 'check-ins.close-unvouched';
const JOBS_EVERY_MS = 60_000;

/** Check-in and check-out of people at activities (签到). */
export interface CheckIns {
  /** What the organiser's screen shows; its code can be exchanged for a ticket. */
  display(principal: Principal, activityId: string): ReturnType<typeof display>;
  exchange(scanned: string): Promise<ExchangedCode | Refusal>;
  checkIn(principal: Principal, ticket: string, signals?: PhoneSignals): Promise<AttendanceRecord | Refusal>;
  checkOut(principal: Principal, ticket: string): Promise<AttendanceRecord | Refusal>;
  witness(principal: Principal, activityId: string, witnessed: Witnessed): Promise<AttendanceRecord | Refusal>;
  /** Signs out those named, or everybody present; returns how many. */
  signOutMany(
    principal: Principal,
    activityId: string,
    attendanceIds: readonly string[] | null,
  ): Promise<number | Refusal>;
  /** Told by the noun that knows residents' one-time codes, which comes later. */
  providePersonOfCode(provided: PersonOfCode): void;
  /** How many late scans of a unit and below want the organiser's word, and since when the first does. */
  wordsWanted(unitId: string, giver: WordGiver): Promise<Waiting>;
  /** How many attendances of a unit and below a reviewer returned, and since when the first waits to be sent back. */
  returned(unitId: string): Promise<Waiting>;
  /** Takes words about somebody out of the notes on their attendances, and the marks of their phone. Safe to repeat. */
  strikeOut(personIds: readonly string[], words: readonly string[]): Promise<void>;
  readonly reviewSource: ReviewSource;
  /** Lists that were kept on paper. */
  readonly lists: AttendanceLists;
  routes(router: ApiRouter): void;
}

/** What activities and claims ask of attendances; made before either, for check-in itself asks activities. */
export interface Attendances extends AttendanceBook {
  /** What a person attended that began on a business date, for any rule, earliest first. */
  attendedOn(
    personId: string,
    date: string,
  ): Promise<Pick<AttendanceRecord, '_id' | 'activityId' | 'title' | 'checkedInAt' | 'checkedOutAt'>[]>;
  /** Marks those that still wait, or will, for whoever reviews them. */
  flag(attendanceIds: readonly string[]): Promise<void>;
  /** Takes that mark off those where nothing is claimed for the same time any more. Safe to repeat. */
  lookAgain(attendanceIds: readonly string[]): Promise<void>;
  /** Told by the noun that keeps claims, which comes later. */
  provideClaimedTimes(times: ClaimedTimes): void;
  /** Whether a person has an attendance of an activity that counts or may still count. */
  attended(personId: string, activityId: string): Promise<boolean>;
}

export function createAttendances({
  db,
  rules,
}: {
  readonly db: Db;
  readonly rules: Pick<Rules, 'terms'>;
}): Attendances {
  const attendances = attendanceCollection(db);
  let claimed: ClaimedTimes = { between: async () => [], flag: async () => undefined };
  const times: ClaimedTimes = {
    between: (personIds, fromDay, untilDay) => claimed.between(personIds, fromDay, untilDay),
    flag: (claimIds) => claimed.flag(claimIds),
  };
  const book = createAttendanceBook(attendances, rules, times);
  const openOf = (attendanceIds: readonly string[]) =>
    ({ _id: { $in: [...attendanceIds] }, state: { $in: ['present', 'waiting'] as const } }) as never;
  return {
    ...book,
    provideClaimedTimes: (provided) => {
      claimed = provided;
    },
    flag: async (attendanceIds) => {
      await attendances.updateMany(openOf(attendanceIds), { $set: { flagged: true } });
    },
    lookAgain: async (attendanceIds) => {
      if (attendanceIds.length === 0) return;
      // First the mark, then the look: one that is given in between stays.
      await attendances.updateMany(openOf(attendanceIds), { $set: { flagged: false } });
      await book.flagClaimed(await attendances.find(openOf(attendanceIds)).toArray());
    },
    attendedOn: (personId, date) =>
      attendances
        .find({
          personId,
          checkedInAt: { $gte: new Date(startOfBusinessDay(date)), $lt: new Date(endOfBusinessDay(date)) },
          tooShort: false,
          state: { $ne: 'rejected' },
        })
        .sort({ checkedInAt: 1 })
        .toArray(),
    attended: async (personId, activityId) =>
      (await attendances.findOne(
        { personId, activityId, tooShort: false, state: { $ne: 'rejected' } },
        { projection: { _id: 1 } },
      )) !== null,
  };
}

type Neighbours =
  | 'accounts'
  | 'consents'
  | 'activities'
  | 'rules'
  | 'users'
  | 'orgUnits'
  | 'displays'
  | 'cards'
  | 'audit';

export interface CheckInsNeeds extends Pick<CheckInsDeps, Neighbours> {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids' | 'keys' | 'config' | 'jobs' | 'logger'>;
  readonly attendances: AttendanceBook;
  readonly people: Pick<People, 'byId' | 'byIds' | 'names' | 'sourceTitles'>;
  readonly credits: Pick<Credits, 'addSource'>;
  readonly live: Pick<Live, 'watch'>;
}

export function createCheckIns({ platform, attendances: book, credits, live, ...needs }: CheckInsNeeds): CheckIns {
  const { db, clock, ids, keys, config, jobs, logger } = platform;
  let personOfCode: PersonOfCode = async () => null;
  const attendances = attendanceCollection(db);
  const deps: CheckInsDeps = {
    ...needs,
    attendances,
    book,
    clock,
    logger,
    ids,
    keys,
    ticketUses: ticketCollection(db),
    posters: posterCollection(db),
    venues: venueCollection(db),
    personOfCode: (scanned, scannedBy) => personOfCode(scanned, scannedBy),
    tickets: createTickets(platform),
    qr: createQrTokens(keys, config.publicUrl),
    store: createReviewStore('attendance', attendances),
  };
  credits.addSource({
    ...deps.store,
    follow: async (attendanceId, change, session) => {
      await deps.store.follow(attendanceId, change, session);
      if (change.worth === null && change.refusal === null) return;
      const found = await attendances.findOne({ _id: attendanceId }, { session, projection: { activityId: 1 } });
      if (found !== null) await needs.activities.countAgain(found.activityId, session);
    },
  });
  jobs.register({
    name: CLOSE_FORGOTTEN_JOB,
    everyMs: JOBS_EVERY_MS,
    run: (run) => closeForgotten(deps, run),
  });
  jobs.register({ name: CLOSE_UNVOUCHED_JOB, everyMs: JOBS_EVERY_MS, run: (run) => closeUnvouched(deps, run) });
  needs.people.sourceTitles.register('attendance', async (attendanceIds) => {
    const found = await attendances.find({ _id: { $in: [...attendanceIds] } }).toArray();
    return new Map(found.map(({ _id, title, place }) => [_id, { title, place }]));
  });
  live.watch({
    collection: ATTENDANCE_COLLECTION,
    topicsOf: ({ document }) =>
      document === null
        ? []
        : [
            `activity:${document.activityId}`,
            `person:${document.personId}`,
            ...document.unitPath.map((unitId: string) => `unit:${unitId}`),
          ],
    payloadOf: ({ id, document }) => ({ kind: 'attendance', id, state: document?.state }),
  });
  return {
    display: (principal, activityId) => display(deps, principal, activityId),
    exchange: (scanned) => exchangeCode(deps, scanned),
    checkIn: (principal, ticket, signals) => checkIn(deps, principal, ticket, signals),
    checkOut: (principal, ticket) => checkOut(deps, principal, ticket),
    witness: (principal, activityId, witnessed) => witness(deps, principal, activityId, witnessed),
    signOutMany: (principal, activityId, attendanceIds) => signOutMany(deps, principal, activityId, attendanceIds),
    providePersonOfCode: (provided) => {
      personOfCode = provided;
    },
    wordsWanted: (unitId, giver) => wordsWanted(deps, unitId, giver),
    returned: (unitId) => returnedIn(deps, unitId),
    strikeOut: async (personIds, words) => {
      const mine = { personId: { $in: [...personIds] } };
      await strikeOut(deps.attendances, mine, ['history', 'decision', 'escalation'], words);
      await deps.attendances.updateMany({ ...mine, deviceTag: { $type: 'string' } }, { $set: { deviceTag: null } });
    },
    reviewSource: attendanceReviewSource(deps),
    lists: createAttendanceLists(deps),
    routes: (router) => checkInRoutes(router, deps),
  };
}

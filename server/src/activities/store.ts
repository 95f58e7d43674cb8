import type { Category } from '@red-points/shared/contracts';
import type { ActivityState, Places, Plan, Repeats, SignUpWindow } from '@red-points/shared/domain/activities';
import type { RuleReference } from '@red-points/shared/domain/ledger';
import type { Ineligibility } from '@red-points/shared/domain/rules';
import type { Collection, Db, Filter } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import type { OneselfIds } from '../memberships/index.ts';
import { ensureCollection, textIndex } from '../platform/database.ts';

export const ACTIVITY_COLLECTION = 'activities';
export const SIGN_UP_COLLECTION = 'sign_ups';
const SERIES_COLLECTION = 'activity_series';

/** A planned event (活动). */
export interface ActivityRecord {
  _id: string;
  state: ActivityState;
  title: string;
  category: Category;
  unitId: string;
  unitPath: readonly string[];
  /** The community that issues the points. */
  issuerUnit: string;
  ruleCode: string;
  /** The version that prices it, pinned by approval; null before. */
  ruleVersion: number | null;
  earnsZh: string;
  earnsEn: string;
  publicityDays: number;
  place: string;
  startsAt: Date;
  endsAt: Date;
  capacity: number;
  /** Points that the plan asks for; null (or absent on old plans) for capacity times price. */
  pointsPlanned: number | null;
  /** What approval sets aside from the budget, by the rule in force. */
  pointsReserved: number;
  stayMinutesMin: number;
  signUpNeeded: boolean;
  /** When sign-up begins and ends; null or absent where only the plan limits it. */
  signUpFrom?: Date | null;
  signUpUntil?: Date | null;
  /** Longest waiting list; absent in records from before there were any. */
  waitingMax?: number;
  /** Other units whose people may see it and sign up. */
  sharedWith?: readonly string[];
  /** What the rule bars: who is paid for it. */
  asks?: readonly Ineligibility[];
  description: string;
  organiserUserId: string;
  /** Who organises it too. */
  coOrganisers?: readonly string[];
  /** Whoever organised it at any time, the organiser left out: none of them reviews it. */
  everOrganised?: readonly string[];
  /** Who changed or submitted it, started or ended it, organiser or not: they neither approve nor review it. */
  handledBy?: readonly string[];
  approvedBy: string | null;
  /** Names it in check-in codes: six bytes in hexadecimal. */
  qrId: string;
  /** People with a place. */
  signedUp: number;
  /** People who wait for one. */
  waiting?: number;
  /** Counts sign-ups and withdrawals: orders who waits, and makes two of them at once meet on this record. */
  signUpActs?: number;
  /** Who had a place and did not come, counted once it is settled. */
  noShows?: number;
  /** Settled, and who did not come may not be noted yet. */
  noShowsDue?: boolean;
  /** Who came and for how many minutes in all, as approved; counted once it is settled, and again when that changes. */
  served?: { readonly people: number; readonly minutes: number };
  /** Who came is to be counted: another text each time that it may have changed, so that no change is lost. */
  servedDue?: string;
  seriesId?: string | null;
  headCount: number | null;
  /** Nobody started it by its end, or nobody approved it: it was cancelled by itself. */
  notHeld?: boolean;
  reviewReason: string | null;
  createdAt: Date;
  /** When approval was asked for last: from then on it waits. */
  submittedAt?: Date;
  endedAt: Date | null;
  /** Ended or cancelled, and what follows for attendances may not be done yet. */
  closing: boolean;
  version: number;
}

export interface SignUpRecord {
  /** `<activity>:<person>`: once each. */
  _id: string;
  activityId: string;
  personId: string;
  at: Date;
  /** The sign-in that did it. */
  by: string;
  /** Waits for a place; absent in records from before there were waiting lists. */
  waiting?: boolean;
  /** Their place in the order of signing up. */
  seq?: number;
  /** Since when they have a place that they waited for. */
  movedUpAt?: Date | null;
  /** The team whose leader signed them up; absent where nobody did. */
  teamId?: string;
  /** Had a place and did not come; noted when the activity is settled. */
  noShow?: boolean;
}

/** The same activity again and again (系列活动); each date is an activity of its own. */
export interface SeriesRecord {
  _id: string;
  title: string;
  unitId: string;
  unitPath: readonly string[];
  organiserUserId: string;
  repeats: Repeats;
  createdAt: Date;
  request: RequestIdentity;
}

export type ActivityCollection = Collection<ActivityRecord>;
export type SignUpCollection = Collection<SignUpRecord>;

export function activityCollection(db: Db): ActivityCollection {
  return db.collection<ActivityRecord>(ACTIVITY_COLLECTION);
}

export function signUpCollection(db: Db): SignUpCollection {
  return db.collection<SignUpRecord>(SIGN_UP_COLLECTION);
}

export function seriesCollection(db: Db): Collection<SeriesRecord> {
  return db.collection<SeriesRecord>(SERIES_COLLECTION);
}

export function signUpId(activityId: string, personId: string): string {
  return `${activityId}:${personId}`;
}

/** Makes the collections of activities and sign-ups. */
export async function ensureActivities(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: ACTIVITY_COLLECTION,
    indexes: [
      { key: { qrId: 1 }, unique: true },
      { key: { unitPath: 1, startsAt: -1, _id: -1 } },
      { key: { unitPath: 1, state: 1, startsAt: -1, _id: -1 } },
      { name: 'running', key: { state: 1, endsAt: 1 } },
      { name: 'closing', key: { closing: 1 }, partialFilterExpression: { closing: true } },
      { name: 'no_shows_due', key: { noShowsDue: 1 }, partialFilterExpression: { noShowsDue: true } },
      { key: { sharedWith: 1, startsAt: 1 } },
      textIndex('seriesId'),
      textIndex('servedDue'),
    ],
  });
  await ensureCollection(db, {
    name: SIGN_UP_COLLECTION,
    indexes: [
      { key: { personId: 1, at: -1 } },
      { key: { activityId: 1, at: 1 } },
      { name: 'waiting', key: { activityId: 1, seq: 1 }, partialFilterExpression: { waiting: true } },
    ],
  });
  await ensureCollection(db, { name: SERIES_COLLECTION, indexes: [requestIdentityIndex] });
}

/** What check-in and pricing need to know of an approved activity. */
export interface ActivityFacts {
  readonly activityId: string;
  readonly state: ActivityState;
  readonly title: string;
  readonly category: Category;
  readonly place: string;
  readonly unitId: string;
  readonly unitPath: readonly string[];
  readonly issuerUnit: string;
  readonly plan: Plan;
  /** When it really ended; null while it has not. */
  readonly endedAtMs: number | null;
  readonly stayMinutesMin: number;
  readonly signUpNeeded: boolean;
  readonly rule: RuleReference;
  readonly organiserUserId: string;
  /** Who else organised it at any time, or had a hand in it. */
  readonly otherHands: readonly string[];
  readonly sharedWith: readonly string[];
  readonly qrId: string;
}

/** The facts of an activity that was approved; null for one that never was. */
export function factsOf(record: ActivityRecord): ActivityFacts | null {
  if (record.ruleVersion === null) return null;
  return {
    activityId: record._id,
    state: record.state,
    title: record.title,
    category: record.category,
    place: record.place,
    unitId: record.unitId,
    unitPath: record.unitPath,
    issuerUnit: record.issuerUnit,
    plan: planOf(record),
    endedAtMs: record.endedAt?.getTime() ?? null,
    stayMinutesMin: record.stayMinutesMin,
    signUpNeeded: record.signUpNeeded,
    rule: { code: record.ruleCode, version: record.ruleVersion },
    organiserUserId: record.organiserUserId,
    otherHands: otherHandsIn(record),
    sharedWith: record.sharedWith ?? [],
    qrId: record.qrId,
  };
}

export function planOf({ startsAt, endsAt }: Pick<ActivityRecord, 'startsAt' | 'endsAt'>): Plan {
  return { startsAtMs: startsAt.getTime(), endsAtMs: endsAt.getTime() };
}

export function placesOf({ capacity, signedUp, waiting = 0, waitingMax = 0 }: ActivityRecord): Places {
  return { capacity, signedUp, waiting, waitingMax };
}

export function windowOf({
  signUpFrom,
  signUpUntil,
  endsAt,
}: Pick<ActivityRecord, 'signUpFrom' | 'signUpUntil' | 'endsAt'>): SignUpWindow {
  return {
    fromMs: signUpFrom?.getTime() ?? null,
    untilMs: signUpUntil?.getTime() ?? null,
    endsAtMs: endsAt.getTime(),
  };
}

/** Whoever organises it, or did. */
export function organisersOf({ organiserUserId, everOrganised = [] }: ActivityRecord): string[] {
  return [organiserUserId, ...everOrganised];
}

/** Whoever had a hand in it, organisers or not: none of them approves it, nor reviews who came. */
export function handsIn(record: ActivityRecord): string[] {
  return [...new Set([...organisersOf(record), ...(record.handledBy ?? [])])];
}

/** Activities in which none of these sign-ins had a hand: the same as a question to the database. */
export function approvableBy({ signIns }: Pick<OneselfIds, 'signIns'>): Filter<ActivityRecord> {
  const byOthers = { $nin: signIns };
  return { organiserUserId: byOthers, everOrganised: byOthers, handledBy: byOthers };
}

/** The same without its organiser, whom every attendance names apart. */
export function otherHandsIn(record: ActivityRecord): string[] {
  return handsIn(record).filter((userId) => userId !== record.organiserUserId);
}

import type { BodyOf, activitySeries as contract, Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ApiRouter } from '../http/route.ts';
import type { Live } from '../live/index.ts';
import type { OneselfIds } from '../memberships/index.ts';
import type { NoticeSource, SubjectTitles } from '../notifications/index.ts';
import { createLanes } from '../platform/lanes.ts';
import type { Platform } from '../platform/platform.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { activityView } from './activity-views.ts';
import { type ActivityVerdict, decideActivity, submitActivity } from './approve-activity.ts';
import { activitiesBetween, type CalendarRange, ownCalendar } from './between.ts';
import type { ActivitiesDeps } from './deps.ts';
import { giveUpPlaces, handOverPlaces } from './leave-places.ts';
import { activityForResidents } from './list-activities.ts';
import { activityNotices, signUpNotices } from './notices.ts';
import { activitiesOnDay } from './on-day.ts';
import { changeActivity, type PlanFields, planActivity } from './plan-activity.ts';
import { planSeries, type SeriesFields } from './plan-series.ts';
import { activityRoutes } from './routes.ts';
import { cancelActivity, closeOverdue, endActivity, needingPoints, startActivity } from './run-activity.ts';
import { decideSeries, submitSeries } from './run-series.ts';
import { seriesRoutes } from './series-routes.ts';
import { settleIfDone } from './settle.ts';
import {
  hasPlace,
  havingPlaces,
  type SigningUp,
  signUp,
  signUpPartsOf,
  signUpPerson,
  signUpsOf,
  withdrawSignUp,
} from './sign-up.ts';
import { actionable, mayDo } from './step.ts';
import {
  ACTIVITY_COLLECTION,
  type ActivityFacts,
  type ActivityRecord,
  activityCollection,
  approvableBy,
  factsOf,
  seriesCollection,
  signUpCollection,
} from './store.ts';

export type { ActivityVerdict } from './approve-activity.ts';
export type { PlanFields } from './plan-activity.ts';
export { type ActivityFacts, type ActivityRecord, ensureActivities, factsOf, handsIn, organisersOf } from './store.ts';

export const CLOSE_OVERDUE_JOB = 'activities.close-overdue';
const CLOSE_OVERDUE_EVERY_MS = 60_000;

/** Planned events (活动) from draft to settled. */
export interface Activities {
  plan(principal: Principal, fields: PlanFields): Promise<ActivityRecord | Refusal>;
  change(
    principal: Principal,
    activityId: string,
    version: number,
    fields: PlanFields,
  ): Promise<ActivityRecord | Refusal>;
  submit(principal: Principal, activityId: string, version: number): Promise<ActivityRecord | Refusal>;
  decide(principal: Principal, activityId: string, verdict: ActivityVerdict): Promise<ActivityRecord | Refusal>;
  /** Drafts the same activity for every date of a series. */
  planSeries(principal: Principal, fields: SeriesFields, request: RequestIdentity): ReturnType<typeof planSeries>;
  submitSeries(principal: Principal, seriesId: string): ReturnType<typeof submitSeries>;
  decideSeries(
    principal: Principal,
    seriesId: string,
    verdict: BodyOf<typeof contract.decide>,
  ): ReturnType<typeof decideSeries>;
  start(principal: Principal, activityId: string, version: number): Promise<ActivityRecord | Refusal>;
  end(
    principal: Principal,
    activityId: string,
    end: { readonly version: number; readonly headCount: number | null },
  ): Promise<ActivityRecord | Refusal>;
  cancel(
    principal: Principal,
    activityId: string,
    cancellation: { readonly version: number; readonly reason: string },
  ): Promise<ActivityRecord | Refusal>;
  signUp(principal: Principal, activityId: string): Promise<ActivityRecord | Refusal>;
  /** Signs somebody up who asked for it. */
  signUpPerson(activityId: string, signingUp: SigningUp): Promise<ActivityRecord | Refusal>;
  /** Which of these people have a place in an activity, and which wait for one. */
  partsOf(activityId: string, personIds: readonly string[]): ReturnType<typeof signUpPartsOf>;
  withdraw(principal: Principal, activityId: string): Promise<ActivityRecord | Refusal>;
  /** Gives up every place of somebody whose account is closed. Safe to repeat. */
  giveUpPlaces(personId: string): Promise<void>;
  /** Lets somebody have the places of a record that was found to be them. Safe to repeat. */
  handOverPlaces(personId: string, keptPersonId: string): Promise<void>;
  /** The activity, where the caller may run it. */
  runnable(principal: Principal, activityId: string): Promise<ActivityRecord | Refusal>;
  /** The activity, where the caller may read it. */
  readable(principal: Principal, activityId: string): Promise<ActivityRecord | Refusal>;
  /** What check-in needs to know; null where there is none, or it was never approved. */
  facts(activityId: string): Promise<ActivityFacts | null>;
  /** By the id in its check-in codes, six bytes in hexadecimal. */
  factsByQrId(qrId: string): Promise<ActivityFacts | null>;
  view(record: ActivityRecord): ReturnType<typeof activityView>;
  byId(activityId: string): Promise<ActivityRecord | null>;
  /** Approved activities that began on a business date in one of these units or below, earliest first. */
  onDay(unitIds: readonly string[], date: string): Promise<ActivityFacts[]>;
  /** Activities by id, in no order; unknown ids are left out. */
  recordsOf(activityIds: readonly string[]): Promise<ActivityRecord[]>;
  /** Of these activities, those that were approved. */
  factsOfMany(activityIds: readonly string[]): Promise<ReadonlyMap<string, ActivityFacts>>;
  /** Who has a place, in the order of signing up, from behind a place in it. */
  signUpsOf(
    activityId: string,
    after: readonly [number, string] | null,
    limit: number,
  ): Promise<{ readonly signUpId: string; readonly personId: string; readonly at: Date }[]>;
  /** Whether somebody has a place: waiting for one is not enough. */
  isSignedUp(activityId: string, personId: string): Promise<boolean>;
  /** Of these people, those who have a place: one query for all. */
  signedUpOf(activityId: string, personIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether a person has signed up for anything. */
  hasSignUps(personId: string): Promise<boolean>;
  /** Activities that begin within some time, soonest first: of a unit and below, and those shared with it. */
  between(range: CalendarRange): Promise<ActivityRecord[]>;
  /** One that residents may see; null for what was never approved. */
  forResident(activityId: string): Promise<ActivityRecord | null>;
  /** What somebody signed up for, from a month ago on. */
  ownCalendar(personId: string): ReturnType<typeof ownCalendar>;
  /** Settles an ended activity once nothing of it waits for review. */
  settleIfDone(activityId: string): Promise<unknown>;
  /** Who came to a settled activity is to be counted again: written with what changed it, done by the job. */
  countAgain(activityId: string, session: ClientSession): Promise<void>;
  /** How many of a unit and below wait for the approval of this caller, who had no hand in them, and since when it was asked for. */
  toApprove(unitId: string, oneself: Pick<OneselfIds, 'signIns'>): Promise<Waiting>;
  /** How many of a unit and below are under way, and since when the first was planned to begin. */
  underWay(unitId: string): Promise<Waiting>;
  /** What activities are called, and where. */
  readonly titles: SubjectTitles;
  /** What is told of them. */
  readonly noticeSource: NoticeSource;
  /** What is told of sign-ups. */
  readonly signUpNotices: NoticeSource;
  routes(router: ApiRouter): void;
}

export interface ActivitiesNeeds
  extends Omit<ActivitiesDeps, 'db' | 'activities' | 'signUps' | 'series' | 'clock' | 'logger' | 'ids' | 'lanes'> {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids' | 'jobs' | 'logger'>;
  readonly live: Pick<Live, 'watch' | 'authorize'>;
}

export function createActivities({ platform, live, ...needs }: ActivitiesNeeds): Activities {
  const { db, clock, ids, jobs, logger } = platform;
  const activities = activityCollection(db);
  const signUps = signUpCollection(db);
  const series = seriesCollection(db);
  const deps: ActivitiesDeps = { ...needs, db, activities, signUps, series, clock, logger, ids, lanes: createLanes() };
  jobs.register({
    name: CLOSE_OVERDUE_JOB,
    everyMs: CLOSE_OVERDUE_EVERY_MS,
    run: (run) => closeOverdue(deps, run),
  });
  deps.budgets.addHolders('activity', (activityIds) => needingPoints(deps, activityIds));
  tellLive(live, deps);
  return {
    plan: (principal, fields) => planActivity(deps, principal, fields),
    change: (principal, activityId, version, fields) => changeActivity(deps, principal, activityId, version, fields),
    submit: (principal, activityId, version) => submitActivity(deps, principal, activityId, version),
    decide: (principal, activityId, verdict) => decideActivity(deps, principal, activityId, verdict),
    planSeries: (principal, fields, request) => planSeries(deps, principal, fields, request),
    submitSeries: (principal, seriesId) => submitSeries(deps, principal, seriesId),
    decideSeries: (principal, seriesId, verdict) => decideSeries(deps, principal, seriesId, verdict),
    start: (principal, activityId, version) => startActivity(deps, principal, activityId, version),
    end: (principal, activityId, end) => endActivity(deps, principal, activityId, end),
    cancel: (principal, activityId, cancellation) => cancelActivity(deps, principal, activityId, cancellation),
    signUp: (principal, activityId) => signUp(deps, principal, activityId),
    signUpPerson: (activityId, signingUp) => signUpPerson(deps, activityId, signingUp),
    partsOf: (activityId, personIds) => signUpPartsOf(deps, activityId, personIds),
    withdraw: (principal, activityId) => withdrawSignUp(deps, principal, activityId),
    giveUpPlaces: (personId) => giveUpPlaces(deps, personId),
    handOverPlaces: (personId, keptPersonId) => handOverPlaces(deps, personId, keptPersonId),
    runnable: (principal, activityId) => actionable(deps, principal, 'activities.run', activityId),
    readable: (principal, activityId) => actionable(deps, principal, 'activities.read', activityId),
    facts: async (activityId) => factsOrNull(await activities.findOne({ _id: activityId })),
    factsByQrId: async (qrId) => factsOrNull(await activities.findOne({ qrId })),
    view: (record) => activityView(deps, record),
    byId: (activityId) => activities.findOne({ _id: activityId }),
    onDay: (unitIds, date) => activitiesOnDay(activities, unitIds, date),
    recordsOf: (activityIds) => deps.activities.find({ _id: { $in: [...activityIds] } }).toArray(),
    factsOfMany: async (activityIds) => {
      const found = await activities.find({ _id: { $in: [...new Set(activityIds)] } }).toArray();
      return new Map(found.flatMap((record) => factsOf(record) ?? []).map((facts) => [facts.activityId, facts]));
    },
    signUpsOf: (activityId, after, limit) => signUpsOf(deps, activityId, after, limit),
    isSignedUp: (activityId, personId) => hasPlace(deps, activityId, personId),
    signedUpOf: (activityId, personIds) => havingPlaces(deps, activityId, personIds),
    hasSignUps: async (personId) => (await deps.signUps.findOne({ personId }, { projection: { _id: 1 } })) !== null,
    between: (range) => activitiesBetween(deps, range),
    forResident: (activityId) => activityForResidents(deps, activityId),
    ownCalendar: (personId) => ownCalendar(deps, personId),
    settleIfDone: (activityId) => settleIfDone(deps, activityId),
    countAgain: async (activityId, session) => {
      const settled = { _id: activityId, state: 'settled' as const };
      await activities.updateOne(settled, { $set: { servedDue: ids.next() } }, { session });
    },
    toApprove: (unitId, oneself) =>
      waitingIn(activities, { unitPath: unitId, state: 'submitted', ...approvableBy(oneself) }, 'submittedAt'),
    underWay: (unitId) => waitingIn(activities, { unitPath: unitId, state: 'under_way' }, 'startsAt'),
    titles: async (ids) => {
      const found = await activities.find({ _id: { $in: [...ids] } }, { projection: { title: 1, place: 1 } }).toArray();
      return new Map(found.map(({ _id, title, place }) => [_id, { title, place }]));
    },
    noticeSource: activityNotices(deps),
    signUpNotices: signUpNotices(deps),
    routes: (router) => {
      activityRoutes(router, deps);
      seriesRoutes(router, deps);
    },
  };
}

function factsOrNull(record: ActivityRecord | null): ActivityFacts | null {
  return record === null ? null : factsOf(record);
}

function tellLive(live: ActivitiesNeeds['live'], deps: ActivitiesDeps): void {
  live.watch({
    collection: ACTIVITY_COLLECTION,
    topicsOf: ({ id, document }) => [
      `activity:${id}`,
      ...(document?.unitPath ?? []).map((unitId: string) => `unit:${unitId}`),
    ],
    payloadOf: ({ id, document }) => ({
      kind: 'activity',
      id,
      state: document?.state,
      signedUp: document?.signedUp,
      waiting: document?.waiting,
    }),
  });
  live.authorize('activity', async (principal, activityId) => {
    const activity = await deps.activities.findOne({ _id: activityId });
    if (activity === null) return false;
    if (await mayDo(deps, principal, 'activities.read', activity)) return true;
    // What residents may see of an activity is what changed, and they may take part in any that was approved.
    return principal.personIds.length > 0 && !['draft', 'submitted', 'returned', 'rejected'].includes(activity.state);
  });
}

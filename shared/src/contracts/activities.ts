import { z } from 'zod';
import { BUDGET_POINTS_MAX } from '../domain/budgets/index.ts';
import { PROVENANCES } from '../domain/ledger/index.ts';
import { INELIGIBILITIES } from '../domain/rules/index.ts';
import {
  categorySchema,
  idSchema,
  instantSchema,
  nameSchema,
  pageOf,
  pageQuery,
  queryFlag,
  reasonSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { ruleCodeSchema } from './rules.ts';

export const ACTIVITY_STATES = [
  'draft',
  'submitted',
  'returned',
  'rejected',
  'approved',
  'open',
  'under_way',
  'ended',
  'settled',
  'cancelled',
] as const;
export const activityStateSchema = z.enum(ACTIVITY_STATES);

/** What a plan says; a series has the same for each of its dates. */
export const activityPlanFields = {
  title: nameSchema,
  category: categorySchema,
  unitId: unitIdSchema,
  ruleCode: ruleCodeSchema,
  place: z.string().trim().min(1).max(100),
  startsAt: instantSchema,
  endsAt: instantSchema,
  capacity: z.int().min(1).max(10_000),
  /** Points to set aside from the budget; null for capacity times what a whole stay earns. */
  pointsPlanned: z.int().min(0).max(BUDGET_POINTS_MAX).nullable().default(null),
  /** Shortest stay that earns. */
  stayMinutesMin: z.int().min(0).max(720).default(30),
  signUpNeeded: z.boolean().default(false),
  /** When sign-up begins; null for as soon as it is approved. */
  signUpFrom: instantSchema.nullable().default(null),
  /** Until when people may sign up; null for as long as it runs. */
  signUpUntil: instantSchema.nullable().default(null),
  /** Longest waiting list; 0 for none. */
  waitingMax: z.int().min(0).max(1000).default(50),
  /** Other communities, or a street for all of its communities, that may see it and sign up. The organiser's community pays. */
  sharedWith: z.array(unitIdSchema).max(50).default([]),
  description: z.string().trim().max(1000).default(''),
};

export const activitySchema = z.object({
  ...activityPlanFields,
  activityId: idSchema,
  state: activityStateSchema,
  unitName: z.string(),
  ruleVersion: z.int().nullable(),
  /** `每小时 2 分` */
  earnsZh: z.string(),
  earnsEn: z.string(),
  /** What approval sets aside from the budget. */
  pointsReserved: z.int(),
  publicityDays: z.int(),
  organiserName: z.string(),
  /** Who organises it with them, by name. */
  coOrganiserNames: z.array(z.string()),
  /** What has to be asked of who checks in: the rule bars those who are paid for it. */
  asks: z.array(z.enum(INELIGIBILITIES)),
  sharedWithNames: z.array(z.string()),
  signedUp: z.int(),
  waiting: z.int(),
  /** Who had a place and did not come; counted once it is settled. */
  noShows: z.int(),
  /** The series that it belongs to; null for a single one. */
  seriesId: idSchema.nullable(),
  present: z.int(),
  checkedOut: z.int(),
  headCount: z.int().nullable(),
  /** Cancelled by itself: nobody started or approved it by its end. */
  notHeld: z.boolean(),
  reviewReason: z.string().nullable(),
  version: z.int(),
});
export type Activity = z.infer<typeof activitySchema>;

/** What residents see, with their own part in it. */
export const residentActivitySchema = activitySchema
  .omit({
    reviewReason: true,
    headCount: true,
    version: true,
    pointsPlanned: true,
    pointsReserved: true,
    noShows: true,
    sharedWith: true,
  })
  .extend({
    mine: z.enum(['none', 'signed_up', 'waiting', 'checked_in', 'checked_out', 'no_show']),
    /** How many wait before them and they themselves; null where they do not wait. */
    waitingPlace: z.int().nullable(),
    /** Why it was cancelled; null where it was not. */
    cancelledBecause: z.string().nullable(),
  });
export type ResidentActivity = z.infer<typeof residentActivitySchema>;

export const ATTENDANCE_STATES = [
  'present',
  'waiting',
  'returned',
  'rejected',
  'in_publicity',
  'objected',
  'posted',
  /** Approved, but the ledger granted nothing (a cap was reached, the account is closed). */
  'not_posted',
] as const;

export const attendanceSchema = z.object({
  attendanceId: idSchema,
  activityId: idSchema,
  activityTitle: z.string(),
  place: z.string(),
  personId: idSchema,
  maskedName: z.string(),
  provenance: z.enum(PROVENANCES),
  state: z.enum(ATTENDANCE_STATES),
  checkedInAt: instantSchema,
  checkedOutAt: instantSchema.nullable(),
  minutes: z.int().nullable(),
  points: z.int().nullable(),
  /** `forgotten_checkout`, `late`, `stay_too_short` */
  flags: z.array(z.string()),
  /** Delivered late, or without the answers that the rule asks for: whether the organiser's word is still wanted, or was given; null where none is needed. */
  word: z.enum(['wanted', 'given', 'refused']).nullable(),
});
export type Attendance = z.infer<typeof attendanceSchema>;

const activityParams = z.object({ activityId: idSchema });
const stepBody = z.object({ version: z.int() });

const staffSchema = z.object({ userId: idSchema, name: z.string(), unitName: z.string() });
/** Candidates of another unit, for an activity that is shared with it; of the activity's own unless given. */
const organiserQuery = { unitId: unitIdSchema.optional() };

/** One person on the list of who signed up. */
export const signUpSchema = z.object({
  personId: idSchema,
  maskedName: z.string(),
  unitName: z.string(),
  signedUpAt: instantSchema,
  /** Since when they have a place that they waited for; null where they got it at once, or wait still. */
  movedUpAt: instantSchema.nullable(),
  state: z.enum(['place', 'waiting', 'no_show']),
  /** Signed up by somebody else: staff, or the leader of their team. */
  assisted: z.boolean(),
});
export type SignUp = z.infer<typeof signUpSchema>;

export const activities = {
  plan: defineEndpoint({
    id: 'activities.plan',
    method: 'POST',
    path: '/activities',
    summary: 'Draft an activity',
    access: 'activities.plan',
    body: z.object(activityPlanFields),
    response: activitySchema,
    status: 201,
  }),
  change: defineEndpoint({
    id: 'activities.change',
    method: 'PUT',
    path: '/activities/:activityId',
    summary: 'Change a draft or a returned activity',
    access: 'activities.plan',
    params: activityParams,
    body: z.object({ ...activityPlanFields, version: z.int() }),
    response: activitySchema,
  }),
  submit: defineEndpoint({
    id: 'activities.submit',
    method: 'POST',
    path: '/activities/:activityId/submission',
    summary: 'Ask for approval',
    access: 'activities.plan',
    params: activityParams,
    body: stepBody,
    response: activitySchema,
  }),
  decide: defineEndpoint({
    id: 'activities.decide',
    method: 'POST',
    path: '/activities/:activityId/decision',
    summary: 'Approve (it opens for sign-up), return or reject; never by its organiser',
    access: 'activities.approve',
    params: activityParams,
    body: z.object({
      decision: z.enum(['approve', 'return', 'reject']),
      reason: reasonSchema.optional(),
      version: z.int(),
    }),
    response: activitySchema,
  }),
  start: defineEndpoint({
    id: 'activities.start',
    method: 'POST',
    path: '/activities/:activityId/start',
    summary: 'Start check-in (from one hour before the planned start)',
    access: 'activities.run',
    params: activityParams,
    body: stepBody,
    response: activitySchema,
  }),
  end: defineEndpoint({
    id: 'activities.end',
    method: 'POST',
    path: '/activities/:activityId/end',
    summary: 'End it: open attendances are signed out (now, or at the planned end), head count recorded',
    access: 'activities.run',
    params: activityParams,
    body: z.object({ version: z.int(), headCount: z.int().min(0).max(10_000).nullable().default(null) }),
    response: activitySchema,
  }),
  cancel: defineEndpoint({
    id: 'activities.cancel',
    method: 'POST',
    path: '/activities/:activityId/cancellation',
    summary: 'Cancel from any state before ended',
    access: 'activities.run',
    params: activityParams,
    body: z.object({ version: z.int(), reason: reasonSchema }),
    response: activitySchema,
  }),
  list: defineEndpoint({
    id: 'activities.list',
    method: 'GET',
    path: '/activities',
    summary: 'Activities of a unit and below',
    access: 'activities.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      state: activityStateSchema.optional(),
      category: categorySchema.optional(),
      when: z.enum(['today', 'coming', 'past', 'all']).default('all'),
      /** Those of other communities that are shared with this unit, in place of its own. */
      shared: queryFlag.default(false),
    }),
    response: pageOf(activitySchema),
  }),
  get: defineEndpoint({
    id: 'activities.get',
    method: 'GET',
    path: '/activities/:activityId',
    summary: 'One activity, for staff',
    access: 'activities.read',
    params: activityParams,
    response: activitySchema,
  }),
  listForResidents: defineEndpoint({
    id: 'activities.listForResidents',
    method: 'GET',
    path: '/me/activities',
    summary: 'Open, running and coming activities near the resident',
    access: 'account.read_own',
    query: z.object({ ...pageQuery, mine: z.enum(['all', 'mine']).default('all') }),
    response: pageOf(residentActivitySchema),
  }),
  getForResident: defineEndpoint({
    id: 'activities.getForResident',
    method: 'GET',
    path: '/me/activities/:activityId',
    summary: 'One activity, for residents',
    access: 'account.read_own',
    params: activityParams,
    response: residentActivitySchema,
  }),
  signUp: defineEndpoint({
    id: 'activities.signUp',
    method: 'POST',
    path: '/activities/:activityId/sign-ups',
    summary: 'Sign up (no effect when repeated)',
    access: 'activities.sign_up',
    params: activityParams,
    response: residentActivitySchema,
    status: 201,
  }),
  withdraw: defineEndpoint({
    id: 'activities.withdraw',
    method: 'DELETE',
    path: '/activities/:activityId/sign-ups/mine',
    summary: 'Take a sign-up back',
    access: 'activities.sign_up',
    params: activityParams,
    response: residentActivitySchema,
  }),
  arrange: defineEndpoint({
    id: 'activities.arrange',
    method: 'PUT',
    path: '/activities/:activityId/arrangement',
    summary:
      'Change place, description and number of places of what is approved; whoever signed up is told of another place, and whoever waits moves up',
    access: 'activities.run',
    params: activityParams,
    body: z.object({
      place: z.string().trim().min(1).max(100),
      description: z.string().trim().max(1000),
      /** As it was unless given; the points for more people are set aside from the budget. */
      capacity: z.int().min(1).max(10_000).optional(),
      version: z.int(),
    }),
    response: activitySchema,
  }),
  setCoOrganisers: defineEndpoint({
    id: 'activities.setCoOrganisers',
    method: 'PUT',
    path: '/activities/:activityId/co-organisers',
    summary:
      'Who organises it too: they run it as the organiser does, and none of them reviews it, nor whoever once did',
    access: 'activities.run',
    params: activityParams,
    body: z.object({ userIds: z.array(idSchema).max(20), version: z.int() }),
    response: activitySchema,
  }),
  organisers: defineEndpoint({
    id: 'activities.organisers',
    method: 'GET',
    path: '/activities/:activityId/organisers',
    summary: 'Who organises it, and the colleagues who could',
    access: 'activities.run',
    params: activityParams,
    query: z.object(organiserQuery),
    response: z.object({
      coOrganisers: z.array(staffSchema),
      candidates: z.array(staffSchema),
    }),
  }),
  signUps: defineEndpoint({
    id: 'activities.signUps',
    method: 'GET',
    path: '/activities/:activityId/sign-ups',
    summary: 'Who signed up, masked, in the order of signing up: those with a place, or those who wait',
    access: 'activities.read',
    params: activityParams,
    query: z.object({ ...pageQuery, show: z.enum(['places', 'waiting', 'no_shows']).default('places') }),
    response: pageOf(signUpSchema),
  }),
  attendances: defineEndpoint({
    id: 'activities.attendances',
    method: 'GET',
    path: '/activities/:activityId/attendances',
    summary: 'Who is and was there, newest first',
    access: 'activities.read',
    params: activityParams,
    query: z.object(pageQuery),
    response: pageOf(attendanceSchema),
  }),
};

import { z } from 'zod';
import { INELIGIBILITIES } from '../domain/rules/index.ts';
import {
  dateSchema,
  deviceNameSchema,
  idSchema,
  instantSchema,
  pageOf,
  pageQuery,
  reasonSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { redemptionStateSchema } from './redemptions.ts';
import { declarationsSchema } from './rules.ts';
import { MISSED_TERMS, slotSchema } from './slots.ts';

export const BOOKING_SIDES = ['resident', 'helper'] as const;
export const BOOKING_WORDS = ['done', 'absent'] as const;

/** How a booking ended. */
export const BOOKING_OUTCOMES = [
  'served',
  'cancelled',
  'cancelled_late',
  'called_off',
  'resident_absent',
  'helper_absent',
  'nobody_came',
  'unanswered',
  'undecided',
  'decided_spent',
  'decided_returned',
] as const;

/** What the reader may do next. */
export const BOOKING_ACTS = ['done', 'absent', 'cancel', 'call_off', 'dispute', 'decide'] as const;

/** What staff look at: what waits for their decision, what waits for an officer who answers for somebody, or all. */
export const BOOKING_LISTS = ['disputed', 'unanswered', 'all'] as const;

/** A service for which a time is booked and points are set aside: a redemption with a slot. */
export const bookingSchema = z.object({
  /** Of the redemption that it is. */
  bookingId: idSchema,
  state: redemptionStateSchema,
  outcome: z.enum(BOOKING_OUTCOMES).nullable(),
  slotId: idSchema,
  offerTitle: z.string(),
  picture: z.string(),
  /** The photo that is shown instead of the drawing; null where the offer had none. */
  pictureId: idSchema.nullable(),
  shopId: idSchema,
  shopName: z.string(),
  /** Own name for the resident themselves, masked for others. */
  personName: z.string(),
  helperName: z.string().nullable(),
  shortCode: z.string(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  cancelUntil: instantSchema,
  /** When it ends by itself; where a dispute is open, when that does. */
  answerUntil: instantSchema,
  missed: z.enum(MISSED_TERMS),
  points: z.int(),
  remainderFen: z.int(),
  residentSays: z.enum(BOOKING_WORDS).nullable(),
  helperSays: z.enum(BOOKING_WORDS).nullable(),
  dispute: z
    .object({
      /** Whose question it is; null where two words contradict each other. */
      side: z.enum(BOOKING_SIDES).nullable(),
      reason: z.string().nullable(),
      at: instantSchema,
      open: z.boolean(),
      note: z.string().nullable(),
    })
    .nullable(),
  /** What became of the neighbour's hours: filed for review, or why not; null where nobody earns by it or it is not over. */
  help: z.object({ claimId: idSchema.nullable(), refusal: z.string().nullable() }).nullable(),
  /** What the neighbour who helped is asked with their word; for them alone. */
  asks: z.array(z.enum(INELIGIBILITIES)),
  /** Which side the reader is on; null for staff. */
  side: z.enum(BOOKING_SIDES).nullable(),
  acts: z.array(z.enum(BOOKING_ACTS)),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
});
export type Booking = z.infer<typeof bookingSchema>;

const bookingParams = z.object({ bookingId: idSchema });
const slotParams = z.object({ slotId: idSchema });
const expectedPoints = z.int().min(1);

export const bookings = {
  book: defineEndpoint({
    id: 'bookings.book',
    method: 'POST',
    path: '/slots/:slotId/bookings',
    summary: 'Book a time for the acting person: points are held until it is over',
    access: 'redemptions.own',
    params: slotParams,
    body: z.object({ expectedPoints, pinCheckId: idSchema.optional(), device: deviceNameSchema.optional() }),
    response: bookingSchema,
    status: 201,
    idempotent: true,
    countsTries: true,
  }),
  bookForPerson: defineEndpoint({
    id: 'bookings.bookForPerson',
    method: 'POST',
    path: '/people/:personId/bookings',
    summary: 'An officer books a time for somebody without a phone; both are recorded',
    access: 'redemptions.assist',
    params: z.object({ personId: idSchema }),
    body: z.object({ slotId: idSchema, expectedPoints }),
    response: bookingSchema,
    status: 201,
    idempotent: true,
    countsTries: true,
  }),
  say: defineEndpoint({
    id: 'bookings.say',
    method: 'POST',
    path: '/bookings/:bookingId/words',
    summary: 'One side says that it was done, or that the other did not come; the order is free',
    access: 'signed_in',
    params: bookingParams,
    body: z.object({
      word: z.enum(BOOKING_WORDS),
      /** What the rule asks the neighbour who helped: answered with their word that it was done. */
      declarations: declarationsSchema.default({}),
    }),
    response: bookingSchema,
    idempotent: true,
  }),
  cancel: defineEndpoint({
    id: 'bookings.cancel',
    method: 'POST',
    path: '/bookings/:bookingId/cancellation',
    summary: 'The resident cancels before the start: free until the deadline, then by the terms that were booked',
    access: 'signed_in',
    params: bookingParams,
    response: bookingSchema,
    idempotent: true,
  }),
  callOff: defineEndpoint({
    id: 'bookings.callOff',
    method: 'POST',
    path: '/bookings/:bookingId/call-off',
    summary: 'The shop, the helper or staff call it off: the points go back',
    access: 'signed_in',
    params: bookingParams,
    body: z.object({ reason: reasonSchema }),
    response: bookingSchema,
    idempotent: true,
  }),
  dispute: defineEndpoint({
    id: 'bookings.dispute',
    method: 'POST',
    path: '/bookings/:bookingId/disputes',
    summary: 'One side asks staff to decide what becomes of the points',
    access: 'signed_in',
    params: bookingParams,
    body: z.object({ reason: reasonSchema }),
    response: bookingSchema,
    status: 201,
    idempotent: true,
  }),
  decide: defineEndpoint({
    id: 'bookings.decide',
    method: 'POST',
    path: '/bookings/:bookingId/decision',
    summary: 'Staff without a part in it decide a dispute: the points are spent or go back',
    access: 'bookings.decide',
    params: bookingParams,
    body: z.object({ decision: z.enum(['spend', 'return']), note: reasonSchema }),
    response: bookingSchema,
    idempotent: true,
  }),
  get: defineEndpoint({
    id: 'bookings.get',
    method: 'GET',
    path: '/bookings/:bookingId',
    summary: 'One booking, for its resident, its helper, its shop and staff in scope',
    access: 'signed_in',
    params: bookingParams,
    response: bookingSchema,
  }),
  listOwn: defineEndpoint({
    id: 'bookings.listOwn',
    method: 'GET',
    path: '/me/bookings',
    summary: 'Bookings of the acting person, or those in which they help, the newest first',
    access: 'redemptions.own',
    query: z.object({ ...pageQuery, as: z.enum(BOOKING_SIDES).default('resident') }),
    response: pageOf(bookingSchema),
  }),
  listForPerson: defineEndpoint({
    id: 'bookings.listForPerson',
    method: 'GET',
    path: '/people/:personId/bookings',
    summary: 'What officers booked for somebody and is not over: they answer for them, too',
    access: 'redemptions.assist',
    params: z.object({ personId: idSchema }),
    response: z.object({ items: z.array(bookingSchema) }),
  }),
  calendar: defineEndpoint({
    id: 'bookings.calendar',
    method: 'GET',
    path: '/shops/:shopId/slots',
    summary: 'The times of a shop from one day to another, 35 at most, with who booked them',
    access: 'slots.read',
    params: z.object({ shopId: idSchema }),
    query: z.object({ from: dateSchema, until: dateSchema }),
    response: z.object({
      items: z.array(slotSchema.extend({ offerTitle: z.string(), bookings: z.array(bookingSchema) })),
    }),
  }),
  list: defineEndpoint({
    id: 'bookings.list',
    method: 'GET',
    path: '/bookings',
    summary:
      'Bookings of a unit and below for staff, the newest first; those whose dispute waits; or those that officers made for people of the unit, whose time is over without their word',
    access: 'bookings.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema, show: z.enum(BOOKING_LISTS).default('disputed') }),
    response: pageOf(bookingSchema),
  }),
};

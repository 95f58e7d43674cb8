import { z } from 'zod';
import { dateSchema, idSchema, instantSchema, reasonSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** What becomes of the points where a resident stays away or cancels late. */
export const MISSED_TERMS = ['returned', 'spent'] as const;

const minutesAheadSchema = z.int().min(0).max(20_160);

/** A time at which a service can be had, as a resident sees it. */
export const slotSchema = z.object({
  slotId: idSchema,
  offerId: idSchema,
  shopId: idSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  /** Until then it can be booked. */
  bookUntil: instantSchema,
  /** Until then a booking is cancelled without any consequence. */
  cancelUntil: instantSchema,
  missed: z.enum(MISSED_TERMS),
  capacity: z.int(),
  /** Places that are free. */
  left: z.int(),
  closed: z.boolean(),
  /** The neighbour who helps, masked (`陈*`); null where the shop serves. */
  helperName: z.string().nullable(),
});
export type Slot = z.infer<typeof slotSchema>;

export const slots = {
  create: defineEndpoint({
    id: 'slots.create',
    method: 'POST',
    path: '/offers/:offerId/slots',
    summary: 'Times at which a service can be booked: one, or the same weekday for some weeks',
    access: 'slots.manage',
    params: z.object({ offerId: idSchema }),
    body: z.object({
      date: dateSchema,
      startTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      minutes: z.int().min(15).max(720),
      weeks: z.int().min(1).max(26).default(1),
      capacity: z.int().min(1).max(50).default(1),
      /** Bookable until this many minutes before the start. */
      leadMinutes: minutesAheadSchema.default(60),
      /** Cancelled freely until this many minutes before the start. */
      cancelMinutes: minutesAheadSchema.default(720),
      /** Only staff make a stay-away pay. */
      missed: z.enum(MISSED_TERMS).default('returned'),
      /** A neighbour who helps; staff name them. */
      helperPersonId: idSchema.nullable().default(null),
      /** By which rule the neighbour earns; null where they do not. */
      ruleCode: idSchema.nullable().default(null),
    }),
    response: z.object({ items: z.array(slotSchema) }),
    status: 201,
    idempotent: true,
  }),
  listOfOffer: defineEndpoint({
    id: 'slots.listOfOffer',
    method: 'GET',
    path: '/offers/:offerId/slots',
    summary: 'Times of a service that can be booked now, the next first',
    access: 'signed_in',
    params: z.object({ offerId: idSchema }),
    response: z.object({
      offer: z.object({
        title: z.string(),
        picture: z.string(),
        pictureId: idSchema.nullable(),
        shopName: z.string(),
        points: z.int(),
        remainderFen: z.int(),
      }),
      items: z.array(slotSchema),
    }),
  }),
  close: defineEndpoint({
    id: 'slots.close',
    method: 'POST',
    path: '/slots/:slotId/closure',
    summary: 'The time does not take place: it is not booked any more, and whoever booked gets the points back',
    access: 'slots.manage',
    params: z.object({ slotId: idSchema }),
    body: z.object({ reason: reasonSchema }),
    response: slotSchema,
    idempotent: true,
  }),
  closeOfShop: defineEndpoint({
    id: 'slots.closeOfShop',
    method: 'POST',
    path: '/shops/:shopId/slot-closures',
    summary: 'No coming time of a suspended shop takes place: whoever booked gets the points back',
    access: 'slots.manage',
    params: z.object({ shopId: idSchema }),
    body: z.object({ reason: reasonSchema }),
    /** How many times were closed by this request. */
    response: z.object({ closed: z.int() }),
    idempotent: true,
  }),
};

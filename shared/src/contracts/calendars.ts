import { z } from 'zod';
import { activityStateSchema } from './activities.ts';
import { categorySchema, dateSchema, idSchema, instantSchema, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const activityParams = z.object({ activityId: idSchema });

/** An activity as a calendar or a monthly list shows it. */
export const calendarItemSchema = z.object({
  activityId: idSchema,
  title: z.string(),
  category: categorySchema,
  state: activityStateSchema,
  unitName: z.string(),
  place: z.string(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  capacity: z.int(),
  signedUp: z.int(),
  waiting: z.int(),
  /**
   * Who came, once nothing of it waits for review any more: people whose attendance was approved, and their minutes together.
   * Null before. An objection that takes away from it afterwards is followed.
   */
  served: z.object({ people: z.int(), minutes: z.int() }).nullable(),
  /** `每小时 2 分` */
  earnsZh: z.string(),
  earnsEn: z.string(),
  seriesId: idSchema.nullable(),
  /** Of another community, which shares it with this one. */
  shared: z.boolean(),
});
export type CalendarItem = z.infer<typeof calendarItemSchema>;

const feedSchema = z.object({
  /** Since when there is a private address; null where there is none. */
  madeAt: instantSchema.nullable(),
});

/** Longest time that a calendar asks for: six weeks of a month's page. */
export const CALENDAR_DAYS_MAX = 45;

export const calendars = {
  staff: defineEndpoint({
    id: 'calendars.staff',
    method: 'GET',
    path: '/activity-calendar',
    summary: 'Activities of a unit and below from one date until another, in whatever state, with those shared with it',
    access: 'activities.read',
    query: z.object({ unitId: unitIdSchema, from: dateSchema, until: dateSchema }),
    response: z.object({ items: z.array(calendarItemSchema), more: z.boolean() }),
  }),
  monthly: defineEndpoint({
    id: 'calendars.monthly',
    method: 'GET',
    path: '/activity-lists',
    summary:
      'The monthly activity list of a community, for everybody: what was approved, held or cancelled, and how many came',
    access: 'public',
    query: z.object({ unitId: unitIdSchema, month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
    response: z.object({ unitName: z.string(), items: z.array(calendarItemSchema), more: z.boolean() }),
  }),
  file: defineEndpoint({
    id: 'calendars.file',
    method: 'GET',
    path: '/me/activities/:activityId/calendar',
    summary: 'One activity as a calendar file (.ics)',
    access: 'account.read_own',
    params: activityParams,
    raw: 'file',
  }),
  ownFeed: defineEndpoint({
    id: 'calendars.ownFeed',
    method: 'GET',
    path: '/me/calendar-feed',
    summary: 'Whether there is a private calendar address',
    access: 'account.read_own',
    response: feedSchema,
  }),
  makeFeed: defineEndpoint({
    id: 'calendars.makeFeed',
    method: 'POST',
    path: '/me/calendar-feed',
    summary: 'Make a private calendar address; it is shown once, and the one before stops working',
    access: 'account.read_own',
    response: z.object({ url: z.string(), madeAt: instantSchema }),
    status: 201,
  }),
  dropFeed: defineEndpoint({
    id: 'calendars.dropFeed',
    method: 'DELETE',
    path: '/me/calendar-feed',
    summary: 'The private calendar address stops working',
    access: 'account.read_own',
    status: 204,
  }),
  feed: defineEndpoint({
    id: 'calendars.feed',
    method: 'GET',
    path: '/calendar-feeds/:secret',
    summary: 'Own activities as a calendar (.ics) for a phone that subscribes; whoever has the address reads it',
    access: 'public',
    params: z.object({ secret: z.string().regex(/^[A-Za-z0-9_-]{43}(\.ics)?$/) }),
    raw: 'file',
  }),
  fullSheet: defineEndpoint({
    id: 'calendars.fullSheet',
    method: 'POST',
    path: '/activities/:activityId/full-sheet',
    summary: 'The sign-up sheet with full names and phones, for printing: every look is on record, with its reason',
    access: 'people.unmask',
    params: activityParams,
    body: z.object({ reason: reasonSchema }),
    response: z.object({
      items: z.array(
        z.object({ personId: idSchema, name: z.string(), phone: z.string().nullable(), unitName: z.string() }),
      ),
      /** Beyond the caller's reach: they stand on the sheet masked. */
      masked: z.int(),
    }),
  }),
};

import { z } from 'zod';
import { dateSchema, idSchema, instantSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);

/** Seven lists of at most three spans, Monday first, and days on which a shop is closed all the same. */
export const openingHoursSchema = z.object({
  weekdays: z.array(z.array(z.object({ from: timeSchema, until: timeSchema })).max(3)).length(7),
  closedDays: z.array(dateSchema).max(60),
});

/** On these weekdays (1 Monday to 7 Sunday) and these days of the month a community's own market redeems. */
export const redemptionDaysSchema = z
  .object({
    weekdays: z.array(z.int().min(1).max(7)).max(7),
    monthDays: z.array(z.int().min(1).max(31)).max(31),
  })
  .refine(({ weekdays, monthDays }) => weekdays.length + monthDays.length > 0);

export const openingSchema = z.object({
  /** Null: always open. */
  hours: openingHoursSchema.nullable(),
  /** Null: every day. Of a community's own market only. */
  redemptionDays: redemptionDaysSchema.nullable(),
});

/** How a shop stands now, as residents see it. */
export const openingNowSchema = openingSchema.extend({
  openNow: z.boolean(),
  /** When a shop that is closed now opens; null where it is open, or that is not known. */
  opensAt: instantSchema.nullable(),
  redeemsToday: z.boolean(),
  /** Null where today is one, or none is known. */
  nextRedemptionDay: dateSchema.nullable(),
});
export type OpeningNow = z.infer<typeof openingNowSchema>;

const shopParams = z.object({ shopId: idSchema });

export const shopOpening = {
  get: defineEndpoint({
    id: 'shopOpening.get',
    method: 'GET',
    path: '/shops/:shopId/opening',
    summary: 'When a shop is open, and on which days a market redeems',
    access: 'shops.read',
    params: shopParams,
    response: openingNowSchema.extend({ version: z.int() }),
  }),
  set: defineEndpoint({
    id: 'shopOpening.set',
    method: 'PUT',
    path: '/shops/:shopId/opening',
    summary: 'Set when a shop is open, and on which days a market redeems',
    access: 'shops.opening',
    params: shopParams,
    body: openingSchema.extend({ version: z.int() }),
    response: openingNowSchema.extend({ version: z.int() }),
  }),
};

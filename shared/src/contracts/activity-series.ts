import { z } from 'zod';
import { activityPlanFields, activityStateSchema } from './activities.ts';
import { dateSchema, idSchema, instantSchema, nameSchema, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const repeatsSchema = z.object({
  /** 1 for Monday to 7 for Sunday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  everyWeeks: z.int().min(1).max(8).default(1),
  /** The last date that there may be one. */
  until: dateSchema,
  /** Dates that are left out. */
  skip: z.array(dateSchema).max(100).default([]),
});

const occasionSchema = z.object({
  activityId: idSchema,
  state: activityStateSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  place: z.string(),
  signedUp: z.int(),
  waiting: z.int(),
});

/** The same activity again and again, each date an activity of its own. */
export const seriesSchema = z.object({
  seriesId: idSchema,
  title: z.string(),
  unitId: unitIdSchema,
  repeats: repeatsSchema,
  organiserName: z.string(),
  /** Soonest first. */
  occasions: z.array(occasionSchema),
});
export type ActivitySeries = z.infer<typeof seriesSchema>;

/** What came of each activity that a step was taken for. */
const outcomes = z.object({
  items: z.array(
    z.object({
      activityId: idSchema,
      startsAt: instantSchema,
      /** Why not: a problem code; null where it was done. */
      refused: z.string().nullable(),
    }),
  ),
});
export type SeriesOutcomes = z.infer<typeof outcomes>;

const seriesParams = z.object({ seriesId: idSchema });

export const activitySeries = {
  plan: defineEndpoint({
    id: 'activitySeries.plan',
    method: 'POST',
    path: '/activity-series',
    summary: 'Draft an activity for every date of a series; the times given are those of the first day',
    access: 'activities.plan',
    idempotent: true,
    body: z.object({ ...activityPlanFields, repeats: repeatsSchema }),
    response: seriesSchema,
    status: 201,
  }),
  get: defineEndpoint({
    id: 'activitySeries.get',
    method: 'GET',
    path: '/activity-series/:seriesId',
    summary: 'A series with its dates',
    access: 'activities.read',
    params: seriesParams,
    response: seriesSchema,
  }),
  submit: defineEndpoint({
    id: 'activitySeries.submit',
    method: 'POST',
    path: '/activity-series/:seriesId/submission',
    summary: 'Ask for approval of every draft of a series',
    access: 'activities.plan',
    params: seriesParams,
    response: outcomes,
  }),
  decide: defineEndpoint({
    id: 'activitySeries.decide',
    method: 'POST',
    path: '/activity-series/:seriesId/decision',
    summary:
      'Approve, return or reject what waits of a series; each date has its own result (a budget may end in between)',
    access: 'activities.approve',
    params: seriesParams,
    body: z.object({ decision: z.enum(['approve', 'return', 'reject']), reason: reasonSchema.optional() }),
    response: outcomes,
  }),
  change: defineEndpoint({
    id: 'activitySeries.change',
    method: 'PATCH',
    path: '/activity-series/:seriesId/following',
    summary:
      'Change one date of a series and all that follow; what was approved takes only what approval does not rest on',
    access: 'activities.plan',
    params: seriesParams,
    body: z.object({
      from: idSchema,
      title: nameSchema.optional(),
      place: z.string().trim().min(1).max(100).optional(),
      description: z.string().trim().max(1000).optional(),
      /** Time of day in China. */
      startTime: timeSchema.optional(),
      endTime: timeSchema.optional(),
      capacity: z.int().min(1).max(10_000).optional(),
    }),
    response: outcomes,
  }),
  cancel: defineEndpoint({
    id: 'activitySeries.cancel',
    method: 'POST',
    path: '/activity-series/:seriesId/cancellation',
    summary: 'Cancel one date of a series and all that follow; everybody who signed up is told',
    access: 'activities.run',
    params: seriesParams,
    body: z.object({ from: idSchema, reason: reasonSchema }),
    response: outcomes,
  }),
};

import { z } from 'zod';
import { CREDITED_BEFORE_MINUTES_MAX, WATCH_KINDS } from '../domain/watch/index.ts';
import { idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { creditLineSchema } from './credit-lines.ts';
import { defineEndpoint } from './endpoint.ts';
import { REDEMPTION_VIAS, redemptionStateSchema } from './redemptions.ts';

/**
 * - `open`: worth a look
 * - `dismissed`: somebody looked and wrote down what it was; opened again where twice as much comes behind it
 * - `passed`: no longer so, by a later setting
 */
export const WATCH_STATES = ['open', 'dismissed', 'passed'] as const;

export const watchFindingSchema = z.object({
  findingId: idSchema,
  kind: z.enum(WATCH_KINDS),
  state: z.enum(WATCH_STATES),
  unitId: unitIdSchema,
  unitName: z.string(),
  /** What is behind it: `items` lists credits, `redemptions` redemptions; a sheet has a page of its own. */
  about: z.enum(['credits', 'sheet', 'redemptions']),
  sheet: z.object({ kind: z.enum(['batch', 'import']), sheetId: idSchema }).nullable(),
  /** Month of the approvals or redemptions that it counts, `YYYY-MM`. */
  month: z.string(),
  /** Whom or what it is about: somebody of the staff, an activity, a sheet or a shop by name; null for a phone. */
  subjectName: z.string().nullable(),
  /** The resident that it is about beside the shop; null where it is about nobody in particular. */
  maskedName: z.string().nullable(),
  /** How many (approvals, people, activities, redemptions), of how many. */
  count: z.int(),
  of: z.int(),
  firstSeenAt: instantSchema,
  /** What was written down when it was dismissed, the newest last. */
  dismissals: z.array(z.object({ at: instantSchema, byName: z.string(), reason: z.string(), count: z.int() })),
  /** Whether the caller may dismiss it: without a part in it. */
  mayDismiss: z.boolean(),
});
export type WatchFindingView = z.infer<typeof watchFindingSchema>;

/** A credit behind a finding, with its entry where it is posted. */
export const watchItemSchema = creditLineSchema.extend({
  /** From filing to approval. */
  waitedSeconds: z.int().nullable(),
});
export type WatchItem = z.infer<typeof watchItemSchema>;

/** A redemption behind a finding, with the entry that took its points. */
export const watchRedemptionSchema = z.object({
  redemptionId: idSchema,
  entryId: z.string().nullable(),
  state: redemptionStateSchema,
  via: z.enum(REDEMPTION_VIAS),
  shopName: z.string(),
  offerTitle: z.string(),
  quantity: z.int(),
  maskedName: z.string(),
  points: z.int(),
  at: instantSchema,
  /** From an approval by somebody of the shop to the redemption; null where there was none. */
  creditedSecondsBefore: z.int().nullable(),
});
export type WatchRedemption = z.infer<typeof watchRedemptionSchema>;

const hour = z.int().min(0).max(23);
const percent = z.int().min(1).max(100);
const count = z.int().min(1).max(100_000);
export const watchThresholdsSchema = z.object({
  quickSecondsMax: z.int().min(1).max(86_400),
  quickItemsMin: count,
  reviewerPercentMin: percent,
  reviewerItemsMin: count,
  overPeopleMax: z.int().min(0).max(100_000),
  devicePeopleMin: z.int().min(2).max(100_000),
  roundPercentMin: percent,
  roundItemsMin: count,
  aloneActivitiesMin: count,
  alonePercentMin: percent,
  pairItemsMin: count,
  pairPercentMin: percent,
  pairTimesMin: count,
  oddFromHour: hour,
  oddUntilHour: hour,
  oddItemsMin: count,
  burstMinutes: z.int().min(1).max(240),
  burstItemsMin: z.int().min(2).max(100_000),
  creditMinutesMax: z.int().min(1).max(CREDITED_BEFORE_MINUTES_MAX),
  creditItemsMin: count,
});

export const watchSettingsSchema = z.object({
  unitId: unitIdSchema,
  /** What counts here now. */
  thresholds: watchThresholdsSchema,
  /** The unit that set them; null where nobody has. */
  setBy: z.object({ unitId: unitIdSchema, unitName: z.string() }).nullable(),
  /** Of this unit's own setting; 0 while it has none. */
  version: z.int(),
});
export type WatchSettings = z.infer<typeof watchSettingsSchema>;

const ofFinding = z.object({ findingId: idSchema });

export const watch = {
  list: defineEndpoint({
    id: 'watch.list',
    method: 'GET',
    path: '/watch/findings',
    summary:
      'What is worth a look in how points are earned and spent in a unit and below; open ones oldest first, all newest first',
    access: 'watch.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      kind: z.enum(WATCH_KINDS).optional(),
      show: z.enum(['open', 'all']).default('open'),
    }),
    response: pageOf(watchFindingSchema),
  }),
  get: defineEndpoint({
    id: 'watch.get',
    method: 'GET',
    path: '/watch/findings/:findingId',
    summary: 'One finding',
    access: 'watch.read',
    params: ofFinding,
    response: watchFindingSchema,
  }),
  items: defineEndpoint({
    id: 'watch.items',
    method: 'GET',
    path: '/watch/findings/:findingId/items',
    summary: 'The credits behind a finding, newest approval first',
    access: 'watch.read',
    params: ofFinding,
    query: z.object(pageQuery),
    response: pageOf(watchItemSchema),
  }),
  redemptions: defineEndpoint({
    id: 'watch.redemptions',
    method: 'GET',
    path: '/watch/findings/:findingId/redemptions',
    summary: 'The redemptions behind a finding, newest first',
    access: 'watch.read',
    params: ofFinding,
    query: z.object(pageQuery),
    response: pageOf(watchRedemptionSchema),
  }),
  dismiss: defineEndpoint({
    id: 'watch.dismiss',
    method: 'POST',
    path: '/watch/findings/:findingId/dismissal',
    summary: 'Write down what a finding was, without a part in it',
    access: 'watch.dismiss',
    params: ofFinding,
    body: z.object({ reason: reasonSchema }),
    response: watchFindingSchema,
  }),
  settings: defineEndpoint({
    id: 'watch.settings',
    method: 'GET',
    path: '/watch/settings/:unitId',
    summary: 'From where on something is reported in a unit',
    access: 'watch.read',
    params: z.object({ unitId: unitIdSchema }),
    response: watchSettingsSchema,
  }),
  setSettings: defineEndpoint({
    id: 'watch.setSettings',
    method: 'PUT',
    path: '/watch/settings/:unitId',
    summary: 'Set from where on something is reported in a unit and below; null goes by the unit above again',
    access: 'watch.settings',
    params: z.object({ unitId: unitIdSchema }),
    body: z.object({ thresholds: watchThresholdsSchema.nullable(), version: z.int().min(0) }),
    response: watchSettingsSchema,
  }),
};

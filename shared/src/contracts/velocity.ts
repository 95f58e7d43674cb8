import { z } from 'zod';
import { VELOCITY_KINDS } from '../domain/velocity/index.ts';
import { idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const limitSchema = z.int().min(1).max(100_000).nullable();
export const velocityLimitsSchema = z.object({
  shopPerTenMinutes: limitSchema,
  shopPerDay: limitSchema,
  pairPerHour: limitSchema,
  pairPerDay: limitSchema,
});

export const velocitySettingsSchema = z.object({
  unitId: unitIdSchema,
  limits: velocityLimitsSchema,
  /** The unit that set them; null where nobody has. */
  setBy: z.object({ unitId: unitIdSchema, unitName: z.string() }).nullable(),
  version: z.int(),
});
export type VelocitySettings = z.infer<typeof velocitySettingsSchema>;

export const velocityStopSchema = z.object({
  stopId: idSchema,
  kind: z.enum(VELOCITY_KINDS),
  shopId: idSchema,
  shopName: z.string(),
  /** Null where the shop itself reached its limit. */
  maskedName: z.string().nullable(),
  limit: z.int(),
  /** How often it was refused. */
  turnedAway: z.int(),
  firstAt: instantSchema,
  /** When it ends by itself. */
  endsAt: instantSchema,
  lift: z.object({ byName: z.string(), at: instantSchema, until: instantSchema, reason: z.string() }).nullable(),
  mayLift: z.boolean(),
});
export type VelocityStop = z.infer<typeof velocityStopSchema>;

export const velocity = {
  settings: defineEndpoint({
    id: 'velocity.settings',
    method: 'GET',
    path: '/velocity/settings/:unitId',
    summary: 'How fast may be redeemed in a unit',
    access: 'watch.read',
    params: z.object({ unitId: unitIdSchema }),
    response: velocitySettingsSchema,
  }),
  setSettings: defineEndpoint({
    id: 'velocity.setSettings',
    method: 'PUT',
    path: '/velocity/settings/:unitId',
    summary: 'Set how fast may be redeemed in a unit and below; null goes by the unit above again',
    access: 'watch.settings',
    params: z.object({ unitId: unitIdSchema }),
    body: z.object({ limits: velocityLimitsSchema.nullable(), version: z.int().min(0) }),
    response: velocitySettingsSchema,
  }),
  stops: defineEndpoint({
    id: 'velocity.stops',
    method: 'GET',
    path: '/velocity/stops',
    summary: 'Where redeeming was slowed or stopped in a unit and below, newest first',
    access: 'watch.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional() }),
    response: pageOf(velocityStopSchema),
  }),
  lift: defineEndpoint({
    id: 'velocity.lift',
    method: 'POST',
    path: '/velocity/stops/:stopId/lift',
    summary: 'Let a shop, or a resident at a shop, redeem on although a limit is reached, for some hours; on record',
    access: 'watch.dismiss',
    params: z.object({ stopId: idSchema }),
    body: z.object({ hours: z.int().min(1).max(72), reason: reasonSchema }),
    response: velocityStopSchema,
    idempotent: true,
  }),
};

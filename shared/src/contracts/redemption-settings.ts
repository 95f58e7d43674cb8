import { z } from 'zod';
import { REDEMPTION_SETTINGS_DEFAULT, SHOP_CAPS_DEFAULT } from '../domain/redemptions/index.ts';
import { idSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const pointsSchema = z.int().min(0).max(1_000_000);
const periodCapsSchema = z.object({ day: pointsSchema.nullable(), month: pointsSchema.nullable() });

export const redemptionRulesSchema = z.object({
  /** Up to this many points a scan of the code is enough; above it, and for services, the resident confirms. */
  smallAmountPoints: pointsSchema,
  /** Up to this many points of a redemption one person gives back; above it a second one confirms. */
  refundAlonePoints: pointsSchema,
  /** Working days that a refund waits for its second word before it is over. */
  refundAnswerDays: z.int().min(1).max(60).default(REDEMPTION_SETTINGS_DEFAULT.refundAnswerDays),
  /** Points that one person may spend by assurance; null for no limit. A cap counts weaker ones too. */
  caps: z.object({ card: periodCapsSchema, poster: periodCapsSchema, code: periodCapsSchema, pin: periodCapsSchema }),
  /** How much may be redeemed at each shop of the unit, whoever redeems: points, and how many redemptions; null for no limit. */
  shopCaps: z.object({ points: periodCapsSchema, count: periodCapsSchema }).default(SHOP_CAPS_DEFAULT),
});

const leftSchema = z.object({ max: z.int(), left: z.int() }).nullable();
/** What of each limit of a shop is left; null for what is not limited. */
export const shopCapsLeftSchema = z.object({
  points: z.object({ day: leftSchema, month: leftSchema }),
  count: z.object({ day: leftSchema, month: leftSchema }),
});
export type ShopCapsLeft = z.infer<typeof shopCapsLeftSchema>;

export const redemptionSettingsSchema = z.object({
  unitId: unitIdSchema,
  /** What counts at the unit's shops now. */
  rules: redemptionRulesSchema,
  /** The unit that set them; null where nobody has. */
  setBy: z.object({ unitId: unitIdSchema, unitName: z.string() }).nullable(),
  /** Of this unit's own setting; 0 while it has none. */
  version: z.int(),
  /** Whether the caller may set them. */
  maySet: z.boolean(),
  /**
   * The highest limits that the caller may set: what units above have set, or, for who may only tighten them, what counts now.
   * Null where nothing bounds them.
   */
  most: z
    .object({
      limits: redemptionRulesSchema.omit({ refundAnswerDays: true }),
      by: z.enum(['unit_above', 'office_above']),
      /** The unit above that set it; null where an office above has to loosen it. */
      unitName: z.string().nullable(),
    })
    .nullable(),
});
export type RedemptionSettingsView = z.infer<typeof redemptionSettingsSchema>;

const ofUnit = z.object({ unitId: unitIdSchema });

export const redemptionSettings = {
  get: defineEndpoint({
    id: 'redemptionSettings.get',
    method: 'GET',
    path: '/redemption-settings/:unitId',
    summary: 'What counts at the shops of a unit: small amounts, caps by assurance, refunds by two persons',
    access: 'redemptions.read',
    params: ofUnit,
    response: redemptionSettingsSchema,
  }),
  set: defineEndpoint({
    id: 'redemptionSettings.set',
    method: 'PUT',
    path: '/redemption-settings/:unitId',
    summary: 'Set it for a unit and below; null goes by the unit above again',
    access: 'redemptions.settings',
    params: ofUnit,
    body: z.object({ rules: redemptionRulesSchema.nullable(), version: z.int().min(0) }),
    response: redemptionSettingsSchema,
  }),
  ofShop: defineEndpoint({
    id: 'redemptionSettings.ofShop',
    method: 'GET',
    path: '/shops/:shopId/caps',
    summary: 'What may still be redeemed at a shop today and this month',
    access: 'shops.read',
    params: z.object({ shopId: idSchema }),
    response: shopCapsLeftSchema,
  }),
};

import { z } from 'zod';
import { idSchema, instantSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** 兑换密码: six digits. */
export const pinSchema = z.string().regex(/^\d{6}$/);

const personParams = z.object({ personId: idSchema });

export const redemptionPinSchema = z.object({
  /** Whether the person has a PIN. */
  set: z.boolean(),
  /** Too many wrong ones: it works again once an officer sets a new one. */
  locked: z.boolean(),
  /** Wrong ones in a row so far. */
  wrong: z.int(),
  setAt: instantSchema.nullable(),
  setByName: z.string().nullable(),
});
export type RedemptionPin = z.infer<typeof redemptionPinSchema>;

/** The PIN (兑换密码) with which somebody spends by card, and above the lower caps by phone. It is set at the office. */
export const redemptionPins = {
  get: defineEndpoint({
    id: 'redemptionPins.get',
    method: 'GET',
    path: '/people/:personId/redemption-pin',
    summary: 'Whether somebody has a PIN for redeeming, and whether it is locked',
    access: 'cards.read',
    params: personParams,
    response: redemptionPinSchema,
  }),
  set: defineEndpoint({
    id: 'redemptionPins.set',
    method: 'PUT',
    path: '/people/:personId/redemption-pin',
    summary: 'Set the PIN that the person types at the office, or a new one; a locked one works again',
    access: 'cards.manage',
    params: personParams,
    body: z.object({ pin: pinSchema }),
    response: redemptionPinSchema,
  }),
  remove: defineEndpoint({
    id: 'redemptionPins.remove',
    method: 'DELETE',
    path: '/people/:personId/redemption-pin',
    summary: 'Take the PIN away: the card spends nothing any more',
    access: 'cards.manage',
    params: personParams,
    status: 204,
  }),
  own: defineEndpoint({
    id: 'redemptionPins.own',
    method: 'GET',
    path: '/me/redemption-pin',
    summary: 'Whether the acting person has a PIN for redeeming',
    access: 'redemptions.own',
    response: z.object({ set: z.boolean(), locked: z.boolean() }),
  }),
  check: defineEndpoint({
    id: 'redemptionPins.check',
    method: 'POST',
    path: '/me/redemption-pin/checks',
    summary: 'The acting person types the PIN on their phone: for five minutes the higher cap counts',
    access: 'redemptions.own',
    body: z.object({ pin: pinSchema }),
    response: z.object({ pinCheckId: idSchema, expiresAt: instantSchema }),
    status: 201,
  }),
};

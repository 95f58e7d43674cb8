import { z } from 'zod';
import { idSchema, instantSchema, reasonSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** That a shop takes part no more: proposed by one person of the office, confirmed by another, and final from then on. */
export const shopClosingSchema = z.object({
  closingId: idSchema,
  reason: z.string(),
  proposedByName: z.string(),
  proposedAt: instantSchema,
  /** Null while it waits for another person's word. */
  confirmedByName: z.string().nullable(),
  closedAt: instantSchema.nullable(),
  /** Whether the caller may give the second word: not who proposed it. */
  mayConfirm: z.boolean(),
  /** Whether the caller may take it back or turn it down. */
  mayWithdraw: z.boolean(),
});
export type ShopClosing = z.infer<typeof shopClosingSchema>;

/** What closing a shop with its branches ends, and what is left of it afterwards. */
export const shopClosingEffectsSchema = z.object({
  /** Branches that are closed with it. */
  branches: z.int(),
  /** Offers that are withdrawn. */
  offers: z.int(),
  /** Redemptions at the counter that end, their points given back. */
  openRedemptions: z.int(),
  /** Bookings of times to come that are called off, their points given back. */
  bookings: z.int(),
  /** People who can no longer sign in for it; owners still can, to read and to dispute what they are owed. */
  staff: z.int(),
  /** Kinds and pieces of counted goods that are still on the shelf. */
  stockOffers: z.int(),
  stockPieces: z.int(),
  /** Refunds that wait for a second word; they go on. */
  refundsWaiting: z.int(),
  /** Fen that are owed to it and not paid: these are still settled. */
  owedFen: z.int(),
});
export type ShopClosingEffects = z.infer<typeof shopClosingEffectsSchema>;

const params = z.object({ shopId: idSchema });
const which = z.object({ closingId: idSchema });

export const shopClosings = {
  get: defineEndpoint({
    id: 'shopClosings.get',
    method: 'GET',
    path: '/shops/:shopId/closing',
    summary: 'The closing of a shop, proposed or done, and what it ends or has left; the shop sees it once it is done',
    access: 'shops.read',
    params,
    response: z.object({ closing: shopClosingSchema.nullable(), effects: shopClosingEffectsSchema }),
  }),
  propose: defineEndpoint({
    id: 'shopClosings.propose',
    method: 'PUT',
    path: '/shops/:shopId/closing',
    summary: 'Propose to close a shop for good; nothing happens until somebody else confirms it',
    access: 'shops.close',
    params,
    body: z.object({ reason: reasonSchema }),
    response: shopClosingSchema,
  }),
  withdraw: defineEndpoint({
    id: 'shopClosings.withdraw',
    method: 'POST',
    path: '/shops/:shopId/closing/withdrawal',
    summary: "Take a proposed closing back, or turn a colleague's down",
    access: 'shops.close',
    params,
    body: which,
    status: 204,
  }),
  confirm: defineEndpoint({
    id: 'shopClosings.confirm',
    method: 'POST',
    path: '/shops/:shopId/closing/confirmation',
    summary: 'Close a shop with its branches for good; not by who proposed it. What it is owed is still settled',
    access: 'shops.close',
    params,
    body: which,
    response: shopClosingSchema,
    idempotent: true,
  }),
};

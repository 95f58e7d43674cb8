import { z } from 'zod';
import {
  dateSchema,
  idSchema,
  instantSchema,
  nameSchema,
  pageOf,
  pageQuery,
  reasonSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { publicOfferSchema } from './offers.ts';
import { openingNowSchema } from './shop-opening.ts';

export const SHOP_STATES = ['applied', 'active', 'suspended', 'closed'] as const;
export const SHOP_KINDS = ['canteen', 'store', 'service', 'community_market'] as const;

/** What was agreed with a shop for some days: it serves on those days only. */
const agreementFields = {
  /** As it stands on the paper. */
  number: z.string().trim().min(1).max(40),
  from: dateSchema,
  /** The last day. */
  until: dateSchema,
  /** How and when it is settled, in the words of the paper. */
  settlementTerms: z.string().trim().min(2).max(300),
};
export const agreementSchema = z.object({
  ...agreementFields,
  proposedByName: z.string(),
  /** Null for one that waits for another person's word. */
  confirmedByName: z.string().nullable(),
});
export type Agreement = z.infer<typeof agreementSchema>;

export const shopSchema = z.object({
  shopId: idSchema,
  name: nameSchema,
  kind: z.enum(SHOP_KINDS),
  unitId: unitIdSchema,
  unitName: z.string(),
  address: z.string(),
  state: z.enum(SHOP_STATES),
  /** The main shop of a branch, under whose agreement it serves. */
  parentId: idSchema.nullable(),
  parentName: z.string().nullable(),
  /** Takes orders now; the shop's own switch. */
  accepting: z.boolean(),
  version: z.int(),
});
export type Shop = z.infer<typeof shopSchema>;

/** That somebody of the office did something to a shop, and why: for the office and the shop itself. */
const shopActSchema = z.object({ reason: z.string(), byName: z.string(), at: instantSchema.nullable() });

const shopParams = z.object({ shopId: idSchema });

/** A shop page as residents see it. */
export const publicShopSchema = shopSchema
  .omit({ version: true })
  .extend({ verified: z.boolean(), offers: z.array(publicOfferSchema), opening: openingNowSchema });

export const shops = {
  create: defineEndpoint({
    id: 'shops.create',
    method: 'POST',
    path: '/shops',
    summary: 'Enter a partner shop',
    access: 'shops.manage',
    body: z.object({
      name: nameSchema,
      kind: z.enum(SHOP_KINDS),
      unitId: unitIdSchema,
      address: z.string().trim().max(100).default(''),
      /** Makes it a branch of this shop. */
      parentId: idSchema.nullable().default(null),
    }),
    response: shopSchema,
    status: 201,
  }),
  approve: defineEndpoint({
    id: 'shops.approve',
    method: 'POST',
    path: '/shops/:shopId/approval',
    summary: 'Approve a shop; not by who entered it',
    access: 'shops.manage',
    params: shopParams,
    response: shopSchema,
  }),
  suspend: defineEndpoint({
    id: 'shops.suspend',
    method: 'POST',
    path: '/shops/:shopId/suspension',
    summary: 'Suspend a shop: no new redemptions; open ones can still be confirmed or time out',
    access: 'shops.manage',
    params: shopParams,
    body: z.object({ reason: reasonSchema }),
    response: shopSchema,
  }),
  agreements: defineEndpoint({
    id: 'shops.agreements',
    method: 'GET',
    path: '/shops/:shopId/agreements',
    summary: 'What was agreed with a shop, newest first, and what waits for a second person',
    access: 'shops.read',
    params: shopParams,
    response: z.object({ proposed: agreementSchema.nullable(), agreed: z.array(agreementSchema) }),
  }),
  proposeAgreement: defineEndpoint({
    id: 'shops.proposeAgreement',
    method: 'PUT',
    path: '/shops/:shopId/agreement',
    summary: 'Enter an agreement, or another one after it; it counts once somebody else confirmed it',
    access: 'shops.manage',
    params: shopParams,
    body: z.object(agreementFields),
    response: agreementSchema,
  }),
  confirmAgreement: defineEndpoint({
    id: 'shops.confirmAgreement',
    method: 'POST',
    path: '/shops/:shopId/agreement/confirmation',
    summary: 'Confirm the agreement that waits, by its number; not by who entered it',
    access: 'shops.manage',
    params: shopParams,
    body: z.object({ number: z.string().trim().min(1).max(40) }),
    response: agreementSchema,
  }),
  list: defineEndpoint({
    id: 'shops.list',
    method: 'GET',
    path: '/shops',
    summary: 'Shops of a unit and below',
    access: 'shops.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      state: z.enum(SHOP_STATES).optional(),
      /** Part of a name or an address. */
      search: z.string().trim().max(50).optional(),
      /** `current`: all that are not closed for good. `serving`: only those at which something can be redeemed now; a page may be shorter than was asked for. */
      show: z.enum(['all', 'current', 'serving']).default('all'),
    }),
    response: pageOf(
      shopSchema.extend({ owedFenThisMonth: z.int(), redeemedThisMonth: z.int(), pointsThisMonth: z.int() }),
    ),
  }),
  get: defineEndpoint({
    id: 'shops.get',
    method: 'GET',
    path: '/shops/:shopId',
    summary: 'One shop, for staff and the shop itself',
    access: 'shops.read',
    params: shopParams,
    response: shopSchema.extend({
      owedFenThisMonth: z.int(),
      redeemedThisMonth: z.int(),
      pointsThisMonth: z.int(),
      /** Why it is suspended; null where it is not. */
      suspension: shopActSchema.nullable(),
      /** Why its poster was replaced last; null where it never was. */
      posterReplaced: shopActSchema.nullable(),
    }),
  }),
  branches: defineEndpoint({
    id: 'shops.branches',
    method: 'GET',
    path: '/shops/:shopId/branches',
    summary: 'The branches of a shop, by name',
    access: 'shops.read',
    params: shopParams,
    response: z.object({ items: z.array(shopSchema) }),
  }),
  setAccepting: defineEndpoint({
    id: 'shops.setAccepting',
    method: 'PUT',
    path: '/shops/:shopId/accepting',
    summary: 'Take orders, or pause',
    access: 'shops.operate',
    params: shopParams,
    body: z.object({ accepting: z.boolean() }),
    response: shopSchema,
  }),
  poster: defineEndpoint({
    id: 'shops.poster',
    method: 'GET',
    path: '/shops/:shopId/poster',
    summary: 'The signed QR text of the shop, for printing',
    access: 'shops.read',
    params: shopParams,
    response: z.object({ codeUrl: z.string(), serial: z.int(), shopName: z.string(), issuedAt: instantSchema }),
  }),
  replacePoster: defineEndpoint({
    id: 'shops.replacePoster',
    method: 'POST',
    path: '/shops/:shopId/poster/replacement',
    summary:
      'Make a new poster, by the office or the owner; the old one stops working at once, and who did not do it is told',
    access: 'shops.poster',
    params: shopParams,
    body: z.object({ reason: reasonSchema }),
    response: z.object({ codeUrl: z.string(), serial: z.int(), shopName: z.string(), issuedAt: instantSchema }),
    idempotent: true,
  }),
  byPoster: defineEndpoint({
    id: 'shops.byPoster',
    method: 'POST',
    path: '/posters/lookup',
    summary: 'The verified shop and its offers behind a scanned poster',
    access: 'account.read_own',
    body: z.object({ code: z.string().min(1).max(300) }),
    response: publicShopSchema,
  }),
  nearby: defineEndpoint({
    id: 'shops.nearby',
    method: 'GET',
    path: '/me/shops',
    summary: 'Active shops with their offers for the resident, own community first',
    access: 'account.read_own',
    query: z.object(pageQuery),
    response: pageOf(publicShopSchema),
  }),
};

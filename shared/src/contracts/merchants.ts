import { z } from 'zod';
import {
  fenSchema,
  idSchema,
  instantSchema,
  nameSchema,
  pageOf,
  pageQuery,
  positivePointsSchema,
  reasonSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const SHOP_STATES = ['applied', 'active', 'suspended', 'closed'] as const;
export const SHOP_KINDS = ['canteen', 'store', 'service', 'community_market'] as const;

export const shopSchema = z.object({
  shopId: idSchema,
  name: nameSchema,
  kind: z.enum(SHOP_KINDS),
  unitId: unitIdSchema,
  unitName: z.string(),
  address: z.string(),
  state: z.enum(SHOP_STATES),
  /** Takes orders now; the shop's own switch. */
  accepting: z.boolean(),
  version: z.int(),
});
export type Shop = z.infer<typeof shopSchema>;

export const OFFER_KINDS = ['goods', 'voucher', 'service'] as const;
/** Who pays the shop for what is redeemed: the community's fund, the district, or nobody, because the shop gives it. */
export const OFFER_PAYERS = ['community', 'district', 'shop'] as const;
const offerFields = {
  title: nameSchema,
  kind: z.enum(OFFER_KINDS),
  description: z.string().trim().max(300).default(''),
  /** Name of a drawing in the client: `meal`, `soup`, `bottle`, `rice`, `haircut`, `home_help`, `voucher`, `book`. */
  picture: z.string().max(30).default('voucher'),
  points: positivePointsSchema,
  /** Paid at the till beside the points; 0 for points alone. */
  remainderFen: fenSchema.default(0),
  /** What the payer owes the shop for one; never shown to residents. 0 where the shop gives it. */
  settlementFen: fenSchema,
  payer: z.enum(OFFER_PAYERS).default('community'),
  /** null: not counted */
  stock: z.int().min(0).max(1_000_000).nullable(),
  perPersonMax: z.int().min(1).max(1000).nullable().default(null),
  validFrom: instantSchema,
  validUntil: instantSchema.nullable().default(null),
  active: z.boolean().default(true),
};

/** The terms of a new offer, with what counts where nothing is said. */
export const newOfferSchema = z.object(offerFields);

export const offerSchema = z.object({
  ...offerFields,
  offerId: idSchema,
  shopId: idSchema,
  shopName: z.string(),
  unitId: unitIdSchema,
  version: z.int(),
});
export type Offer = z.infer<typeof offerSchema>;

/** What residents see: no settlement price. */
export const publicOfferSchema = offerSchema.omit({ settlementFen: true, payer: true, version: true });
export type PublicOffer = z.infer<typeof publicOfferSchema>;

const shopParams = z.object({ shopId: idSchema });

/** A shop page as residents see it. */
export const publicShopSchema = shopSchema
  .omit({ version: true })
  .extend({ verified: z.boolean(), offers: z.array(publicOfferSchema) });

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
  list: defineEndpoint({
    id: 'shops.list',
    method: 'GET',
    path: '/shops',
    summary: 'Shops of a unit and below',
    access: 'shops.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional(), state: z.enum(SHOP_STATES).optional() }),
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
    response: shopSchema.extend({ owedFenThisMonth: z.int(), redeemedThisMonth: z.int(), pointsThisMonth: z.int() }),
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
    summary: 'Make a new poster; the old one stops working at once',
    access: 'shops.manage',
    params: shopParams,
    body: z.object({ reason: reasonSchema }),
    response: z.object({ codeUrl: z.string(), serial: z.int(), shopName: z.string(), issuedAt: instantSchema }),
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

export const offers = {
  create: defineEndpoint({
    id: 'offers.create',
    method: 'POST',
    path: '/shops/:shopId/offers',
    summary: 'Add an offer',
    access: 'offers.manage',
    params: shopParams,
    body: newOfferSchema,
    response: offerSchema,
    status: 201,
  }),
  change: defineEndpoint({
    id: 'offers.change',
    method: 'PUT',
    path: '/offers/:offerId',
    summary: 'Change an offer; redemptions keep the terms they were made under. Stock is set by a stocktake, not here.',
    access: 'offers.manage',
    params: z.object({ offerId: idSchema }),
    body: z.object({ ...offerFields, version: z.int() }).omit({ stock: true }),
    response: offerSchema,
  }),
  setStock: defineEndpoint({
    id: 'offers.setStock',
    method: 'POST',
    path: '/offers/:offerId/stock',
    summary: 'Add to or take from the stock, with the reason',
    access: 'offers.manage',
    params: z.object({ offerId: idSchema }),
    body: z.object({ change: z.int().min(-1_000_000).max(1_000_000), reason: reasonSchema }),
    response: offerSchema,
  }),
  listOfShop: defineEndpoint({
    id: 'offers.listOfShop',
    method: 'GET',
    path: '/shops/:shopId/offers',
    summary: 'All offers of a shop',
    access: 'shops.read',
    params: shopParams,
    response: z.object({ items: z.array(offerSchema) }),
  }),
  list: defineEndpoint({
    id: 'offers.list',
    method: 'GET',
    path: '/offers',
    summary: 'Offers of a unit and below, for staff',
    access: 'offers.manage',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional() }),
    response: pageOf(offerSchema),
  }),
};

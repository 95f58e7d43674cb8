import { z } from 'zod';
import { MOVEMENT_KINDS, STOCK_ACTS } from '../domain/offers/stock.ts';
import { OFFER_AGE_YEARS_MAX } from '../domain/offers/terms.ts';
import {
  dateSchema,
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

export const OFFER_KINDS = ['goods', 'voucher', 'service'] as const;
/** Who pays the shop for what is redeemed: the community's fund, the district, or nobody, because the shop gives it. */
export const OFFER_PAYERS = ['community', 'district', 'shop'] as const;
/** What residents look for: 餐饮、粮油副食、日用、健康、文化、生活服务、其他. */
export const OFFER_CATEGORIES = ['meals', 'groceries', 'household', 'health', 'culture', 'services', 'other'] as const;
export type OfferCategory = (typeof OFFER_CATEGORIES)[number];

/** The stretches of business time over which a limit counts. */
export const LIMIT_PERIODS = ['day', 'week', 'month', 'year'] as const;

const countMax = z.int().min(1).max(100_000);

/** What a voucher does to a bill at the till. */
export const voucherSchema = z.discriminatedUnion('form', [
  z.object({ form: z.literal('fixed'), worthFen: z.int().min(1).max(1_000_000), billMinFen: fenSchema.default(0) }),
  z.object({
    form: z.literal('percent'),
    percentOff: z.int().min(1).max(100),
    worthMaxFen: z.int().min(1).max(1_000_000).nullable().default(null),
    billMinFen: fenSchema.default(0),
  }),
]);
export type Voucher = z.infer<typeof voucherSchema>;

/** How many may be redeemed within a day, week, month or year of the business calendar. */
const ageSchema = z.int().min(1).max(OFFER_AGE_YEARS_MAX);

export const periodLimitSchema = z.object({
  every: z.enum(LIMIT_PERIODS),
  /** By one person. */
  perPersonMax: countMax.nullable().default(null),
  /** By everybody together. */
  totalMax: countMax.nullable().default(null),
});

const offerFields = {
  title: nameSchema,
  kind: z.enum(OFFER_KINDS),
  category: z.enum(OFFER_CATEGORIES).default('other'),
  description: z.string().trim().max(300).default(''),
  /** Name of a drawing in the client: `meal`, `soup`, `bottle`, `rice`, `haircut`, `home_help`, `voucher`, `book`. */
  picture: z.string().max(30).default('voucher'),
  /** An uploaded picture, shown instead of the drawing. */
  pictureId: idSchema.nullable().default(null),
  points: positivePointsSchema,
  /** Paid at the till beside the points; 0 for points alone. */
  remainderFen: fenSchema.default(0),
  /** What the payer owes the shop for one; never shown to residents. 0 where the shop gives it. */
  settlementFen: fenSchema,
  payer: z.enum(OFFER_PAYERS).default('community'),
  /** Of vouchers only. */
  voucher: voucherSchema.nullable().default(null),
  /** null: not counted */
  stock: z.int().min(0).max(1_000_000).nullable(),
  /** Pieces that one person may redeem in all. */
  perPersonMax: z.int().min(1).max(1000).nullable().default(null),
  period: periodLimitSchema.nullable().default(null),
  /** Redeemed from this age on, in whole years: up to 18 to keep minors from it, above for the elderly. */
  ageMin: ageSchema.nullable().default(null),
  /** Redeemed up to this age, in whole years and included: for children and the young. */
  ageMax: ageSchema.nullable().default(null),
  /** Only for residents of these units and below; empty for everybody. */
  forUnits: z.array(unitIdSchema).max(50).default([]),
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
const offerParams = z.object({ offerId: idSchema });
const quantitySchema = z.int().min(0).max(1_000_000);

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
    summary: 'Change an offer; redemptions keep the terms they were made under. Stock is moved by itself, not here.',
    access: 'offers.manage',
    params: offerParams,
    body: z.object({ ...offerFields, version: z.int() }).omit({ stock: true }),
    response: offerSchema,
  }),
  setStock: defineEndpoint({
    id: 'offers.setStock',
    method: 'POST',
    path: '/offers/:offerId/stock',
    summary: 'Enter goods that came in, were donated or lost, or what a stocktake counted; each is a movement for ever',
    access: 'stock.manage',
    params: offerParams,
    body: z.object({
      act: z.enum(STOCK_ACTS),
      /** Pieces that came or went; for a stocktake those that were counted on the shelf. */
      quantity: quantitySchema,
      reason: reasonSchema,
    }),
    response: offerSchema,
    idempotent: true,
  }),
  movements: defineEndpoint({
    id: 'offers.movements',
    method: 'GET',
    path: '/offers/:offerId/movements',
    summary: 'Every movement of the stock, newest first',
    access: 'shops.read',
    params: offerParams,
    query: z.object(pageQuery),
    response: pageOf(
      z.object({
        movementId: z.string(),
        kind: z.enum(MOVEMENT_KINDS),
        change: z.int(),
        /** What a stocktake counted. */
        counted: z.int().nullable(),
        reason: z.string().nullable(),
        byName: z.string().nullable(),
        at: instantSchema,
      }),
    ),
  }),
  stockReport: defineEndpoint({
    id: 'offers.stockReport',
    method: 'GET',
    path: '/shops/:shopId/stock-report',
    summary: 'What was there, came, went and is there, by offer, over at most 366 days',
    access: 'shops.read',
    params: shopParams,
    query: z.object({ from: dateSchema, until: dateSchema }),
    response: z.object({
      shopName: z.string(),
      lines: z.array(
        z.object({
          offerId: idSchema,
          title: z.string(),
          opening: z.int(),
          /** By kind of movement; those that did not happen are 0. */
          moved: z.record(z.enum(MOVEMENT_KINDS), z.int()),
          closing: z.int(),
        }),
      ),
    }),
  }),
  uploadPicture: defineEndpoint({
    id: 'offers.uploadPicture',
    method: 'POST',
    path: '/shops/:shopId/offer-pictures',
    summary:
      'Upload a picture for offers of a shop: JPEG, PNG or WebP of at most 10 MB, told by its content and made anew',
    access: 'offers.manage',
    params: shopParams,
    response: z.object({ pictureId: idSchema }),
    status: 201,
    raw: 'upload',
  }),
  picture: defineEndpoint({
    id: 'offers.picture',
    method: 'GET',
    path: '/offer-pictures/:pictureId',
    summary: 'A picture of an offer, for anybody',
    access: 'public',
    params: z.object({ pictureId: idSchema }),
    raw: 'file',
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
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      search: z.string().trim().max(50).optional(),
      category: z.enum(OFFER_CATEGORIES).optional(),
    }),
    response: pageOf(offerSchema),
  }),
  search: defineEndpoint({
    id: 'offers.search',
    method: 'GET',
    path: '/me/offers',
    summary:
      'Offers of the district that the resident may redeem now, cheapest first; a page may be shorter than asked',
    access: 'account.read_own',
    query: z.object({
      ...pageQuery,
      search: z.string().trim().max(50).optional(),
      category: z.enum(OFFER_CATEGORIES).optional(),
      pointsMax: z.coerce.number().int().min(1).max(1_000_000).optional(),
    }),
    response: pageOf(publicOfferSchema.extend({ address: z.string(), accepting: z.boolean() })),
  }),
};

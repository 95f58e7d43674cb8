import { z } from 'zod';
import { deviceNameSchema, idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { voucherSchema } from './offers.ts';
import { pinSchema } from './redemption-pins.ts';

export const REDEMPTION_STATES = [
  'created',
  'awaiting_resident',
  'awaiting_confirm',
  'booked',
  'success',
  'closed',
  'revoked',
  'partially_refunded',
  'refunded',
] as const;
export const redemptionStateSchema = z.enum(REDEMPTION_STATES);

/** Why a redemption was closed without success. */
export const CLOSE_REASONS = [
  'timed_out',
  'declined',
  'insufficient_points',
  'out_of_stock',
  'limit_reached',
  'offer_ended',
  'cap_reached',
  'resident_refused',
  'shop_closed',
  'failed',
] as const;

export const REDEMPTION_VIAS = ['resident_code', 'shop_poster', 'card', 'officer', 'booking'] as const;

/** A refund above what one person's word gives back: proposed by one, confirmed by another. */
export const pendingRefundSchema = z.object({
  /** Its number within the redemption. */
  number: z.int(),
  points: z.int(),
  reason: z.string(),
  proposedByName: z.string(),
  proposedAt: instantSchema,
  /** When it is over if nobody confirms it; null for those from before there was a deadline. */
  answerBy: instantSchema.nullable(),
  /** Whether the caller may confirm it: not who proposed it, nor whose points they are. */
  mayConfirm: z.boolean(),
  /** Whether the caller may end it: take back what they proposed themselves, or turn a colleague's down. */
  mayWithdraw: z.boolean(),
  /** Whether the caller proposed it. */
  proposedByYou: z.boolean(),
});

export const redemptionSchema = z.object({
  redemptionId: idSchema,
  state: redemptionStateSchema,
  closeReason: z.enum(CLOSE_REASONS).nullable(),
  /** The shop's words with a decline. */
  note: z.string().nullable(),
  via: z.enum(REDEMPTION_VIAS),
  /** Four digits that both sides see. */
  shortCode: z.string(),
  shopId: idSchema,
  shopName: z.string(),
  offerId: idSchema,
  offerTitle: z.string(),
  picture: z.string(),
  /** The photo that is shown instead of the drawing; null where the offer had none. */
  pictureId: idSchema.nullable(),
  /** What it does to a bill at the till; null for what is no voucher. */
  voucher: voucherSchema.nullable(),
  quantity: z.int(),
  points: z.int(),
  remainderFen: z.int(),
  /** Masked for the shop (`陈*`); the person's own name for themselves. */
  personName: z.string(),
  createdAt: instantSchema,
  /** When an open one is released by itself. */
  expiresAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  /** When a booked service takes place; null for what is no booking. What can be done with it: `bookings`. */
  bookedFor: instantSchema.nullable(),
  refundedPoints: z.int(),
  /** Refunds that wait for a second person's word; for staff and the shop. */
  pendingRefunds: z.array(pendingRefundSchema),
  /** Available points after it, for the resident only. */
  availableAfter: z.int().nullable(),
  /** For the resident: of the capture's entry. */
  receiptCode: z.string().nullable(),
  /** Whether the shop takes part no more. Said where one that succeeded is asked for, and nowhere else. */
  shopClosed: z.boolean().optional(),
});
export type Redemption = z.infer<typeof redemptionSchema>;

/** What the live topic `resident:<id>` carries of a redemption, as `told`: what its resident would read, without a name. */
export const redemptionToldSchema = redemptionSchema.omit({ personName: true, pendingRefunds: true, shopClosed: true });
export type RedemptionTold = z.infer<typeof redemptionToldSchema>;
/** The data of that event. */
export const redemptionEventSchema = z.object({ payload: z.object({ told: redemptionToldSchema }) });

const redemptionParams = z.object({ redemptionId: idSchema });
const refundParams = redemptionParams.extend({ number: z.coerce.number().int().min(1).max(50) });
const quantitySchema = z.int().min(1).max(20).default(1);
/** Points of all pieces as the screen showed them: where the price was changed meanwhile nothing is taken. */
const expectedPointsSchema = z.int().min(1).optional();

export const redemptionCodes = {
  create: defineEndpoint({
    id: 'redemptionCodes.create',
    method: 'POST',
    path: '/redemption-codes',
    summary: 'A new one-time code of the acting person, valid 60 s; the one before it stops working',
    access: 'redemptions.own',
    /** That the PIN was typed just now: a higher cap counts. */
    body: z.object({ pinCheckId: idSchema.optional(), device: deviceNameSchema.optional() }),
    response: z.object({
      codeUrl: z.string(),
      /** To read aloud or type: shown only when asked. */
      digits: z.string(),
      createdAt: instantSchema,
      expiresAt: instantSchema,
      /** Refresh at 80 % of its life. */
      refreshAt: instantSchema,
    }),
    status: 201,
  }),
  scan: defineEndpoint({
    id: 'redemptionCodes.scan',
    method: 'POST',
    path: '/redemption-codes/scans',
    summary:
      'A shop scans (or types) a code, or a printed card: the scan may start one redemption within three minutes',
    access: 'redemptions.serve',
    body: z.object({ code: z.string().min(1).max(300), shopId: idSchema }),
    response: z.object({
      scanId: idSchema,
      maskedName: z.string(),
      expiresAt: instantSchema,
      /** A card was scanned: its holder types the PIN for what is redeemed before it can start. */
      pinNeeded: z.boolean(),
    }),
    status: 201,
  }),
  agree: defineEndpoint({
    id: 'redemptionCodes.agree',
    method: 'POST',
    path: '/redemption-codes/scans/:scanId/pin',
    summary:
      'The holder of a scanned card types the PIN for one offer and its points: only that can be started by the scan',
    access: 'redemptions.serve',
    params: z.object({ scanId: idSchema }),
    body: z.object({
      pin: pinSchema,
      offerId: idSchema,
      quantity: quantitySchema,
      points: z.int().min(1),
    }),
    status: 204,
  }),
};

export const redemptions = {
  startByScan: defineEndpoint({
    id: 'redemptions.startByScan',
    method: 'POST',
    path: '/redemptions/by-scan',
    summary:
      'The shop starts a redemption for a scanned resident; succeeds at once below the small amount, else the resident confirms',
    access: 'redemptions.serve',
    body: z.object({
      scanId: idSchema,
      offerId: idSchema,
      quantity: quantitySchema,
      expectedPoints: expectedPointsSchema,
    }),
    response: redemptionSchema,
    status: 201,
    idempotent: true,
    countsTries: true,
  }),
  startByPoster: defineEndpoint({
    id: 'redemptions.startByPoster',
    method: 'POST',
    path: '/redemptions/by-poster',
    summary: 'The resident starts a redemption at a scanned shop: points are held and the shop is asked',
    access: 'redemptions.own',
    body: z.object({
      code: z.string().min(1).max(300),
      offerId: idSchema,
      quantity: quantitySchema,
      expectedPoints: expectedPointsSchema,
      /** That the PIN was typed just now: a higher cap counts. */
      pinCheckId: idSchema.optional(),
      device: deviceNameSchema.optional(),
    }),
    response: redemptionSchema,
    status: 201,
    idempotent: true,
    countsTries: true,
  }),
  approve: defineEndpoint({
    id: 'redemptions.approve',
    method: 'POST',
    path: '/redemptions/:redemptionId/approval',
    summary: 'The resident confirms shop and points on their own phone',
    access: 'redemptions.own',
    params: redemptionParams,
    response: redemptionSchema,
    idempotent: true,
  }),
  confirm: defineEndpoint({
    id: 'redemptions.confirm',
    method: 'POST',
    path: '/redemptions/:redemptionId/confirmation',
    summary: '确认核销 by the shop',
    access: 'redemptions.serve',
    params: redemptionParams,
    response: redemptionSchema,
    idempotent: true,
  }),
  decline: defineEndpoint({
    id: 'redemptions.decline',
    method: 'POST',
    path: '/redemptions/:redemptionId/decline',
    summary: '暂不接单 by the shop: points go back',
    access: 'redemptions.serve',
    params: redemptionParams,
    body: z.object({ reason: z.string().trim().max(100).default('') }),
    response: redemptionSchema,
    idempotent: true,
  }),
  revoke: defineEndpoint({
    id: 'redemptions.revoke',
    method: 'POST',
    path: '/redemptions/:redemptionId/revocation',
    summary: 'The resident, or the officer who started it, takes an open redemption back; repeating changes nothing',
    access: 'signed_in',
    params: redemptionParams,
    response: redemptionSchema,
    idempotent: true,
  }),
  refund: defineEndpoint({
    id: 'redemptions.refund',
    method: 'POST',
    path: '/redemptions/:redemptionId/refunds',
    summary:
      'Give points back, in part or whole, with the expiry they had; above what one word gives back a second person confirms',
    access: 'redemptions.refund',
    params: redemptionParams,
    body: z.object({ points: z.int().min(1).max(1_000_000), reason: reasonSchema }),
    response: redemptionSchema,
    status: 201,
    idempotent: true,
  }),
  confirmRefund: defineEndpoint({
    id: 'redemptions.confirmRefund',
    method: 'POST',
    path: '/redemptions/:redemptionId/refunds/:number/confirmation',
    summary: 'The second word for a refund that waits for it',
    access: 'redemptions.confirm_refund',
    params: refundParams,
    response: redemptionSchema,
    idempotent: true,
  }),
  withdrawRefund: defineEndpoint({
    id: 'redemptions.withdrawRefund',
    method: 'POST',
    path: '/redemptions/:redemptionId/refunds/:number/withdrawal',
    summary: 'A refund that waits is taken back by who proposed it, or turned down by a colleague',
    access: 'redemptions.refund',
    params: refundParams,
    response: redemptionSchema,
  }),
  startForPerson: defineEndpoint({
    id: 'redemptions.startForPerson',
    method: 'POST',
    path: '/people/:personId/redemptions',
    summary: 'An officer starts a redemption for somebody without a phone, who stands beside them; both are recorded',
    access: 'redemptions.assist',
    params: z.object({ personId: idSchema }),
    body: z.object({
      shopId: idSchema,
      offerId: idSchema,
      quantity: quantitySchema,
      expectedPoints: expectedPointsSchema,
    }),
    response: redemptionSchema,
    status: 201,
    idempotent: true,
    countsTries: true,
  }),
  get: defineEndpoint({
    id: 'redemptions.get',
    method: 'GET',
    path: '/redemptions/:redemptionId',
    summary: 'One redemption, for its resident, its shop and staff in scope',
    access: 'signed_in',
    params: redemptionParams,
    response: redemptionSchema,
  }),
  byKey: defineEndpoint({
    id: 'redemptions.byKey',
    method: 'GET',
    path: '/redemptions/by-key/:key',
    summary: 'What became of a request whose answer was lost: ask with its Idempotency-Key',
    access: 'signed_in',
    params: z.object({ key: z.string().min(8).max(100) }),
    response: redemptionSchema,
  }),
  listOwn: defineEndpoint({
    id: 'redemptions.listOwn',
    method: 'GET',
    path: '/me/redemptions',
    summary: 'Redemptions of the acting person, newest first; `open` for those that wait',
    access: 'redemptions.own',
    query: z.object({ ...pageQuery, show: z.enum(['all', 'open']).default('all') }),
    response: pageOf(redemptionSchema),
  }),
  listOfShop: defineEndpoint({
    id: 'redemptions.listOfShop',
    method: 'GET',
    path: '/shops/:shopId/redemptions',
    summary: 'Redemptions of a shop: waiting, or done today, newest first',
    access: 'redemptions.serve',
    params: z.object({ shopId: idSchema }),
    query: z.object({ ...pageQuery, show: z.enum(['open', 'today', 'all']).default('open') }),
    response: pageOf(redemptionSchema).extend({ todayCount: z.int(), todayPoints: z.int() }),
  }),
  list: defineEndpoint({
    id: 'redemptions.list',
    method: 'GET',
    path: '/redemptions',
    summary: 'Redemptions of a unit and below, for staff',
    access: 'redemptions.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      shopId: idSchema.optional(),
      state: redemptionStateSchema.optional(),
      /** `refund`: those whose refund waits for a second word. */
      waiting: z.enum(['refund']).optional(),
    }),
    response: pageOf(redemptionSchema),
  }),
};

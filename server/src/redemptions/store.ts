import type { Refusal } from '@red-points/shared/contracts';
import type { Lot } from '@red-points/shared/domain/ledger';
import { countsOf, type PeriodLimit, type VoucherRule } from '@red-points/shared/domain/offers';
import type {
  Assurance,
  AssuranceCaps,
  CloseReason,
  OfferKind,
  RedemptionStanding,
  RedemptionState,
  RedemptionVia,
  ShopCapped,
  ShopCaps,
} from '@red-points/shared/domain/redemptions';
import type { Collection, Db, IndexDescription } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import type { ReservedPieces } from '../offers/index.ts';
import { dueIndex, ensureCollection, textIndex } from '../platform/database.ts';
import type { PlaceInSlot } from '../slots/index.ts';
import type { BookingRecord } from './booking-record.ts';

export const REDEMPTIONS = 'redemptions';
export const REDEMPTION_CODES = 'redemption_codes';
export const REDEMPTION_SETTINGS = 'redemption_settings';
const ALLOWANCES = 'redemption_allowances';

/** What was agreed when the redemption was made; later changes of the offer do not touch it. For one piece. */
export interface RedemptionTerms {
  readonly title: string;
  readonly picture: string;
  /** The photo that the offer had then; missing from redemptions made before it was written down. */
  readonly pictureId?: string | null;
  readonly kind: OfferKind;
  readonly points: number;
  readonly remainderFen: number;
  readonly settlementFen: number;
  /** Who pays the shop; missing from redemptions made before there was a choice: the community. */
  readonly payer?: 'community' | 'district' | 'shop';
  /** Pieces that one person may redeem in all; null for no limit. */
  readonly perPersonMax: number | null;
  /** These are missing from redemptions made before offers had them. */
  readonly period?: PeriodLimit | null;
  readonly voucher?: VoucherRule | null;
  /** Whether the offer's stock was counted. */
  readonly counted?: boolean;
}

/** One act of giving points back. Its number within the redemption makes the ledger's key. */
export interface RefundRecord {
  readonly request: RequestIdentity;
  readonly points: number;
  readonly reason: string;
  readonly userId: string;
  readonly at: Date;
  /** `proposed` until a second person's word, where one is not enough; then `asked` until the ledger has answered. */
  readonly state: 'proposed' | 'withdrawn' | 'lapsed' | 'asked' | 'posted' | 'refused';
  /** Until when a proposed one waits for its second word; older ones wait without end. */
  readonly answerBy?: Date;
  /** Who gave the second word, or took the proposal back, and their request. */
  readonly decision?: { readonly userId: string; readonly at: Date; readonly request: RequestIdentity | null };
  readonly refusal: Refusal | null;
  /** When the ledger posted it: what is owed changes then, and not when somebody asked. Older ones do not say. */
  readonly postedAt?: Date;
  /** Where the points went after the redemption's account was joined into another one: a part for each expiry. */
  readonly landed?: { readonly accountId: string; readonly homeUnit: string; readonly lots: readonly Lot[] };
}

/** One exchange at one shop, as it is stored. The ledger decides; this document follows. */
export interface RedemptionRecord {
  _id: string;
  request: RequestIdentity;
  via: RedemptionVia;
  /** The scan that started it; a scan starts one. */
  scanId: string | null;
  shopId: string;
  shopName: string;
  /** The shop's unit when it was made. */
  unitId: string;
  unitPath: string[];
  /** The unit that pays the shop: its community, or the district where the offer says so. */
  payerUnit: string;
  /** The community it was redeemed in, whoever pays; missing where it is the payer. */
  communityUnit?: string;
  offerId: string;
  personId: string;
  /** The account that it is spent from: the person's own, or that of their household. */
  accountId: string;
  /** Where the account's owner lived when it was made. */
  homeUnit: string;
  /** The sign-in that started it. */
  requestedBy: string;
  /** The member of the shop's staff who confirmed it or started it by a scan. */
  servedBy: string | null;
  terms: RedemptionTerms;
  quantity: number;
  /** Of all pieces together. */
  points: number;
  asked: 'shop' | 'resident' | 'nobody' | 'both';
  /** How sure one is of who spends, and the caps that counted when it was made; older ones have none. */
  cap?: { readonly assurance: Assurance; readonly caps: AssuranceCaps };
  /** What bounded its shop when it began; missing where nothing did. */
  shopCaps?: ShopCaps;
  shortCode: string;
  /** The slot, where a service was booked. */
  booking?: BookingRecord;
  /** Whether it can still end in success; keeps short codes of a shop's open orders apart. */
  open: boolean;
  state: RedemptionState;
  closeReason: CloseReason | null;
  note: string | null;
  declineRequest: RequestIdentity | null;
  /** The refusal that closed it: a repeat of the request gets the same. */
  refusal: Refusal | null;
  createdAt: Date;
  expiresAt: Date;
  finishedAt: Date | null;
  capturedAt: Date | null;
  availableAfter: number | null;
  captureSeq: number | null;
  captureHash: string | null;
  refundedPoints: number;
  refunds: RefundRecord[];
  /** Since when a refund waits for a second person's word; missing where none does. */
  refundProposedAt?: Date | null;
  /** When the next of them is over if nobody gives it; null where none waits. */
  refundLapsesAt?: Date | null;
  /** When one of them last was over without a second word. */
  refundsLapsedAt?: Date;
  /** Points taken for good: 0 until success, less refunds. */
  netPoints: number;
  /** Owed to the shop: 0 until success, less the refunded share. */
  owedFen: number;
  /** Another process than the one that made it has carried it on: a late step of the first must be looked for. */
  contested: boolean;
  /** Captured or refunded since its lines of settlement were written: `settlements` takes them up from here. */
  settleDue?: boolean;
  /** Not noted by watch reports yet: they take it off, and the phone's mark with it. */
  watchDue?: boolean;
  /** The resident's phone as a keyed hash, until then; null for cards and officers. */
  deviceTag?: string | null;
  /** When the repair job looks at it next; null where nothing is left to do. */
  nextCheckAt: Date | null;
  version: number;
}

/** A resident's one-time code and the scan that used it up. */
export interface RedemptionCodeRecord {
  /** Six random bytes in hex, the payload of the QR code. */
  _id: string;
  personId: string;
  digits: string;
  /** The newest code of its person, not scanned yet. It may be past its time. */
  live: boolean;
  createdAt: Date;
  expiresAt: Date;
  /** How it is known whose code it is: shown on the phone, the same with the PIN, or printed on a card. */
  by?: 'code' | 'pin' | 'card';
  /** The card that was scanned: nothing is done with it any more once it was replaced. */
  cardId?: string;
  /** The phone that showed it, as a keyed hash; a card has none. */
  deviceTag?: string;
  /** What the PIN was typed for, at a shop that scanned a card. */
  agreed?: { readonly offerId: string; readonly quantity: number; readonly points: number };
  scan: { readonly id: string; readonly shopId: string; readonly userId: string; readonly expiresAt: Date } | null;
}

/** What one person has spent, or what was redeemed at one shop, in a month and in each of its days, by the cap that it counts towards. */
export interface AllowanceRecord {
  /** `<person>:<month>`, `shop:<shop>:<month>` */
  _id: string;
  month?: Partial<Record<Assurance | ShopCapped, number>>;
  days?: Record<string, Partial<Record<Assurance | ShopCapped, number>>>;
  /** Of open redemptions only: they make taking and giving back idempotent. */
  reservations: { redemptionId: string; points: number }[];
}

export function redemptionsOf(db: Db): Collection<RedemptionRecord> {
  return db.collection<RedemptionRecord>(REDEMPTIONS);
}

export function redemptionCodesOf(db: Db): Collection<RedemptionCodeRecord> {
  return db.collection<RedemptionCodeRecord>(REDEMPTION_CODES);
}

export function allowancesOf(db: Db): Collection<AllowanceRecord> {
  return db.collection<AllowanceRecord>(ALLOWANCES);
}

/** Bookings are few among redemptions: their lists and jobs have indexes that hold nothing else. */
const isBooking = { 'booking.slotId': { $gt: '' } };
const bookingIndexes: readonly IndexDescription[] = [
  {
    name: 'bookings_of_person',
    key: { personId: 1, createdAt: -1, _id: -1, 'booking.slotId': 1 },
    partialFilterExpression: isBooking,
  },
  {
    name: 'bookings_of_helper',
    key: { 'booking.helperPersonId': 1, createdAt: -1, _id: -1 },
    partialFilterExpression: { 'booking.helperPersonId': { $gt: '' } },
  },
  {
    name: 'bookings_of_unit',
    key: { unitPath: 1, createdAt: -1, _id: -1, 'booking.slotId': 1 },
    partialFilterExpression: isBooking,
  },
  {
    name: 'bookings_disputed',
    key: { unitPath: 1, createdAt: -1, _id: -1, 'booking.disputedAt': 1 },
    partialFilterExpression: { 'booking.disputedAt': { $type: 'date' } },
  },
  {
    // Those whose word an officer gives.
    name: 'open_bookings_by_officers',
    key: { homeUnit: 1, createdAt: -1, _id: -1, 'booking.endsAt': 1 },
    partialFilterExpression: { via: 'officer', open: true, ...isBooking },
  },
  dueIndex('bookings_to_remind', 'booking.remindAt'),
  dueIndex('help_to_file', 'booking.helpDueAt'),
];

const whileOpen = { partialFilterExpression: { open: true } };

/** Makes the collections of redemptions, of one-time codes, of what people have spent and of what units set. */
export async function ensureRedemptions(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: REDEMPTIONS,
    indexes: [
      requestIdentityIndex,
      textIndex('scanId', { unique: true }),
      {
        name: 'short_code_once',
        key: { shopId: 1, shortCode: 1 },
        unique: true,
        partialFilterExpression: { open: true },
      },
      dueIndex('to_check', 'nextCheckAt'),
      {
        name: 'to_check_of_account',
        key: { accountId: 1 },
        partialFilterExpression: { nextCheckAt: { $type: 'date' } },
      },
      dueIndex('refunds_that_lapse', 'refundLapsesAt'),
      {
        name: 'refunds_to_confirm',
        key: { unitPath: 1, createdAt: -1, _id: -1, refundProposedAt: 1 },
        partialFilterExpression: { refundProposedAt: { $type: 'date' } },
      },
      ...bookingIndexes,
      { key: { personId: 1, createdAt: -1, _id: -1 } },
      { key: { shopId: 1, createdAt: -1, _id: -1 } },
      { key: { unitPath: 1, createdAt: -1, _id: -1 } },
      // Asked all day by tills, phones and the console; a redemption is in them for minutes.
      { name: 'open_of_person', key: { personId: 1, open: 1, createdAt: -1, _id: -1 }, ...whileOpen },
      { name: 'open_of_shop', key: { shopId: 1, open: 1, createdAt: -1, _id: -1 }, ...whileOpen },
      { name: 'open_of_unit', key: { unitPath: 1, open: 1, createdAt: -1, _id: -1 }, ...whileOpen },
      // Most succeed: those are found at once by their unit; the others are few among them.
      {
        name: 'given_up_of_unit',
        key: { unitPath: 1, state: 1, createdAt: -1, _id: -1 },
        partialFilterExpression: { state: { $in: ['closed', 'revoked', 'partially_refunded', 'refunded'] } },
      },
      {
        name: 'settle_due',
        key: { settleDue: 1, shopId: 1, capturedAt: 1 },
        partialFilterExpression: { settleDue: true },
      },
      { name: 'watch_due', key: { watchDue: 1, open: 1 }, partialFilterExpression: { watchDue: true } },
      // Covers the sums that are owed: no document is read for them.
      { key: { shopId: 1, capturedAt: 1, netPoints: 1, owedFen: 1 } },
    ],
  });
  await ensureCollection(db, { name: ALLOWANCES });
  await ensureCollection(db, { name: REDEMPTION_SETTINGS });
  await ensureCollection(db, {
    name: REDEMPTION_CODES,
    indexes: [
      { key: { personId: 1 }, unique: true, partialFilterExpression: { live: true } },
      { key: { digits: 1 }, unique: true, partialFilterExpression: { live: true } },
      { key: { digits: 1, createdAt: -1 } },
      textIndex('scan.id', { unique: true }),
      { key: { createdAt: 1 } },
    ],
  });
}

/** What the state machine knows of a stored redemption. */
export function standingOf(redemption: RedemptionRecord): RedemptionStanding {
  const { state, closeReason, points, refundedPoints, expiresAt } = redemption;
  return { state, closeReason, points, refundedPoints, expiresAtMs: expiresAt.getTime() };
}

/** What a redemption takes off the shelf. */
export function piecesOf(redemption: RedemptionRecord): ReservedPieces {
  const { _id, shopId, offerId, personId, quantity, terms, createdAt } = redemption;
  const limits = { perPersonMax: terms.perPersonMax, period: terms.period ?? null };
  const counts = countsOf(limits, personId, createdAt.getTime());
  return { redemptionId: _id, shopId, offerId, personId, quantity, counts, counted: terms.counted ?? false };
}

/** The place that a booking takes in its slot; null for what is no booking. */
export function placeOf({ _id, personId, booking }: RedemptionRecord): PlaceInSlot | null {
  return booking === undefined ? null : { slotId: booking.slotId, redemptionId: _id, personId };
}

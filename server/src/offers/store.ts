import {
  OFFER_CATEGORIES,
  OFFER_KINDS,
  OFFER_PAYERS,
  type Offer,
  type OfferCategory,
  type PublicOffer,
} from '@red-points/shared/contracts';
import type { MovementKind, PeriodLimit, VoucherRule } from '@red-points/shared/domain/offers';
import type { Binary, Collection, Db } from 'mongodb';
import { type Connection, type Model, Schema } from 'mongoose';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import type { ShopRecord } from '../merchants/index.ts';
import { ensureCollection } from '../platform/database.ts';

export const OFFERS = 'offers';
const OFFER_USES = 'offer_uses';
const STOCK_MOVEMENTS = 'stock_movements';
const OFFER_PICTURES = 'offer_pictures';

/** Pieces that an open redemption has taken and may give back. */
export interface Reservation {
  redemptionId: string;
  quantity: number;
}

/** What a shop gives for points, as it is stored. */
export interface OfferRecord {
  _id: string;
  shopId: string;
  unitId: string;
  unitPath: string[];
  title: string;
  kind: (typeof OFFER_KINDS)[number];
  /** This and what else may be missing is missing from offers made before there was a choice. */
  category?: OfferCategory;
  description: string;
  picture: string;
  pictureId?: string | null;
  points: number;
  remainderFen: number;
  settlementFen: number;
  /** The community where it is missing. */
  payer?: (typeof OFFER_PAYERS)[number];
  voucher?: VoucherRule | null;
  /** Pieces that can still be redeemed: those of open redemptions are taken off already. Null: not counted. */
  stock: number | null;
  perPersonMax: number | null;
  period?: PeriodLimit | null;
  ageMin?: number | null;
  ageMax?: number | null;
  forUnits?: string[];
  validFrom: Date;
  validUntil: Date | null;
  active: boolean;
  /** Of open redemptions only: they make taking and giving back idempotent. Bounded by `RESERVATIONS_MAX`. */
  reservations: Reservation[];
  /** What its title is found by. */
  grams?: string[];
  /** Every movement of its stock is in the books from the first piece on, so that they can be held against it. */
  inLedger?: boolean;
  createdBy: string;
  createdAt: Date;
  version: number;
}

/** What was redeemed of one offer by one person, by one person in a period, or by all in a period. */
export interface OfferUseRecord {
  /** `<offer>:<person>`, `<offer>:<person>:<period>`, `<offer>::<period>` */
  _id: string;
  /** Pieces, those of open redemptions included. */
  used: number;
  reservations: Reservation[];
}

/** One movement of an offer's stock. They are only ever added, and their sum is what is on the shelf. */
export interface StockMovementRecord {
  /** `redeemed:<redemption>`, and `refund:<redemption>` for what a full refund gave back, so that each happens once; else random. */
  _id: string;
  offerId: string;
  shopId: string;
  change: number;
  kind: MovementKind;
  /** In the words of who changed it; null for what the programme does. */
  reason: string | null;
  /** Who entered it; null for what a redemption did. */
  userId: string | null;
  at: Date;
  /** What a stocktake counted. */
  counted?: number | null;
  /** Of what staff enter: the request, and the stock after it, which is answered again on a repeat. */
  request?: RequestIdentity;
  stockAfter?: number;
}

/** An uploaded picture of an offer. */
export interface OfferPictureRecord {
  _id: string;
  shopId: string;
  bytes: Binary;
  uploadedBy: string;
  uploadedAt: Date;
  /** When it is removed; null once an offer names it. */
  eraseAt: Date | null;
}

const reservationSchema = new Schema<Reservation>(
  { redemptionId: { type: String, required: true }, quantity: { type: Number, required: true } },
  { _id: false },
);

const schema = new Schema<OfferRecord>(
  {
    _id: { type: String, required: true },
    shopId: { type: String, required: true },
    unitId: { type: String, required: true },
    unitPath: { type: [String], required: true },
    title: { type: String, required: true },
    kind: { type: String, enum: OFFER_KINDS, required: true },
    category: { type: String, enum: OFFER_CATEGORIES },
    description: { type: String, default: '' },
    picture: { type: String, default: '' },
    pictureId: { type: String },
    points: { type: Number, required: true },
    remainderFen: { type: Number, required: true },
    settlementFen: { type: Number, required: true },
    payer: { type: String, enum: OFFER_PAYERS },
    voucher: { type: Schema.Types.Mixed },
    stock: { type: Number, default: null, min: 0 },
    perPersonMax: { type: Number, default: null },
    period: { type: Schema.Types.Mixed },
    ageMin: { type: Number },
    ageMax: { type: Number },
    forUnits: { type: [String], default: undefined },
    validFrom: { type: Date, required: true },
    validUntil: { type: Date, default: null },
    active: { type: Boolean, required: true },
    reservations: { type: [reservationSchema], required: true },
    grams: { type: [String], default: undefined },
    inLedger: { type: Boolean },
    createdBy: { type: String, required: true },
    createdAt: { type: Date, required: true },
    version: { type: Number, required: true },
  },
  { collection: OFFERS, versionKey: false, strict: 'throw' },
);

export type OfferModel = Model<OfferRecord>;

export function offerModel(connection: Connection): OfferModel {
  return connection.model<OfferRecord>('Offer', schema);
}

/** Offers through the driver: stock moves on the hot path. */
export function offersOf(db: Db): Collection<OfferRecord> {
  return db.collection<OfferRecord>(OFFERS);
}

export function offerUsesOf(db: Db): Collection<OfferUseRecord> {
  return db.collection<OfferUseRecord>(OFFER_USES);
}

export function stockMovementsOf(db: Db): Collection<StockMovementRecord> {
  return db.collection<StockMovementRecord>(STOCK_MOVEMENTS);
}

/** Those movements that somebody asked for, with the request. */
export function requestedMovementsOf(db: Db): Collection<StockMovementRecord & { request: RequestIdentity }> {
  return db.collection<StockMovementRecord & { request: RequestIdentity }>(STOCK_MOVEMENTS);
}

export function offerPicturesOf(db: Db): Collection<OfferPictureRecord> {
  return db.collection<OfferPictureRecord>(OFFER_PICTURES);
}

/** Makes the collections of offers, of what people used of them, and of stock movements. */
export async function ensureOffers(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: OFFERS,
    indexes: [
      { key: { shopId: 1, createdAt: -1, _id: -1 } },
      { key: { unitPath: 1, createdAt: -1, _id: -1 } },
      // What residents look through: by price, and by words or kind.
      {
        name: 'on_offer',
        key: { unitPath: 1, points: 1, _id: 1 },
        partialFilterExpression: { active: true },
      },
      { name: 'found_by', key: { grams: 1, points: 1, _id: 1 } },
    ],
  });
  await ensureCollection(db, { name: OFFER_USES });
  await ensureCollection(db, {
    name: STOCK_MOVEMENTS,
    indexes: [{ key: { offerId: 1, at: -1, _id: -1 } }, { key: { shopId: 1, at: 1 } }, requestIdentityIndex],
  });
  await ensureCollection(db, {
    name: OFFER_PICTURES,
    indexes: [
      { name: 'loose', key: { eraseAt: 1 }, expireAfterSeconds: 0 },
      { name: 'loose_in_shop', key: { shopId: 1, eraseAt: 1 } },
    ],
  });
}

/** An offer as staff and its shop see it. */
export function offerView(offer: OfferRecord, shopName: string): Offer {
  return {
    offerId: offer._id,
    shopId: offer.shopId,
    shopName,
    unitId: offer.unitId,
    title: offer.title,
    kind: offer.kind,
    category: offer.category ?? 'other',
    description: offer.description,
    picture: offer.picture,
    pictureId: offer.pictureId ?? null,
    points: offer.points,
    remainderFen: offer.remainderFen,
    settlementFen: offer.settlementFen,
    payer: offer.payer ?? 'community',
    voucher: offer.voucher ?? null,
    stock: offer.stock,
    perPersonMax: offer.perPersonMax,
    period: offer.period ?? null,
    ageMin: offer.ageMin ?? null,
    ageMax: offer.ageMax ?? null,
    forUnits: offer.forUnits ?? [],
    validFrom: offer.validFrom.toISOString(),
    validUntil: offer.validUntil?.toISOString() ?? null,
    active: offer.active,
    version: offer.version,
  };
}

/** An offer as residents see it: without what the community pays for it. */
export function publicOfferView(offer: OfferRecord, shop: Pick<ShopRecord, 'name'>): PublicOffer {
  const { settlementFen: _settlementFen, payer: _payer, version: _version, ...view } = offerView(offer, shop.name);
  return view;
}

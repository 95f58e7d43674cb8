import { OFFER_KINDS, OFFER_PAYERS, type Offer, type PublicOffer } from '@red-points/shared/contracts';
import type { Collection, Db } from 'mongodb';
import { type Connection, type Model, Schema } from 'mongoose';
import type { ShopRecord } from '../merchants/index.ts';
import { ensureCollection } from '../platform/database.ts';

const OFFERS = 'offers';
const OFFER_USES = 'offer_uses';
const STOCK_MOVEMENTS = 'stock_movements';

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
  description: string;
  picture: string;
  points: number;
  remainderFen: number;
  settlementFen: number;
  /** Missing from offers made before there was a choice: the community. */
  payer?: (typeof OFFER_PAYERS)[number];
  /** Pieces that can still be redeemed: those of open redemptions are taken off already. Null: not counted. */
  stock: number | null;
  perPersonMax: number | null;
  validFrom: Date;
  validUntil: Date | null;
  active: boolean;
  /** Of open redemptions only: they make taking and giving back idempotent. Bounded by `RESERVATIONS_MAX`. */
  reservations: Reservation[];
  createdBy: string;
  createdAt: Date;
  version: number;
}

/** What one person has redeemed of one offer. */
export interface OfferUseRecord {
  /** `<offer>:<person>` */
  _id: string;
  /** Pieces, those of open redemptions included. */
  used: number;
  reservations: Reservation[];
}

/** Why the stock changed other than by a redemption; it only grows. */
export interface StockMovementRecord {
  /** `refund:<redemption>` for pieces that a full refund gave back, so that it happens once; else random. */
  _id: string;
  offerId: string;
  shopId: string;
  change: number;
  kind: 'first' | 'stocktake' | 'refund';
  /** In the words of who changed it; null for what the programme does. */
  reason: string | null;
  userId: string;
  at: Date;
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
    description: { type: String, default: '' },
    picture: { type: String, default: '' },
    points: { type: Number, required: true },
    remainderFen: { type: Number, required: true },
    settlementFen: { type: Number, required: true },
    payer: { type: String, enum: OFFER_PAYERS },
    stock: { type: Number, default: null, min: 0 },
    perPersonMax: { type: Number, default: null },
    validFrom: { type: Date, required: true },
    validUntil: { type: Date, default: null },
    active: { type: Boolean, required: true },
    reservations: { type: [reservationSchema], required: true },
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

/** Makes the collections of offers, of what people used of them, and of stock movements. */
export async function ensureOffers(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: OFFERS,
    indexes: [{ key: { shopId: 1, createdAt: -1, _id: -1 } }, { key: { unitPath: 1, createdAt: -1, _id: -1 } }],
  });
  await ensureCollection(db, { name: OFFER_USES });
  await ensureCollection(db, { name: STOCK_MOVEMENTS, indexes: [{ key: { offerId: 1, at: -1 } }] });
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
    description: offer.description,
    picture: offer.picture,
    points: offer.points,
    remainderFen: offer.remainderFen,
    settlementFen: offer.settlementFen,
    payer: offer.payer ?? 'community',
    stock: offer.stock,
    perPersonMax: offer.perPersonMax,
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

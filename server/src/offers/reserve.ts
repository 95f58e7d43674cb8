import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Count } from '@red-points/shared/domain/offers';
import { isDuplicateKey } from '../platform/database.ts';
import type { OfferDeps } from './deps.ts';
import type { OfferRecord, StockMovementRecord } from './store.ts';

/** Pieces of one offer that one redemption of one person takes. */
export interface ReservedPieces {
  readonly redemptionId: string;
  readonly shopId: string;
  readonly offerId: string;
  readonly personId: string;
  readonly quantity: number;
  /** What they count towards, with its limits, as it was fixed when the redemption was made. */
  readonly counts: readonly Count[];
  /** Whether the offer's stock is counted; a redemption of such pieces leaves a movement behind. */
  readonly counted: boolean;
}

/**
 * Open redemptions that one offer bears at once. Each stays in the offer's document until it is confirmed or released,
 * within three minutes: the list makes repeats harmless, and the bound keeps the document small.
 */
const RESERVATIONS_MAX = 1_000;
const ATTEMPTS_MAX = 5;

type Stores = Pick<OfferDeps, 'offers' | 'uses'>;

/** There is room for one more open redemption in the list. */
const ROOM = { [`reservations.${RESERVATIONS_MAX - 1}`]: { $exists: false } };

/**
 * Takes pieces off the stock and off what the person, and everybody in the period, may still redeem, each atomically and
 * once for a redemption. Refuses with `offer_ended`, `offer_out_of_stock`, `offer_busy`, `offer_limit_reached`,
 * `offer_period_limit_reached` or `offer_period_sold_out`; what one of them took before another refused stays until
 * `release`.
 * @param nowMs the offer must be valid at this instant
 */
export async function reserve(stores: Stores, pieces: ReservedPieces, nowMs: number): Promise<Refusal | null> {
  const refusals = await Promise.all([
    takeStock(stores, pieces, nowMs),
    ...pieces.counts.map((count) => takeCount(stores, pieces, count)),
  ]);
  return refusals.find((refusal) => refusal !== null) ?? null;
}

async function takeStock({ offers }: Stores, pieces: ReservedPieces, nowMs: number): Promise<Refusal | null> {
  const { offerId, redemptionId, quantity } = pieces;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const taken = await offers.updateOne(
      {
        _id: offerId,
        ...onOfferAt(nowMs),
        stock: { $gte: quantity },
        'reservations.redemptionId': { $ne: redemptionId },
        ...ROOM,
      },
      { $inc: { stock: 0 - quantity }, $push: { reservations: { redemptionId, quantity } } },
    );
    if (taken.matchedCount === 1) return null;
    const offer = await offers.findOne({ _id: offerId });
    const reason = whyNotTaken(offer, pieces, nowMs);
    if (reason !== 'again') return reason;
  }
  return refuse('offer_busy');
}

function whyNotTaken(offer: OfferRecord | null, pieces: ReservedPieces, nowMs: number): Refusal | null | 'again' {
  if (offer === null) return refuse('offer_ended');
  if (offer.reservations.some(({ redemptionId }) => redemptionId === pieces.redemptionId)) return null;
  const over = offer.validUntil !== null && offer.validUntil.getTime() <= nowMs;
  if (!offer.active || over || offer.validFrom.getTime() > nowMs) return refuse('offer_ended');
  if (offer.stock === null) return null;
  if (offer.stock < pieces.quantity) return refuse('offer_out_of_stock');
  // Pieces came back between the two looks, or the list of open redemptions is full.
  return offer.reservations.length >= RESERVATIONS_MAX ? refuse('offer_busy') : 'again';
}

/** What makes an offer one that can be redeemed at an instant. */
export function onOfferAt(nowMs: number) {
  const now = new Date(nowMs);
  return {
    active: true,
    validFrom: { $lte: now },
    $or: [{ validUntil: null }, { validUntil: { $gt: now } }],
  };
}

/** Id of what pieces are counted in: `<offer>:<person>`, `<offer>:<person>:<period>`, `<offer>::<period>`. */
export function countId(offerId: string, { name }: Count): string {
  return `${offerId}${name}`;
}

/** Ids of all that the pieces are counted in. */
export function countIds({ offerId, counts }: Pick<ReservedPieces, 'offerId' | 'counts'>): string[] {
  return counts.map((count) => countId(offerId, count));
}

/** What a success leaves in the books of the stock. */
export function redeemedMovement(
  { redemptionId, offerId, shopId, quantity }: ReservedPieces,
  nowMs: number,
): StockMovementRecord {
  return {
    _id: `redeemed:${redemptionId}`,
    ...{ offerId, shopId, change: 0 - quantity, kind: 'redeemed', reason: null, userId: null },
    at: new Date(nowMs),
  };
}

function fullOf({ kind, max }: Count): Refusal {
  switch (kind) {
    case 'person':
      return refuse('offer_limit_reached', { max: max ?? 0 });
    case 'person_period':
      return refuse('offer_period_limit_reached', { max: max ?? 0 });
    case 'period':
      return refuse('offer_period_sold_out');
    default:
      return kind satisfies never;
  }
}

async function takeCount({ uses }: Stores, pieces: ReservedPieces, count: Count): Promise<Refusal | null> {
  const { redemptionId, quantity, offerId } = pieces;
  const { max } = count;
  const _id = countId(offerId, count);
  if (max !== null && quantity > max) return fullOf(count);
  const room = max === null ? {} : { used: { $lte: max - quantity } };
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    try {
      await uses.updateOne(
        { _id, 'reservations.redemptionId': { $ne: redemptionId }, ...room, ...ROOM },
        { $inc: { used: quantity }, $push: { reservations: { redemptionId, quantity } } },
        { upsert: true },
      );
      return null;
    } catch (error) {
      // The document is there but does not match: taken already, no room left, or made by somebody else just now.
      if (!isDuplicateKey(error)) throw error;
    }
    const use = await uses.findOne({ _id });
    if (use?.reservations.some((open) => open.redemptionId === redemptionId)) return null;
    if (use !== null && max !== null && use.used + quantity > max) return fullOf(count);
    if (use !== null && use.reservations.length >= RESERVATIONS_MAX) break;
  }
  return refuse('offer_busy');
}

/**
 * The redemption succeeded: its pieces are gone for good, and the books say so before the reservation ends, so that at
 * every moment the movements come to what is there. Repeating changes nothing.
 */
export async function settle(
  { offers, uses, movements, platform }: Pick<OfferDeps, 'offers' | 'uses' | 'movements' | 'platform'>,
  pieces: ReservedPieces,
): Promise<void> {
  const { redemptionId, offerId } = pieces;
  const { _id, ...redeemed } = redeemedMovement(pieces, platform.clock.now());
  const written = pieces.counted
    ? movements.updateOne({ _id }, { $setOnInsert: redeemed }, { upsert: true })
    : Promise.resolve();
  const counted = uses.updateMany(
    { _id: { $in: countIds(pieces) }, 'reservations.redemptionId': redemptionId },
    { $pull: { reservations: { redemptionId } } },
  );
  await Promise.all([written, counted]);
  await offers.updateOne(
    { _id: offerId, 'reservations.redemptionId': redemptionId },
    { $pull: { reservations: { redemptionId } } },
  );
}

/** Gives back what a redemption holds and has not settled. Repeating changes nothing. */
export async function release({ offers, uses }: Stores, pieces: ReservedPieces): Promise<void> {
  const { redemptionId, quantity } = pieces;
  await Promise.all([
    offers.updateOne(
      { _id: pieces.offerId, 'reservations.redemptionId': redemptionId },
      { $inc: { stock: quantity }, $pull: { reservations: { redemptionId } } },
    ),
    uses.updateMany(
      { _id: { $in: countIds(pieces) }, 'reservations.redemptionId': redemptionId },
      { $inc: { used: 0 - quantity }, $pull: { reservations: { redemptionId } } },
    ),
  ]);
}

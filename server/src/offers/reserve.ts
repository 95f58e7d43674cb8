import { type Refusal, refuse } from '@red-points/shared/contracts';
import { isDuplicateKey } from '../platform/database.ts';
import type { OfferDeps } from './deps.ts';
import type { OfferRecord } from './store.ts';

/** Pieces of one offer that one redemption of one person takes. */
export interface ReservedPieces {
  readonly redemptionId: string;
  readonly offerId: string;
  readonly personId: string;
  readonly quantity: number;
  /** Pieces that one person may redeem of the offer in all; null for no limit. */
  readonly perPersonMax: number | null;
}

/**
 * Open redemptions that one offer bears at once. Each stays in the offer's document until it is confirmed or released,
 * within three minutes: the list makes repeats harmless, and the bound keeps the document small.
 */
const RESERVATIONS_MAX = 1_000;
const ATTEMPTS_MAX = 5;

type Stores = Pick<OfferDeps, 'offers' | 'uses'>;

/**
 * Takes pieces off the stock and off what the person may still redeem, each atomically and once for a redemption.
 * Refuses with `offer_ended`, `offer_out_of_stock`, `offer_busy` or `offer_limit_reached`; what one of the two took
 * before the other refused stays until `release`.
 * @param nowMs the offer must be valid at this instant
 */
export async function reserve(stores: Stores, pieces: ReservedPieces, nowMs: number): Promise<Refusal | null> {
  const [stock, use] = await Promise.all([takeStock(stores, pieces, nowMs), takeUse(stores, pieces)]);
  return stock ?? use;
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
        [`reservations.${RESERVATIONS_MAX - 1}`]: { $exists: false },
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

function onOfferAt(nowMs: number) {
  const now = new Date(nowMs);
  return {
    active: true,
    validFrom: { $lte: now },
    $or: [{ validUntil: null }, { validUntil: { $gt: now } }],
  };
}

const useId = ({ offerId, personId }: ReservedPieces): string => `${offerId}:${personId}`;

/** Counted for every offer, also without a limit: one that is set later counts what came before. */
async function takeUse({ uses }: Stores, pieces: ReservedPieces): Promise<Refusal | null> {
  const { redemptionId, quantity, perPersonMax: max } = pieces;
  if (max !== null && quantity > max) return refuse('offer_limit_reached', { max });
  const room = max === null ? {} : { used: { $lte: max - quantity } };
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    try {
      await uses.updateOne(
        { _id: useId(pieces), 'reservations.redemptionId': { $ne: redemptionId }, ...room },
        { $inc: { used: quantity }, $push: { reservations: { redemptionId, quantity } } },
        { upsert: true },
      );
      return null;
    } catch (error) {
      // The document is there but does not match: taken already, no room left, or made by somebody else just now.
      if (!isDuplicateKey(error)) throw error;
    }
    const use = await uses.findOne({ _id: useId(pieces) });
    if (use?.reservations.some((open) => open.redemptionId === redemptionId)) return null;
    if (use !== null && max !== null && use.used + quantity > max) return refuse('offer_limit_reached', { max });
  }
  return refuse('offer_busy');
}

/** The redemption succeeded: its pieces are gone for good. Repeating changes nothing. */
export async function settle({ offers, uses }: Stores, pieces: ReservedPieces): Promise<void> {
  const { redemptionId } = pieces;
  await Promise.all([
    offers.updateOne(
      { _id: pieces.offerId, 'reservations.redemptionId': redemptionId },
      { $pull: { reservations: { redemptionId } } },
    ),
    uses.updateOne(
      { _id: useId(pieces), 'reservations.redemptionId': redemptionId },
      { $pull: { reservations: { redemptionId } } },
    ),
  ]);
}

/** Gives back what a redemption holds and has not settled. Repeating changes nothing. */
export async function release({ offers, uses }: Stores, pieces: ReservedPieces): Promise<void> {
  const { redemptionId, quantity } = pieces;
  await Promise.all([
    offers.updateOne(
      { _id: pieces.offerId, 'reservations.redemptionId': redemptionId },
      { $inc: { stock: quantity }, $pull: { reservations: { redemptionId } } },
    ),
    uses.updateOne(
      { _id: useId(pieces), 'reservations.redemptionId': redemptionId },
      { $inc: { used: 0 - quantity }, $pull: { reservations: { redemptionId } } },
    ),
  ]);
}

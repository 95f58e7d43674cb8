import type { ClientSession } from 'mongodb';
import type { OfferDeps } from './deps.ts';
import { countId, onOfferAt, type ReservedPieces, redeemedMovement } from './reserve.ts';

type Stores = Pick<OfferDeps, 'offers' | 'uses' | 'movements' | 'platform'>;

/**
 * Takes pieces for good as part of a transaction that settles the redemption in the same instant, so that nothing is reserved: what the person
 * and everybody in the period have redeemed, the movement in the books, then the stock, which others wait for.
 * @returns false where there are not enough; then the transaction must not be committed. A full count is a duplicate key.
 */
export async function takeAtOnce(
  { offers, uses, movements, platform }: Stores,
  session: ClientSession,
  pieces: ReservedPieces,
  nowMs: number,
): Promise<boolean> {
  const { offerId, quantity } = pieces;
  for (const count of pieces.counts) {
    const { max } = count;
    if (max !== null && quantity > max) return false;
    const room = max === null ? {} : { used: { $lte: max - quantity } };
    const _id = countId(offerId, count);
    await uses.updateOne(
      { _id, ...room },
      { $inc: { used: quantity }, $setOnInsert: { reservations: [] } },
      { upsert: true, session },
    );
  }
  if (!pieces.counted) return true;
  await movements.insertOne(redeemedMovement(pieces, platform.clock.now()), { session });
  const taken = await offers.updateOne(
    { _id: offerId, ...onOfferAt(nowMs), stock: { $gte: quantity } },
    { $inc: { stock: 0 - quantity } },
    { session },
  );
  return taken.matchedCount === 1;
}

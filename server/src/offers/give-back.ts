import { isDuplicateKey } from '../platform/database.ts';
import type { OfferDeps } from './deps.ts';
import { countIds, type ReservedPieces } from './reserve.ts';

/**
 * After a full refund of goods or a voucher: the pieces are on the shelf again, and the person may redeem as many anew.
 * What is not fit for sale any more is taken out by a stocktake, with its reason. A refund in part and a refund of a
 * service give nothing back to the shelf. Once for a redemption, however often it is asked.
 */
export async function giveBack(
  deps: Pick<OfferDeps, 'connection' | 'offers' | 'uses' | 'movements' | 'platform'>,
  pieces: ReservedPieces & { readonly userId: string },
): Promise<void> {
  const { redemptionId, offerId, quantity, shopId, userId } = pieces;
  const at = new Date(deps.platform.clock.now());
  try {
    await deps.connection.transaction(async (session) => {
      const offer = await deps.offers.findOneAndUpdate(
        { _id: offerId, stock: { $gte: 0 } },
        { $inc: { stock: quantity } },
        { session, projection: { _id: 1 } },
      );
      const change = offer === null ? 0 : quantity;
      await deps.movements.insertOne(
        { _id: `refund:${redemptionId}`, offerId, shopId, change, kind: 'returned', reason: null, userId, at },
        { session },
      );
      await deps.uses.updateMany(
        { _id: { $in: countIds(pieces) }, used: { $gte: quantity } },
        { $inc: { used: 0 - quantity } },
        { session },
      );
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

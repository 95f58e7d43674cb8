import type { ClientSession } from 'mongodb';
import type { OfferDeps } from './deps.ts';

/** Withdraws everything that shops offer; redemptions keep the terms that they were made under. */
export async function withdrawAll(
  { offers }: Pick<OfferDeps, 'offers'>,
  session: ClientSession,
  shopIds: readonly string[],
): Promise<void> {
  await offers.updateMany(
    { shopId: { $in: [...shopIds] }, active: true },
    { $set: { active: false }, $inc: { version: 1 } },
    { session },
  );
}

/** What shops offer, and which goods are still on the shelf: those of offers that were withdrawn before, too. */
export async function leftOf({ offers }: Pick<OfferDeps, 'offers'>, shopIds: readonly string[]) {
  const of = { shopId: { $in: [...shopIds] } };
  const [active, [stock]] = await Promise.all([
    offers.countDocuments({ ...of, active: true }),
    offers
      .aggregate<{ kinds: number; pieces: number }>([
        // Places in slots are booked and not counted here.
        { $match: { ...of, kind: { $ne: 'service' }, stock: { $gt: 0 } } },
        { $group: { _id: null, kinds: { $sum: 1 }, pieces: { $sum: '$stock' } } },
      ])
      .toArray(),
  ]);
  return { offers: active, stockOffers: stock?.kinds ?? 0, stockPieces: stock?.pieces ?? 0 };
}

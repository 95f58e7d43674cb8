import type { OfferDeps } from './deps.ts';
import type { StockMovementRecord } from './store.ts';

/** What redemptions took off the shelf, and what a full refund put back: each happens once and is named after its redemption. */
export async function movementsOfRedemptions(
  { movements }: Pick<OfferDeps, 'movements'>,
  redemptionIds: readonly string[],
): Promise<ReadonlyMap<string, StockMovementRecord[]>> {
  const names = new Map<string, string>(
    redemptionIds.flatMap((id) => [[`redeemed:${id}`, id] as const, [`refund:${id}`, id] as const]),
  );
  const found = await movements
    .find({ _id: { $in: [...names.keys()] } })
    .sort({ at: 1, _id: 1 })
    .toArray();
  const byRedemption = new Map<string, StockMovementRecord[]>();
  for (const movement of found) {
    const redemptionId = names.get(movement._id) ?? '';
    byRedemption.set(redemptionId, [...(byRedemption.get(redemptionId) ?? []), movement]);
  }
  return byRedemption;
}

import type { Refusal } from '@red-points/shared/contracts';
import { releaseAllowance, settleAllowance, takeAllowance } from './allowances.ts';
import type { RedemptionDeps } from './deps.ts';
import { piecesOf, placeOf, type RedemptionRecord } from './store.ts';

type Stores = Pick<RedemptionDeps, 'offers' | 'allowances' | 'slots'>;

/**
 * What a redemption takes besides points: pieces off the shelf, what the person may have of them, room below the
 * caps, and a place in the slot where one is booked. What one took before another refused stays until `release`.
 */
export async function reserve(deps: Stores, redemption: RedemptionRecord, nowMs: number): Promise<Refusal | null> {
  const place = placeOf(redemption);
  const [noPlace, pieces, allowance] = await Promise.all([
    place === null ? null : deps.slots.reserve(place, nowMs),
    deps.offers.reserve(piecesOf(redemption), nowMs),
    takeAllowance(deps, redemption),
  ]);
  return noPlace ?? pieces ?? allowance;
}

/** All of it is gone for good. Repeating changes nothing. */
export async function settle(deps: Stores, redemption: RedemptionRecord): Promise<void> {
  const place = placeOf(redemption);
  await Promise.all([
    place === null ? null : deps.slots.settle(place),
    deps.offers.settle(piecesOf(redemption)),
    settleAllowance(deps, redemption),
  ]);
}

/** Gives back what is taken and not settled. Repeating changes nothing. */
export async function release(deps: Stores, redemption: RedemptionRecord): Promise<void> {
  const place = placeOf(redemption);
  await Promise.all([
    place === null ? null : deps.slots.release(place),
    deps.offers.release(piecesOf(redemption)),
    releaseAllowance(deps, redemption),
  ]);
}

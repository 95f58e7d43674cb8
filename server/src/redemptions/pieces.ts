import type { Refusal } from '@red-points/shared/contracts';
import { releaseAllowance, settleAllowance, takeAllowance } from './allowances.ts';
import type { RedemptionDeps } from './deps.ts';
import { piecesOf, type RedemptionRecord } from './store.ts';

type Stores = Pick<RedemptionDeps, 'offers' | 'allowances'>;

/**
 * What a redemption takes besides points: pieces off the shelf, what the person may have of them, and room below the
 * caps. What one took before another refused stays until `release`.
 */
export async function reserve(deps: Stores, redemption: RedemptionRecord, nowMs: number): Promise<Refusal | null> {
  const [pieces, allowance] = await Promise.all([
    deps.offers.reserve(piecesOf(redemption), nowMs),
    takeAllowance(deps, redemption),
  ]);
  return pieces ?? allowance;
}

/** All of it is gone for good. Repeating changes nothing. */
export async function settle(deps: Stores, redemption: RedemptionRecord): Promise<void> {
  await Promise.all([deps.offers.settle(piecesOf(redemption)), settleAllowance(deps, redemption)]);
}

/** Gives back what is taken and not settled. Repeating changes nothing. */
export async function release(deps: Stores, redemption: RedemptionRecord): Promise<void> {
  await Promise.all([deps.offers.release(piecesOf(redemption)), releaseAllowance(deps, redemption)]);
}

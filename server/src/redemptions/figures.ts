import type { Collection } from 'mongodb';
import type { RedemptionRecord } from './store.ts';

/** What shops turned over in a period. */
export interface Turnover {
  /** Fen owed for it, less refunds. */
  readonly owedFen: number;
  /** Redemptions, those refunded whole not counted. */
  readonly redeemed: number;
  /** Points, less refunds. */
  readonly points: number;
}

/**
 * Sums per shop over what was redeemed from `fromMs` until before `untilMs`. Answered from the index alone, so that its
 * cost is that of the period and not of the history.
 */
export async function turnoverOf(
  redemptions: Collection<RedemptionRecord>,
  shopIds: readonly string[],
  fromMs: number,
  untilMs: number,
): Promise<ReadonlyMap<string, Turnover>> {
  if (shopIds.length === 0) return new Map();
  const sums = await redemptions
    .aggregate<{ _id: string } & Turnover>([
      {
        $match: { shopId: { $in: [...shopIds] }, capturedAt: { $gte: new Date(fromMs), $lt: new Date(untilMs) } },
      },
      { $project: { _id: 0, shopId: 1, netPoints: 1, owedFen: 1 } },
      {
        $group: {
          _id: '$shopId',
          owedFen: { $sum: '$owedFen' },
          points: { $sum: '$netPoints' },
          redeemed: { $sum: { $cond: [{ $gt: ['$netPoints', 0] }, 1, 0] } },
        },
      },
    ])
    .toArray();
  return new Map(sums.map(({ _id, owedFen, redeemed, points }) => [_id, { owedFen, redeemed, points }]));
}

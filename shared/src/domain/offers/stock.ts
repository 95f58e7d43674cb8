/** What staff enter of a shelf: goods that came in, were given, were lost, or were counted. */
export const STOCK_ACTS = ['goods_in', 'donated', 'loss', 'stocktake'] as const;
export type StockAct = (typeof STOCK_ACTS)[number];

/** Every way in which the pieces on a shelf change. Their sum is what is there. */
export const MOVEMENT_KINDS = ['first', ...STOCK_ACTS, 'redeemed', 'returned'] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/**
 * By how many pieces an act changes the shelf.
 * @param quantity pieces that came or went; for a stocktake those that were counted
 * @param there pieces on the shelf by the books, those set aside for open redemptions included
 */
export function changeBy(act: StockAct, quantity: number, there: number): number {
  switch (act) {
    case 'goods_in':
    case 'donated':
      return quantity;
    case 'loss':
      return 0 - quantity;
    case 'stocktake':
      return quantity - there;
    default:
      return act satisfies never;
  }
}

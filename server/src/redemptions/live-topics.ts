import type { Live } from '../live/index.ts';
import type { RedemptionDeps } from './deps.ts';
import { isResidentOf, isShopOf, isStaffOf } from './find-redemption.ts';
import { REDEMPTIONS } from './store.ts';

/** What a change must have touched to be worth telling; the repair job's own dates are not. */
const TOLD_FIELDS = ['state', 'note', 'refundedPoints', 'booking'];

/**
 * Tells both phones, and the office's pages, what becomes of a redemption: `redemption:<id>`, `shop:<id>`,
 * `person:<id>`, `unit:<id>` of every unit that the shop belongs to.
 */
export function tellRedemptions(live: Pick<Live, 'watch' | 'authorize'>, deps: RedemptionDeps): void {
  live.watch({
    collection: REDEMPTIONS,
    topicsOf: ({ id, document, updatedFields }) => {
      if (document === null) return [];
      if (updatedFields !== null && !TOLD_FIELDS.some((field) => field in updatedFields)) return [];
      const units = (document.unitPath as string[]).map((unitId) => `unit:${unitId}`);
      const { helperPersonId } = (document.booking ?? {}) as { helperPersonId?: string | null };
      const helper = helperPersonId ? [`person:${helperPersonId}`] : [];
      return [`redemption:${id}`, `shop:${document.shopId}`, `person:${document.personId}`, ...helper, ...units];
    },
    payloadOf: ({ id, document }) => ({
      kind: 'redemption',
      redemptionId: id,
      shopId: document?.shopId,
      state: document?.state,
    }),
  });
  live.authorize('redemption', async (principal, id) => {
    const projection = { personId: 1, shopId: 1, unitPath: 1, 'booking.helperPersonId': 1 };
    const found = await deps.redemptions.findOne({ _id: id }, { projection });
    if (found === null) return false;
    const helper = found.booking?.helperPersonId ?? null;
    if (helper !== null && principal.personIds.includes(helper)) return true;
    return isResidentOf(principal, found) || isShopOf(principal, found) || isStaffOf(principal, found);
  });
  live.authorize('shop', async (principal, id) => {
    const shop = await deps.merchants.findFor(principal, 'shops.read', id);
    return !('refused' in shop);
  });
}

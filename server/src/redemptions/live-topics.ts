import type { Live } from '../live/index.ts';
import type { RedemptionDeps } from './deps.ts';
import { isResidentOf, isShopOf, isStaffOf } from './find-redemption.ts';
import { REDEMPTIONS, type RedemptionRecord } from './store.ts';
import { toldOf } from './view.ts';

/** What a change must have touched to be worth telling; the repair job's own dates are not. */
const TOLD_FIELDS = ['state', 'note', 'refundedPoints', 'booking'];

/**
 * Tells both phones, and the office's pages, what becomes of a redemption: `redemption:<id>`, `shop:<id>`,
 * `person:<id>`, `unit:<id>` of every unit that the shop belongs to; and `resident:<id>`, to which only those listen who act for that
 * person, with the redemption itself: the phone that holds up a code shows what came of it without asking.
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
      const { shopId, personId } = document;
      return [`redemption:${id}`, `shop:${shopId}`, `person:${personId}`, `resident:${personId}`, ...helper, ...units];
    },
    payloadOf: ({ id, document }, topic) => ({
      kind: 'redemption',
      redemptionId: id,
      shopId: document?.shopId,
      state: document?.state,
      ...(topic.startsWith('resident:') ? { told: toldOf(document as RedemptionRecord) } : {}),
    }),
  });
  live.authorize('resident', (principal, id) => isResidentOf(principal, { personId: id }));
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

import {
  type redemptions as contract,
  isRefusal,
  type QueryOf,
  type Redemption,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import { ASKING_STATES, isOpenState } from '@red-points/shared/domain/redemptions';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { findByRequest } from '../http/idempotency.ts';
import { carryOn, isOpen } from './carry-on.ts';
import type { RedemptionDeps } from './deps.ts';
import { turnoverOf } from './figures.ts';
import { isResidentOf, isShopOf, isStaffOf } from './find-redemption.ts';
import type { RedemptionRecord } from './store.ts';
import { viewFor, viewsFor } from './view.ts';

/** Who looks past the deadline before the job came by sees the truth: the time-out is carried out then. */
async function upToDate(deps: RedemptionDeps, redemption: RedemptionRecord): Promise<RedemptionRecord> {
  const late = isOpen(redemption) && deps.platform.clock.now() >= redemption.expiresAt.getTime();
  return late ? carryOn(deps, redemption) : redemption;
}

/** One redemption for its resident, its shop or staff in scope. */
export async function getRedemption(
  deps: RedemptionDeps,
  principal: Principal,
  redemptionId: string,
): Promise<Redemption | Refusal> {
  const found = await deps.redemptions.findOne({ _id: redemptionId });
  if (found === null) return refuse('redemption_not_found');
  const may = isResidentOf(principal, found) || isShopOf(principal, found) || isStaffOf(principal, found);
  if (!may) return refuse(principal.face === 'merchant' ? 'redemption_of_other_shop' : 'out_of_scope');
  const shown = await upToDate(deps, found);
  const view = await viewFor(deps, principal, shown);
  if (shown.state !== 'success' && shown.state !== 'partially_refunded') return view;
  // Whoever was not given what they paid for has to know where to turn.
  const shop = await deps.merchants.find(shown.shopId);
  return { ...view, shopClosed: shop?.state === 'closed' };
}

/** What became of a request whose answer was lost, by its key: one that was left halfway is carried on. */
export async function getByKey(deps: RedemptionDeps, principal: Principal, key: string): Promise<Redemption | Refusal> {
  const found = await findByRequest(deps.redemptions, principal.userId, key);
  if (found === null) return refuse('redemption_not_found');
  return viewFor(deps, principal, isOpen(found) ? await carryOn(deps, found) : found);
}

const cursorSchema = z.tuple([z.number(), z.string()]);
type Page = { items: Redemption[]; nextCursor: string | null };

async function page(
  deps: RedemptionDeps,
  principal: Principal,
  conditions: readonly Filter<RedemptionRecord>[],
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page | Refusal> {
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const all = [...conditions];
  if (after !== null) {
    const createdAt = new Date(after[0]);
    all.push({ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: after[1] } }] });
  }
  const found = await deps.redemptions
    .find(all.length === 0 ? {} : { $and: all })
    .sort({ createdAt: -1, _id: -1 })
    .limit(query.limit + 1)
    .toArray();
  const items = await Promise.all(found.slice(0, query.limit).map((redemption) => upToDate(deps, redemption)));
  const last = items.at(-1);
  return {
    items: await viewsFor(deps, principal, items),
    nextCursor: found.length > query.limit && last ? encodeCursor([last.createdAt.getTime(), last._id]) : null,
  };
}

/**
 * Those for which somebody waits now; booked services have lists of their own. That they are open is said, too: the indexes of
 * open ones are short, whatever the shop has redeemed in its years.
 */
const openOnly: Filter<RedemptionRecord> = { open: true, state: { $in: [...ASKING_STATES] } };

/** What a list of open ones shows: those whose end was only found out while reading are left out. */
function stillOpen(found: Page): Page {
  return { ...found, items: found.items.filter(isOpen) };
}

/** Redemptions of the acting person, newest first. */
export async function listOwn(
  deps: RedemptionDeps,
  principal: Principal,
  query: QueryOf<typeof contract.listOwn>,
): Promise<Page | Refusal> {
  const personId = principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  if (query.show === 'all') return page(deps, principal, [{ personId }], query);
  const open = await page(deps, principal, [{ personId }, openOnly], query);
  return isRefusal(open) ? open : stillOpen(open);
}

/** Redemptions of a shop: those that wait, those made today, or all; with what was redeemed today. */
export async function listOfShop(
  deps: RedemptionDeps,
  principal: Principal,
  shopId: string,
  query: QueryOf<typeof contract.listOfShop>,
): Promise<ResponseOf<typeof contract.listOfShop> | Refusal> {
  // To be read of a shop that is closed, too: its owner answers for what it redeemed.
  const shop = await deps.merchants.findFor(principal, 'shops.read', shopId);
  if (isRefusal(shop)) return shop;
  if (!permits(principal, 'redemptions.serve', { shopId })) return refuse('out_of_scope');
  const nowMs = deps.platform.clock.now();
  const todayMs = startOfBusinessDay(businessDate(nowMs));
  const shown: Record<typeof query.show, Filter<RedemptionRecord>[]> = {
    open: [openOnly],
    today: [{ createdAt: { $gte: new Date(todayMs) } }],
    all: [],
  };
  const [found, turnover] = await Promise.all([
    page(deps, principal, [{ shopId }, ...shown[query.show]], query),
    turnoverOf(deps.redemptions, [shopId], todayMs, nowMs + 1),
  ]);
  if (isRefusal(found)) return found;
  const today = turnover.get(shopId);
  return {
    ...(query.show === 'open' ? stillOpen(found) : found),
    todayCount: today?.redeemed ?? 0,
    todayPoints: today?.points ?? 0,
  };
}

/** Redemptions of a unit and below for staff, of their shop for merchants. */
export async function listForStaff(
  deps: RedemptionDeps,
  principal: Principal,
  query: QueryOf<typeof contract.list>,
): Promise<Page | Refusal> {
  const conditions: Filter<RedemptionRecord>[] = [];
  const units = unitsFor(principal, 'redemptions.read');
  if (units !== null) {
    const shopIds = principal.grants.flatMap(({ shopId }) => (shopId === null ? [] : [shopId]));
    conditions.push({ $or: [{ unitPath: { $in: [...units] } }, { shopId: { $in: shopIds } }] });
  }
  if (query.unitId !== undefined) {
    const unitPath = await deps.orgUnits.pathOf(query.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'redemptions.read', { unitPath })) return refuse('out_of_scope');
    conditions.push({ unitPath: query.unitId });
  }
  if (query.shopId !== undefined) conditions.push({ shopId: query.shopId });
  if (query.state !== undefined) {
    conditions.push({ state: query.state, ...(isOpenState(query.state) ? { open: true } : {}) });
  }
  if (query.waiting === 'refund') conditions.push({ refundProposedAt: { $type: 'date' } });
  return page(deps, principal, conditions, query);
}

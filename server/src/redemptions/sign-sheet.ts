import {
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
  type signSheets,
} from '@red-points/shared/contracts';
import { daysBetween, endOfBusinessDay, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { RedemptionDeps } from './deps.ts';
import type { RedemptionRecord } from './store.ts';

const DAYS_MAX = 31;
/** More than one shop hands over within one millisecond. */
const AT_ONCE_MAX = 500;

/** The instant of the last line read, and how many lines there were up to it. */
const cursorSchema = z.tuple([z.number(), z.int().min(0)]);

/**
 * 兑换签收表 of a shop: real redemptions by when their points were spent. Read along the index of the sums owed; lines of
 * one instant stay on one page, so that a page may be a little longer than was asked for.
 */
export async function readSignSheet(
  deps: RedemptionDeps,
  principal: Principal,
  shopId: string,
  query: QueryOf<typeof signSheets.get>,
): Promise<ResponseOf<typeof signSheets.get> | Refusal> {
  const shop = await deps.merchants.find(shopId);
  if (shop === null) return refuse('shop_not_found');
  if (!permits(principal, 'redemptions.read', { shopId, unitPath: shop.unitPath })) return refuse('out_of_scope');
  const days = daysBetween(query.from, query.until);
  if (days < 0 || days >= DAYS_MAX) return refuse('sign_sheet_dates', { max: DAYS_MAX });
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const [afterMs, before] = after ?? [null, 0];
  const since = afterMs === null ? { $gte: new Date(startOfBusinessDay(query.from)) } : { $gt: new Date(afterMs) };
  const { page, isLast } = await pageOfShop(
    deps,
    shopId,
    { ...since, $lt: new Date(endOfBusinessDay(query.until)) },
    query.limit,
  );
  const [names, unitName] = await Promise.all([
    deps.people.names(page.map(({ personId }) => personId)),
    deps.orgUnits.names([shop.unitId]).then((units) => units.get(shop.unitId) ?? shop.unitId),
  ]);
  const last = page.at(-1)?.capturedAt ?? null;
  return {
    shopName: shop.name,
    unitName,
    items: page.map((redemption, index) => ({
      number: before + index + 1,
      redemptionId: redemption._id,
      at: (redemption.capturedAt ?? redemption.createdAt).toISOString(),
      shortCode: redemption.shortCode,
      maskedName: names.get(redemption.personId)?.masked ?? '—',
      title: redemption.terms.title,
      quantity: redemption.quantity,
      points: redemption.points,
      refundedPoints: redemption.refundedPoints,
    })),
    nextCursor: isLast || last === null ? null : encodeCursor([last.getTime(), before + page.length]),
  };
}

/** One line more than the page is read, to see whether there is more; whoever shares the page's last instant comes too. */
async function pageOfShop(
  deps: RedemptionDeps,
  shopId: string,
  capturedAt: { readonly $gte?: Date; readonly $gt?: Date; readonly $lt: Date },
  limit: number,
): Promise<{ page: RedemptionRecord[]; isLast: boolean }> {
  const found = await deps.redemptions
    .find({ shopId, capturedAt })
    .sort({ capturedAt: 1 })
    .limit(limit + 1)
    .toArray();
  const beyond = found[limit];
  if (beyond === undefined) return { page: inOrder(found), isLast: true };
  const page = found.slice(0, limit);
  const lastAt = page.at(-1)?.capturedAt ?? null;
  if (lastAt === null || lastAt.getTime() !== beyond.capturedAt?.getTime())
    return { page: inOrder(page), isLast: false };
  const together = await deps.redemptions.find({ shopId, capturedAt: lastAt }).limit(AT_ONCE_MAX).toArray();
  const earlier = page.filter((one) => one.capturedAt?.getTime() !== lastAt.getTime());
  return { page: inOrder([...earlier, ...together]), isLast: false };
}

/** By instant, and within one by id, so that a sheet reads the same each time it is printed. */
function inOrder(page: readonly RedemptionRecord[]): RedemptionRecord[] {
  const timeOf = ({ capturedAt }: RedemptionRecord): number => capturedAt?.getTime() ?? 0;
  return [...page].sort((one, other) => timeOf(one) - timeOf(other) || one._id.localeCompare(other._id));
}

import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import {
  type Assurance,
  CAP_PERIODS,
  type CapPeriod,
  capReached,
  capsTouched,
  SHOP_CAPPED,
  type ShopCapped,
  type ShopSpent,
  type SpentByCap,
  shopCapReached,
} from '@red-points/shared/domain/redemptions';
import type { ClientSession, UpdateFilter } from 'mongodb';
import { isDuplicateKey } from '../platform/database.ts';
import type { RedemptionDeps } from './deps.ts';
import type { AllowanceRecord, RedemptionRecord } from './store.ts';

const ATTEMPTS_MAX = 5;

type Stores = Pick<RedemptionDeps, 'allowances'>;
type Spending = Pick<RedemptionRecord, '_id' | 'personId' | 'shopId' | 'points' | 'createdAt' | 'cap' | 'shopCaps'>;
type Spent = Pick<AllowanceRecord, 'month' | 'days'> | null;

/** One figure of a document: how much a redemption adds, and how high it may become. */
interface Figure {
  readonly field: string;
  readonly by: number;
  readonly max: number | null;
}

/** How much room a redemption takes in one document, in a month and in the day of it on which it began. */
interface Place {
  readonly redemptionId: string;
  readonly allowanceId: string;
  readonly points: number;
  readonly figures: readonly Figure[];
  /** Why there is no room beside what was spent so far, or null. */
  readonly whyFull: (spent: Spent) => Refusal | null;
}

const fieldOf = (period: CapPeriod, day: string, figure: string): string =>
  period === 'month' ? `month.${figure}` : `days.${day}.${figure}`;

/** The document of a shop's month; a person's is called by the person alone. */
export const shopAllowanceId = (shopId: string, day: string): string => `shop:${shopId}:${monthOf(day)}`;

/** What was spent in a day and its month. */
export const spentOn = (spent: Spent, day: string) => ({ day: spent?.days?.[day] ?? {}, month: spent?.month ?? {} });

/** Below the caps of the person, by how sure one is of them. */
function placeOfPerson({ _id, personId, points, createdAt, cap }: Spending): Place[] {
  // One that was made before there were caps counts towards none.
  if (cap === undefined) return [];
  const day = businessDate(createdAt.getTime());
  const figures = capsTouched(cap.assurance).flatMap((touched: Assurance) =>
    CAP_PERIODS.map((period) => ({ field: fieldOf(period, day, touched), by: points, max: cap.caps[touched][period] })),
  );
  const whyFull = (spent: Spent): Refusal | null => {
    const reached = capReached(cap.caps, spentOn(spent, day) as SpentByCap, cap.assurance, points);
    if (reached === null) return null;
    const { period, left, max } = reached;
    return refuse(period === 'day' ? 'redemption_day_cap_reached' : 'redemption_month_cap_reached', { left, max });
  };
  return [{ redemptionId: _id, allowanceId: `${personId}:${monthOf(day)}`, points, figures, whyFull }];
}

const SHOP_FULL = {
  points: { day: 'shop_day_points_reached', month: 'shop_month_points_reached' },
  count: { day: 'shop_day_count_reached', month: 'shop_month_count_reached' },
} as const;

/** Below what may be redeemed at the shop, whoever redeems; nowhere while nothing is set: no document of a shop is everybody's. */
function placeOfShop({ _id, shopId, points, createdAt, shopCaps }: Spending): Place[] {
  if (shopCaps === undefined) return [];
  const day = businessDate(createdAt.getTime());
  const by = { points, count: 1 };
  const figures = SHOP_CAPPED.flatMap((capped: ShopCapped) =>
    CAP_PERIODS.map((period) => ({
      field: fieldOf(period, day, capped),
      by: by[capped],
      max: shopCaps[capped][period],
    })),
  );
  const whyFull = (spent: Spent): Refusal | null => {
    const reached = shopCapReached(shopCaps, spentOn(spent, day) as ShopSpent, points);
    if (reached === null) return null;
    const { capped, period, left, max } = reached;
    return refuse(SHOP_FULL[capped][period], { left, max });
  };
  return [{ redemptionId: _id, allowanceId: shopAllowanceId(shopId, day), points, figures, whyFull }];
}

const placesOf = (redemption: Spending): Place[] => [...placeOfPerson(redemption), ...placeOfShop(redemption)];

/**
 * Takes points off what the person may still spend with this assurance, and off what may still be redeemed at the shop: each
 * in the day and the month at once and once for a redemption, by one conditional update. Refuses with what is left.
 */
export async function takeAllowance(stores: Stores, redemption: Spending): Promise<Refusal | null> {
  const taken = await Promise.all(placesOf(redemption).map((place) => takePlace(stores, place)));
  return taken.find((refusal) => refusal !== null) ?? null;
}

async function takePlace(stores: Stores, place: Place): Promise<Refusal | null> {
  const fitsAtAll = place.whyFull(null) === null;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (fitsAtAll) {
      try {
        await stores.allowances.updateOne(
          {
            _id: place.allowanceId,
            'reservations.redemptionId': { $ne: place.redemptionId },
            ...roomFor(place),
          } as never,
          {
            $inc: sums(place, 1),
            $push: { reservations: { redemptionId: place.redemptionId, points: place.points } },
          } as unknown as UpdateFilter<AllowanceRecord>,
          { upsert: true },
        );
        return null;
      } catch (error) {
        // The document is there but does not match: taken already, no room left, or made by another process just now.
        if (!isDuplicateKey(error)) throw error;
      }
    }
    const found = await stores.allowances.findOne({ _id: place.allowanceId });
    if (found?.reservations.some(({ redemptionId }) => redemptionId === place.redemptionId)) return null;
    const full = place.whyFull(found);
    if (full !== null) return full;
  }
  return refuse('offer_busy');
}

/**
 * Takes it for good, as part of a transaction that settles the redemption in the same instant.
 * Where there is no room it fails by a duplicate key, or is false: then the transaction must not be committed.
 */
export async function takeAllowanceAtOnce(
  { allowances }: Stores,
  session: ClientSession,
  redemption: Spending,
): Promise<boolean> {
  for (const place of placesOf(redemption)) {
    if (place.whyFull(null) !== null) return false;
    await allowances.updateOne(
      { _id: place.allowanceId, ...roomFor(place) } as never,
      { $inc: sums(place, 1), $setOnInsert: { reservations: [] } } as unknown as UpdateFilter<AllowanceRecord>,
      { upsert: true, session },
    );
  }
  return true;
}

/** A sum that is missing is none, and has room: hence "not more than" instead of "at most". */
function roomFor({ figures }: Place): Record<string, unknown> {
  return Object.fromEntries(
    figures.flatMap(({ field, by, max }) => (max === null ? [] : [[field, { $not: { $gt: max - by } }]])),
  );
}

const sums = ({ figures }: Place, sign: 1 | -1): Record<string, number> =>
  Object.fromEntries(figures.map(({ field, by }) => [field, sign * by]));

/** The redemption succeeded: what it took counts for good, also where it is refunded later. Repeating changes nothing. */
export async function settleAllowance(stores: Stores, redemption: Spending): Promise<void> {
  for (const { allowanceId: _id, redemptionId } of placesOf(redemption)) {
    await stores.allowances.updateOne(
      { _id, 'reservations.redemptionId': redemptionId },
      { $pull: { reservations: { redemptionId } } },
    );
  }
}

/** Gives back what a redemption took and has not settled. Repeating changes nothing. */
export async function releaseAllowance(stores: Stores, redemption: Spending): Promise<void> {
  for (const place of placesOf(redemption)) {
    const { allowanceId: _id, redemptionId } = place;
    await stores.allowances.updateOne({ _id, 'reservations.redemptionId': redemptionId }, {
      $inc: sums(place, -1),
      $pull: { reservations: { redemptionId } },
    } as unknown as UpdateFilter<AllowanceRecord>);
  }
}

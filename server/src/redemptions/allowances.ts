import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import {
  type Assurance,
  type AssuranceCaps,
  type CapReached,
  capReached,
  capsTouched,
} from '@red-points/shared/domain/redemptions';
import type { ClientSession, UpdateFilter } from 'mongodb';
import { isDuplicateKey } from '../platform/database.ts';
import type { RedemptionDeps } from './deps.ts';
import type { AllowanceRecord, RedemptionRecord } from './store.ts';

const ATTEMPTS_MAX = 5;

type Stores = Pick<RedemptionDeps, 'allowances'>;
type Spending = Pick<RedemptionRecord, '_id' | 'personId' | 'points' | 'createdAt' | 'cap'>;

/** How much room a redemption's points take, and where: in its person's month, and in the day of it on which it began. */
function placeOf({ _id, personId, points, createdAt, cap }: Spending) {
  // One that was made before there were caps counts towards none.
  if (cap === undefined) return null;
  const day = businessDate(createdAt.getTime());
  return { redemptionId: _id, allowanceId: `${personId}:${monthOf(day)}`, day, points, ...cap };
}

type Place = NonNullable<ReturnType<typeof placeOf>>;

const monthField = (assurance: Assurance): string => `month.${assurance}`;
const dayField = (day: string, assurance: Assurance): string => `days.${day}.${assurance}`;

/**
 * Takes points off what the person may still spend with this assurance, in the day and the month at once and once for a
 * redemption, by one conditional update. Refuses with what is left.
 */
export async function takeAllowance(stores: Stores, redemption: Spending): Promise<Refusal | null> {
  const place = placeOf(redemption);
  if (place === null) return null;
  const whole = capReached(place.caps, { day: {}, month: {} }, place.assurance, place.points);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (whole === null) {
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
    const spent = { day: found?.days?.[place.day] ?? {}, month: found?.month ?? {} };
    const reached = capReached(place.caps, spent, place.assurance, place.points);
    if (reached !== null) return refusalOf(reached);
  }
  return refuse('offer_busy');
}

/**
 * Takes points off what the person may still spend for good, as part of a transaction that settles the redemption in the same instant.
 * Where there is no room it fails by a duplicate key, or is false: then the transaction must not be committed.
 */
export async function takeAllowanceAtOnce(
  { allowances }: Stores,
  session: ClientSession,
  redemption: Spending,
): Promise<boolean> {
  const place = placeOf(redemption);
  if (place === null) return true;
  if (capReached(place.caps, { day: {}, month: {} }, place.assurance, place.points) !== null) return false;
  await allowances.updateOne(
    { _id: place.allowanceId, ...roomFor(place) } as never,
    { $inc: sums(place, 1), $setOnInsert: { reservations: [] } } as unknown as UpdateFilter<AllowanceRecord>,
    { upsert: true, session },
  );
  return true;
}

function refusalOf({ period, left, max }: CapReached): Refusal {
  return refuse(period === 'day' ? 'redemption_day_cap_reached' : 'redemption_month_cap_reached', { left, max });
}

/** A sum that is missing is none, and has room: hence "not more than" instead of "at most". */
function roomFor({ caps, assurance, day, points }: Place): Record<string, unknown> {
  const room: Record<string, unknown> = {};
  for (const touched of capsTouched(assurance)) {
    const cap = (caps as AssuranceCaps)[touched];
    if (cap.month !== null) room[monthField(touched)] = { $not: { $gt: cap.month - points } };
    if (cap.day !== null) room[dayField(day, touched)] = { $not: { $gt: cap.day - points } };
  }
  return room;
}

function sums({ assurance, day, points }: Place, sign: 1 | -1): Record<string, number> {
  return Object.fromEntries(
    capsTouched(assurance).flatMap((touched) => [
      [monthField(touched), sign * points],
      [dayField(day, touched), sign * points],
    ]),
  );
}

/** The redemption succeeded: what it took counts for good, also where it is refunded later. Repeating changes nothing. */
export async function settleAllowance(stores: Stores, redemption: Spending): Promise<void> {
  const place = placeOf(redemption);
  if (place === null) return;
  const { allowanceId: _id, redemptionId } = place;
  await stores.allowances.updateOne(
    { _id, 'reservations.redemptionId': redemptionId },
    { $pull: { reservations: { redemptionId } } },
  );
}

/** Gives back what a redemption took and has not settled. Repeating changes nothing. */
export async function releaseAllowance(stores: Stores, redemption: Spending): Promise<void> {
  const place = placeOf(redemption);
  if (place === null) return;
  const { allowanceId: _id, redemptionId } = place;
  await stores.allowances.updateOne({ _id, 'reservations.redemptionId': redemptionId }, {
    $inc: sums(place, -1),
    $pull: { reservations: { redemptionId } },
  } as unknown as UpdateFilter<AllowanceRecord>);
}

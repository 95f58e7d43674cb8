import { addDays, businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { AGREEMENT_ENDING_DAYS } from '@red-points/shared/domain/redemptions';
import type { Job } from '../platform/jobs.ts';
import { oneByOne } from '../platform/one-by-one.ts';
import type { Waiting } from '../platform/waiting.ts';
import type { MerchantDeps } from './deps.ts';
import type { AgreementRecord, ShopRecord } from './store.ts';

/** Tells shops that their agreement ends soon. */
export const AGREEMENTS_ENDING_JOB = 'merchants.agreements-ending';

const EVERY_MS = 3_600_000;

/** The last of a shop's agreements where it ends within the days before which it is told; null where another one follows or none was made. */
function endingOf({ agreements = [] }: Pick<ShopRecord, 'agreements'>, today: string): AgreementRecord | null {
  const last = agreements.toSorted((one, other) => (one.until < other.until ? -1 : 1)).at(-1);
  return last !== undefined && last.until <= addDays(today, AGREEMENT_ENDING_DAYS) ? last : null;
}

/**
 * Marks the shops whose last agreement ends within 30 days: the shop is told by what follows the mark (`notices.ts`), once
 * for each agreement, however often and late this runs. An agreement that is over already is told of no more.
 */
export function agreementsEndingJob({ model, platform }: Pick<MerchantDeps, 'model' | 'platform'>): Job {
  return {
    name: AGREEMENTS_ENDING_JOB,
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      const today = businessDate(nowMs);
      const until = { $gte: today, $lte: addDays(today, AGREEMENT_ENDING_DAYS) };
      const soon: Record<string, unknown> = { state: 'active', 'agreements.until': until };
      const found = await model.find(soon).lean<ShopRecord[]>().exec();
      const way = { what: 'shop', idOf: ({ _id }: ShopRecord) => _id, logger: platform.logger, signal };
      await oneByOne(found, way, async (shop) => {
        const ending = endingOf(shop, today);
        if (ending === null || ending.until < today || shop.endingTold === ending.number) return;
        await model
          .updateOne({ _id: shop._id, endingTold: { $ne: ending.number } }, { $set: { endingTold: ending.number } })
          .exec();
      });
    },
  };
}

/** Shops of a unit and below whose last agreement ends within 30 days, or has ended: they serve no longer than it. */
export async function agreementsEnding(
  { model, platform }: Pick<MerchantDeps, 'model' | 'platform'>,
  unitId: string,
): Promise<Waiting> {
  const today = businessDate(platform.clock.now());
  // Few: the shops that take part in a unit.
  const found = await model
    .find({ unitPath: unitId, state: 'active' }, { 'agreements.until': 1 })
    .lean<ShopRecord[]>()
    .exec();
  const untils = found.flatMap((shop) => endingOf(shop, today)?.until ?? []).sort();
  const first = untils[0];
  const since = first === undefined ? null : new Date(startOfBusinessDay(addDays(first, -AGREEMENT_ENDING_DAYS)));
  return { count: untils.length, since };
}

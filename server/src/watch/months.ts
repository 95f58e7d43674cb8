import type { WatchDeps } from './deps.ts';
import type { WatchMonthRecord } from './store.ts';

/** Makes months due in which something came. What was looked at meanwhile is looked at once more. */
export async function makeDue(
  { store, ids }: Pick<WatchDeps, 'store' | 'ids'>,
  of: NonNullable<WatchMonthRecord['of']>,
  months: readonly Pick<WatchMonthRecord, 'unitId' | 'month' | 'unitPath'>[],
): Promise<void> {
  // Those of credits were there first, and keep their names.
  const suffix = of === 'credits' ? '' : `|${of}`;
  const byId = new Map(months.map((month) => [`${month.unitId}|${month.month}${suffix}`, month]));
  if (byId.size === 0) return;
  await store.months.bulkWrite(
    [...byId].map(([_id, { unitId, month, unitPath }]) => ({
      updateOne: {
        filter: { _id },
        update: { $set: { due: true, turn: ids.next(), unitPath: [...unitPath], of }, $setOnInsert: { unitId, month } },
        upsert: true,
      },
    })),
  );
}

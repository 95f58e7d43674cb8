import type { RecordedUse } from '@red-points/shared/domain/budgets';
import type { BudgetSource } from '../budgets/index.ts';
import type { BatchesDeps } from './deps.ts';

/** Counts budgets from the items that were posted. */
export function batchBudgetSource(deps: BatchesDeps): BudgetSource {
  return {
    kinds: ['batch'],
    usageOf: async (reservationIds, session) => {
      const ids = new Set(reservationIds);
      const batchIds = [...new Set(reservationIds.map((id) => id.split(':')[1] ?? ''))];
      const sums = await deps.store.slices
        .aggregate<{ _id: { batchId: string; slotKey: string }; used: number }>(
          [
            { $match: { batchId: { $in: batchIds } } },
            { $project: { batchId: 1, used: 1 } },
            { $unwind: '$used' },
            { $group: { _id: { batchId: '$batchId', slotKey: '$used.slotKey' }, used: { $sum: '$used.points' } } },
          ],
          { session },
        )
        .toArray();
      const usage = new Map<string, RecordedUse>();
      for (const { _id, used } of sums) {
        const id = `batch:${_id.batchId}:${_id.slotKey}`;
        if (ids.has(id)) usage.set(id, { promised: 0, used });
      }
      return usage;
    },
    // Batches came with budgets: none has posted without a reservation.
    unreserved: async () => ({ promised: 0, used: 0 }),
  };
}

/** Of these batches, those that are being posted. */
export async function postingBatches(deps: BatchesDeps, batchIds: readonly string[]): Promise<ReadonlySet<string>> {
  const posting = { _id: { $in: [...batchIds] }, state: 'posting' as const };
  const found = await deps.store.batches.find(posting, { projection: { _id: 1 } }).toArray();
  return new Set(found.map(({ _id }) => _id));
}

import { batchItemId, batchItemKey, parseBatchItemId } from '@red-points/shared/domain/batches';
import type { Db } from 'mongodb';
import type { ExpectedEntry, RecordMatcher } from '../ledger/index.ts';
import { type BatchItem, type BatchSlice, batchStore, sliceIdOfItem } from './store.ts';

/** The items of batches that became transactions, for matching with the ledger both ways. */
export function batchItemMatcher(db: Db): RecordMatcher {
  const { batches, slices } = batchStore(db);
  return {
    sourceKind: 'batch_item',
    entryKinds: ['earn', 'adjust'],
    byIds: async (sourceIds) => {
      const wanted = sourceIds.flatMap((id) => parseBatchItemId(id) ?? []);
      const sliceIds = [...new Set(wanted.map(({ batchId, item }) => sliceIdOfItem(batchId, item)))];
      const found = await slices.find({ _id: { $in: sliceIds } }).toArray();
      // Before it is confirmed nothing of a batch may be in the ledger.
      const confirmed = { _id: { $in: [...new Set(found.map(({ batchId }) => batchId))] }, decidedBy: { $ne: null } };
      const posting = { ...confirmed, state: { $in: ['posting', 'posted'] as const } };
      const known = new Set((await batches.find(posting, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id));
      const asked = new Set(sourceIds);
      return found
        .filter(({ batchId }) => known.has(batchId))
        .flatMap(expectedOf)
        .filter(({ sourceId }) => asked.has(sourceId));
    },
    async *posted(account) {
      const filter = account === null ? { done: true } : { done: true, 'items.accountId': account };
      for await (const slice of slices.find(filter).sort({ _id: 1 })) {
        for (const expected of expectedOf(slice)) {
          if (expected.onItsWay !== true && (account === null || expected.account === account)) yield expected;
        }
      }
    },
  };
}

/** Every entry that a slice accounts for. */
function expectedOf(slice: BatchSlice): ExpectedEntry[] {
  const outcomes = new Map(slice.outcomes.map((outcome) => [outcome.item, outcome]));
  return slice.items.flatMap((item) => {
    const outcome = outcomes.get(item.item);
    if (item.problem !== undefined || item.accountId === undefined || (outcome !== undefined && outcome.seq === null))
      return [];
    return [
      {
        ...placeOf(slice.batchId, item, item.accountId),
        seq: outcome?.seq ?? null,
        points: item.points,
        minutes: item.minutes,
        grantedPoints: outcome?.granted ?? null,
        onItsWay: outcome === undefined,
      },
    ];
  });
}

function placeOf(batchId: string, { item }: BatchItem, account: string) {
  return { sourceId: batchItemId(batchId, item), account, key: batchItemKey(batchId, item) };
}

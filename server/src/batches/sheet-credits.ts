import { batchItemId, parseBatchItemId } from '@red-points/shared/domain/batches';
import { startOfBusinessDay } from '@red-points/shared/domain/calendar';
import {
  behind,
  type LinedCredit,
  type PostedPlace,
  type PostedSheet,
  type SheetSource,
  type SheetSums,
} from '../credits/index.ts';
import type { BatchesDeps } from './deps.ts';
import { ItemCommands } from './item-commands.ts';
import { type BatchItem, type BatchRecord, type BatchSlice, type ItemOutcome, sliceIdOfItem } from './store.ts';

const PREFIX = 'batch_item:';

type Posted = ItemOutcome & { readonly seq: number };
const isPosted = (outcome: ItemOutcome): outcome is Posted => outcome.seq !== null;

/** What batches gave, for whoever looks over it: the items that were posted and gave something. */
export function batchSheets(deps: BatchesDeps): SheetSource {
  return {
    kind: 'batch',
    postedIds: (unitId, period) => postedIds(deps, unitId, period),
    byIds: (ids) => creditsByIds(deps, ids),
    postedAfter: (after, limit) => postedAfter(deps, after, limit),
    sumsOf: (batchId) => sumsOf(deps, batchId),
  };
}

/** Items of a slice that were posted and gave points or hours: a correction that takes invents nothing. */
function given({ items, outcomes }: Pick<BatchSlice, 'items' | 'outcomes'>): { item: BatchItem; outcome: Posted }[] {
  const byNumber = new Map(items.map((item) => [item.item, item]));
  return outcomes.filter(isPosted).flatMap((outcome) => {
    const item = byNumber.get(outcome.item);
    return item === undefined || (outcome.granted <= 0 && item.minutes <= 0) ? [] : [{ item, outcome }];
  });
}

async function* postedIds(
  { store }: BatchesDeps,
  unitId: string,
  { from, before }: { readonly from: Date; readonly before: Date },
): AsyncGenerator<string> {
  const posted = { unitPath: unitId, state: 'posted' as const, postedAt: { $gte: from, $lt: before } };
  for await (const { _id } of store.batches.find(posted, { projection: { _id: 1 }, hint: 'posted_by_unit' })) {
    for await (const slice of store.slices.find({ batchId: _id }, { projection: { items: 1, outcomes: 1 } })) {
      for (const { item } of given(slice)) yield PREFIX + batchItemId(_id, item.item);
    }
  }
}

async function creditsByIds(deps: BatchesDeps, ids: readonly string[]): Promise<LinedCredit[]> {
  const wanted = ids.flatMap((id) => (id.startsWith(PREFIX) ? (parseBatchItemId(id.slice(PREFIX.length)) ?? []) : []));
  if (wanted.length === 0) return [];
  const sliceIds = [...new Set(wanted.map(({ batchId, item }) => sliceIdOfItem(batchId, item)))];
  const [batches, slices] = await Promise.all([
    deps.store.batches.find({ _id: { $in: [...new Set(wanted.map(({ batchId }) => batchId))] } }).toArray(),
    deps.store.slices.find({ _id: { $in: sliceIds } }).toArray(),
  ]);
  const numbers = new Set(wanted.map(({ batchId, item }) => batchItemId(batchId, item)));
  const credits = batches.map(async (batch) => {
    const own = slices
      .filter(({ batchId }) => batchId === batch._id)
      .flatMap(given)
      .filter(({ item }) => numbers.has(batchItemId(batch._id, item.item)));
    const commands = await ItemCommands.of(
      deps,
      batch,
      own.map(({ item }) => item),
    );
    return own.map(({ item, outcome }) => creditOf(batch, item, outcome, commands.categoryOf(item)));
  });
  return (await Promise.all(credits)).flat();
}

function creditOf(batch: BatchRecord, item: BatchItem, outcome: Posted, category: string | null): LinedCredit {
  const { personId = '', householdId = null } = item;
  return {
    _id: PREFIX + batchItemId(batch._id, item.item),
    personId,
    householdId,
    accountId: ItemCommands.chosen(item).accountId,
    entrySeq: outcome.seq,
    state: 'posted',
    title: batch.title,
    // A correction is of none.
    category: category ?? '',
    minutes: item.minutes,
    points: item.points,
    grantedPoints: outcome.granted,
    effectiveAt: new Date(startOfBusinessDay(item.date)),
    approvedAt: batch.decidedAt ?? batch.filedAt,
    postedAt: batch.postedAt,
    issuerUnit: batch.unitId,
    actors: [
      { part: 'filer', id: batch.filedBy },
      ...(batch.decidedBy === null ? [] : [{ part: 'reviewer', id: batch.decidedBy }]),
      { part: 'beneficiary', id: personId },
    ],
  };
}

async function postedAfter({ store }: BatchesDeps, after: PostedPlace, limit: number): Promise<PostedSheet[]> {
  const found = await store.batches.find(behind(after)).sort({ postedAt: 1, _id: 1 }).limit(limit).toArray();
  return found.flatMap(({ _id, title, unitId, unitPath, filedBy, filedAt, decidedBy, decidedAt, postedAt }) => {
    if (decidedBy === null || decidedAt === null || postedAt === null) return [];
    const hands = { filedBy, confirmedBy: decidedBy, filedAt, confirmedAt: decidedAt, postedAt };
    return [{ sheetId: _id, title, unitId, unitPath, ...hands }];
  });
}

async function sumsOf({ store }: BatchesDeps, batchId: string): Promise<SheetSums> {
  let [items, timed, round] = [0, 0, 0];
  for await (const slice of store.slices.find({ batchId }, { projection: { items: 1, outcomes: 1 } })) {
    for (const { item } of given(slice)) {
      items += 1;
      if (item.minutes > 0) timed += 1;
      if (item.minutes > 0 && item.minutes % 60 === 0) round += 1;
    }
  }
  return { items, timed, round };
}

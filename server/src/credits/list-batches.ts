import {
  type publicity as contract,
  isRefusal,
  type PublicityBatch,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { addDays, businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { LIST_KEPT_DAYS, lastDayOfWindow } from '@red-points/shared/domain/publicity';
import { pageByDate } from '../http/date-pages.ts';
import type { CreditsDeps } from './deps.ts';
import { issuedBelow } from './issued-below.ts';
import type { BatchRecord } from './publish.ts';

interface BatchSums {
  _id: string;
  total: number;
  people: number;
  points: number;
  objected: number;
}

/** What a unit, those below and those above it published and everybody may still read, newest first. */
export async function listBatches(
  deps: CreditsDeps,
  query: QueryOf<typeof contract.batches>,
): Promise<ResponseOf<typeof contract.batches> | Refusal> {
  const unit = await deps.orgUnits.get(query.unitId);
  if (unit === null) return refuse('unit_unknown');
  // Whoever asks by their grid reads what their community publishes.
  const ofUnit = { $or: [{ unitPath: unit.id }, { unitId: { $in: [...unit.ancestorIds] } }] };
  const objected = { ...(await issuedBelow(deps, unit.id)), state: 'objected' as const, listed: true };
  const waiting = await deps.credits.distinct('batchId', objected);
  const oldest = startOfBusinessDay(addDays(businessDate(deps.clock.now()), 0 - LIST_KEPT_DAYS));
  const waitingIds = waiting.flatMap((id) => id ?? []);
  const readable = { $or: [{ windowUntil: { $gt: new Date(oldest) } }, { _id: { $in: waitingIds } }] };
  const found = await pageByDate(deps.batches, { $and: [ofUnit, readable] }, { ...query, by: 'windowFrom' });
  if (isRefusal(found)) return found;
  return { items: await batchViews(deps, found.page), nextCursor: found.nextCursor };
}

/** Batches as people read them, with what is on their public lists; one query for all. */
export async function batchViews(deps: CreditsDeps, batches: readonly BatchRecord[]): Promise<PublicityBatch[]> {
  const [sums, units] = await Promise.all([
    sumsOf(
      deps,
      batches.map(({ _id }) => _id),
    ),
    deps.orgUnits.names([...new Set(batches.map(({ unitId }) => unitId))]),
  ]);
  const nowMs = deps.clock.now();
  return batches.map(({ _id, unitId, year, number, publishedOn, windowFrom, windowUntil }) => {
    const { total = 0, people = 0, points = 0, objected = 0 } = sums.get(_id) ?? {};
    const untilMs = windowUntil.getTime();
    return {
      ...{ batchId: _id, unitId, unitName: units.get(unitId) ?? unitId, year, number, publishedOn },
      windowFrom: windowFrom.toISOString(),
      windowUntil: windowUntil.toISOString(),
      lastDay: lastDayOfWindow(untilMs),
      isOpen: nowMs < untilMs,
      ...{ total, people, points, objected },
    };
  });
}

async function sumsOf(deps: CreditsDeps, batchIds: readonly string[]): Promise<ReadonlyMap<string, BatchSums>> {
  if (batchIds.length === 0) return new Map();
  const perPerson = {
    _id: { batch: '$batchId', person: '$personId' },
    total: { $sum: 1 },
    points: { $sum: { $cond: [{ $eq: ['$state', 'refused'] }, 0, '$points'] } },
    objected: { $sum: { $cond: [{ $eq: ['$state', 'objected'] }, 1, 0] } },
  };
  const perBatch = {
    _id: '$_id.batch',
    people: { $sum: 1 },
    total: { $sum: '$total' },
    points: { $sum: '$points' },
    objected: { $sum: '$objected' },
  };
  const found = await deps.credits
    .aggregate<BatchSums>([
      { $match: { batchId: { $in: [...batchIds] }, listed: true } },
      { $group: perPerson },
      { $group: perBatch },
    ])
    .toArray();
  return new Map(found.map((sums) => [sums._id, sums]));
}

import type { reviews as contract, QueryOf, Refusal, ResponseOf } from '@red-points/shared/contracts';
import { isRefusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { ReviewSource, ReviewsDeps } from './deps.ts';
import { type ReviewItem, reviewLines } from './lines.ts';
import { type Reviewer, reviewerOf } from './reviewer.ts';

type ReviewList = ResponseOf<typeof contract.list>;
const cursorSchema = z.tuple([z.number(), z.string()]);

/** The one queue over claims and attendances, longest waiting first unless asked otherwise. */
export async function listReviews(
  deps: ReviewsDeps,
  principal: Principal,
  query: QueryOf<typeof contract.list>,
): Promise<ReviewList | Refusal> {
  const reviewer = await reviewerOf(deps, principal);
  const unitIds = await unitsOf(deps, reviewer, query.unitId);
  if (isRefusal(unitIds)) return unitIds;
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const sources = [...deps.sources.values()].filter(
    ({ store }) => query.kind === undefined || store.kind === query.kind,
  );
  const filter = { unitIds, category: query.category, show: query.show, nowMs: deps.clock.now() };
  const [found, counts, flagged] = await Promise.all([
    merged(sources, {
      ...filter,
      order: query.order,
      after,
      limit: query.limit + 1,
    }),
    Promise.all(sources.map(({ store }) => store.counts({ unitIds }, deps.clock.now()))),
    Promise.all(sources.map(({ store }) => store.countFlagged(filter))),
  ]);
  const page = found.slice(0, query.limit);
  const last = page.at(-1)?.record;
  const byCategory: Record<string, number> = {};
  const sums = { late: 0, escalated: 0, second: 0 };
  for (const { category, count, late, escalated, second } of counts.flat()) {
    byCategory[category] = (byCategory[category] ?? 0) + count;
    sums.late += late;
    sums.escalated += escalated;
    sums.second += second;
  }
  return {
    items: await reviewLines(deps, principal, page, reviewer),
    nextCursor: found.length > query.limit && last ? encodeCursor([last.waitingSince?.getTime() ?? 0, last._id]) : null,
    waiting: Object.values(byCategory).reduce((sum, count) => sum + count, 0),
    byCategory,
    ...sums,
    flagged: flagged.reduce((sum, count) => sum + count, 0),
  };
}

/** The units to look in: the one asked for where it is in scope, else all of the caller's. */
async function unitsOf(
  deps: ReviewsDeps,
  reviewer: Reviewer,
  unitId: string | undefined,
): Promise<readonly string[] | null | Refusal> {
  if (unitId === undefined) return reviewer.readUnits();
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  return reviewer.mayRead(unitPath) ? [unitId] : refuse('out_of_scope');
}

async function merged(
  sources: readonly ReviewSource[],
  query: Parameters<ReviewSource['store']['page']>[0],
): Promise<ReviewItem[]> {
  const pages = await Promise.all(
    sources.map(async ({ store }) => (await store.page(query)).map((record) => ({ kind: store.kind, record }))),
  );
  const direction = query.order === 'oldest' ? 1 : -1;
  return pages
    .flat()
    .sort((left, right) => direction * compare(left, right))
    .slice(0, query.limit);
}

function compare(left: ReviewItem, right: ReviewItem): number {
  const difference = (left.record.waitingSince?.getTime() ?? 0) - (right.record.waitingSince?.getTime() ?? 0);
  if (difference !== 0) return difference;
  return left.record._id < right.record._id ? -1 : 1;
}

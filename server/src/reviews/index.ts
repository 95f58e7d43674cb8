import type { Principal } from '@red-points/shared/domain/permissions';
import type { CreditSourceKind } from '../credits/index.ts';
import type { ApiRouter } from '../http/route.ts';
import type { NoticeSource } from '../notifications/index.ts';
import type { Platform } from '../platform/platform.ts';
import { decideItems, type ReviewKey, type ReviewOutcome, type ReviewVerdict } from './decide-items.ts';
import type { ReviewSource, ReviewsDeps } from './deps.ts';
import { reviewNotices } from './notices.ts';
import { reviewRequests } from './requests.ts';
import { reviewRoutes } from './routes.ts';

export { creditedRecords } from './credited-records.ts';
export type { ReviewKey, ReviewOutcome, ReviewVerdict } from './decide-items.ts';
export type { ReviewSource } from './deps.ts';
export { ensureReviews } from './requests.ts';
export { createReviewStore, type ReviewStore } from './review-store.ts';
export {
  type HistoryLine,
  NOT_REVIEWED,
  type ReviewableRecord,
  type ReviewFacts,
  reviewIndexes,
} from './reviewable.ts';

/** The one queue over claims and attendances (审核). */
export interface Reviews {
  /** One decision for up to thousands of items, with an outcome each. Not remembered by a request key. */
  decide(principal: Principal, items: readonly ReviewKey[], verdict: ReviewVerdict): Promise<ReviewOutcome[]>;
  /** How many wait in a unit and below, and since when the first does. */
  waiting(unitId: string): Promise<{ count: number; since: Date | null }>;
  /** What is told of each kind of record. */
  readonly noticeSources: readonly NoticeSource[];
  routes(router: ApiRouter): void;
}

export interface ReviewsNeeds extends Omit<ReviewsDeps, 'clock' | 'ids' | 'requests' | 'sources'> {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids'>;
  readonly sources: readonly ReviewSource[];
}

export function createReviews({ platform, sources, ...needs }: ReviewsNeeds): Reviews {
  const byKind = new Map<CreditSourceKind, ReviewSource>(sources.map((source) => [source.store.kind, source]));
  const { clock, ids, db } = platform;
  const deps: ReviewsDeps = { ...needs, clock, ids, requests: reviewRequests(db), sources: byKind };
  return {
    decide: (principal, items, verdict) => decideItems(deps, principal, items, verdict, null),
    waiting: async (unitId) => {
      const counts = (await Promise.all(sources.map(({ store }) => store.counts({ unitIds: [unitId] })))).flat();
      const oldest = Math.min(...counts.map(({ since }) => since.getTime()));
      return {
        count: counts.reduce((sum, { count }) => sum + count, 0),
        since: counts.length === 0 ? null : new Date(oldest),
      };
    },
    noticeSources: sources.map(({ store }) => reviewNotices(store.kind, store.collection)),
    routes: (router) => reviewRoutes(router, deps),
  };
}

import { WATCH_THRESHOLDS } from '@red-points/shared/domain/watch';
import type { ApiRouter } from '../http/route.ts';
import type { Platform } from '../platform/platform.ts';
import { strikeOut } from '../platform/strike-out.ts';
import { unitSettings } from '../platform/unit-settings.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import type { ReviewSource } from '../reviews/index.ts';
import type { WatchDeps } from './deps.ts';
import { follow } from './follow.ts';
import { watchRoutes } from './routes.ts';
import { WATCH_SETTINGS_COLLECTION, watchStore } from './store.ts';

export { ensureWatch } from './store.ts';

export const WATCH_JOB = 'watch.follow-approvals';
const WATCH_EVERY_MS = 30_000;

/** 异常提醒: what is worth a look in how points are earned and spent. */
export interface Watch {
  /** Open findings of a unit and below, and since when the first of them is. */
  waiting(unitId: string): Promise<Waiting>;
  /** Strikes words about these people out of what findings that name them were. Safe to repeat. */
  strikeOut(personIds: readonly string[], words: readonly string[]): Promise<void>;
  routes(router: ApiRouter): void;
}

export type WatchNeeds = Omit<
  WatchDeps,
  'store' | 'settings' | 'sources' | keyof Pick<Platform, 'clock' | 'ids' | 'logger'>
> & {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids' | 'jobs' | 'logger'>;
  readonly sources: readonly ReviewSource[];
};

export function createWatch({ platform, sources, ...needs }: WatchNeeds): Watch {
  const deps: WatchDeps = {
    ...needs,
    clock: platform.clock,
    ids: platform.ids,
    logger: platform.logger,
    store: watchStore(platform.db),
    settings: unitSettings(platform.db, WATCH_SETTINGS_COLLECTION, WATCH_THRESHOLDS),
    sources: new Map(sources.map((source) => [source.store.kind, source])),
  };
  platform.jobs.register({ name: WATCH_JOB, everyMs: WATCH_EVERY_MS, run: (run) => follow(deps, run) });
  return {
    waiting: async (unitId) => {
      const open = { unitPath: unitId, open: true };
      return waitingIn(deps.store.findings, open, 'firstSeenAt');
    },
    strikeOut: (personIds, words) =>
      strikeOut(deps.store.findings, { personIds: { $in: [...personIds] } }, ['dismissals'], words),
    routes: (router) => watchRoutes(router, deps),
  };
}

import type { Db } from 'mongodb';
import type { SharedLimit, SharedLimitOptions } from '../http/limits.ts';
import type { ApiRouter } from '../http/route.ts';
import type { OneselfIds } from '../memberships/index.ts';
import type { NoticeSource } from '../notifications/index.ts';
import type { Platform } from '../platform/platform.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { decidableBy } from './decide.ts';
import type { OwnDataDeps } from './deps.ts';
import { erasureJob } from './erase.ts';
import { dataRequestNotices } from './notices.ts';
import { ownDataRoutes } from './routes.ts';
import { dataRequestCollection } from './store.ts';

export { ERASURE_JOB } from './erase.ts';
export { DATA_REQUESTS, ensureOwnData } from './store.ts';

/** What residents may ask about their own data (我的资料): a copy, a correction, to be erased; staff answer, a job carries it out. */
export interface OwnData {
  /** How many of a unit and below this caller could say yes or no to, and since when the first waits. */
  waiting(unitId: string, oneself: OneselfIds): Promise<Waiting>;
  /** How many that they could answer are past their time. */
  late(unitId: string, oneself: OneselfIds): Promise<Waiting>;
  /** Carries out what is due, now and without the job's lease. */
  carryOutDue(): Promise<void>;
  readonly noticeSource: NoticeSource;
  routes(router: ApiRouter): void;
}

export interface OwnDataNeeds extends Omit<OwnDataDeps, 'requests'> {
  readonly db: Db;
  readonly jobs: Pick<Platform['jobs'], 'register'>;
  readonly sharedLimit: (options: SharedLimitOptions) => SharedLimit;
}

/** Files of one person's data that one sign-in may ask for within an hour: each reads everything there is of them. */
export const EXPORTS_MAX = 6;

export function createOwnData({ db, jobs, sharedLimit, ...needs }: OwnDataNeeds): OwnData {
  const deps: OwnDataDeps = { ...needs, requests: dataRequestCollection(db) };
  const job = erasureJob(deps);
  jobs.register(job);
  const exportLimit = sharedLimit({ name: 'own-data-export', attemptsMax: EXPORTS_MAX, periodSeconds: 3_600 });
  const undecided = { open: true, state: { $in: ['asked' as const, 'first_approved' as const] } };
  return {
    waiting: (unitId, oneself) => {
      const now = new Date(deps.clock.now());
      const mine = {
        ...undecided,
        ...decidableBy(oneself),
        unitPath: unitId,
        decidableAt: { $lte: now },
        dueAt: { $gte: now },
        // Who has said yes has done their part.
        'approvals.userId': { $nin: oneself.signIns },
      };
      return waitingIn(deps.requests, mine, 'filedAt', { firstBy: 'dueAt', index: 'waiting' });
    },
    late: (unitId, oneself) => {
      const overdue = { ...undecided, ...decidableBy(oneself), unitPath: unitId };
      return waitingIn(deps.requests, { ...overdue, dueAt: { $lt: new Date(deps.clock.now()) } }, 'filedAt', {
        firstBy: 'dueAt',
        index: 'waiting',
      });
    },
    carryOutDue: async () => {
      await job.run({ nowMs: deps.clock.now(), signal: new AbortController().signal });
    },
    noticeSource: dataRequestNotices,
    routes: (router) => ownDataRoutes(router, deps, exportLimit),
  };
}

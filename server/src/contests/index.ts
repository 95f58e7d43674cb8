import type { Db } from 'mongodb';
import type { ApiRouter } from '../http/route.ts';
import type { Memberships } from '../memberships/index.ts';
import type { NoticeSource } from '../notifications/index.ts';
import type { ContestsDeps } from './deps.ts';
import { contestNotices } from './notices.ts';
import { contestRoutes } from './routes.ts';
import { contestCollection } from './store.ts';

export { ensureContests } from './store.ts';

/** Doubts about entries (疑问): a resident asks, somebody independent answers; a change is a linked entry, never another one. */
export interface Contests {
  readonly noticeSource: NoticeSource;
  /** How many of a unit and below wait for an answer, and since when the first does. */
  waiting(unitId: string): Promise<{ count: number; since: Date | null }>;
  routes(router: ApiRouter): void;
}

export interface ContestsNeeds extends Omit<ContestsDeps, 'contests'> {
  readonly db: Db;
  readonly memberships: ContestsDeps['memberships'] & Pick<Memberships, 'responsibleOf'>;
}

export function createContests({ db, ...needs }: ContestsNeeds): Contests {
  const deps: ContestsDeps = { ...needs, contests: contestCollection(db) };
  return {
    noticeSource: contestNotices(needs),
    waiting: async (unitId) => {
      const waiting = { unitPath: unitId, open: true };
      const [count, first] = await Promise.all([
        deps.contests.countDocuments(waiting),
        deps.contests.findOne(waiting, { sort: { filedAt: 1 }, projection: { filedAt: 1 } }),
      ]);
      return { count, since: first?.filedAt ?? null };
    },
    routes: (router) => contestRoutes(router, deps),
  };
}

import type { Credits } from '../credits/index.ts';
import type { ApiRouter } from '../http/route.ts';
import type { NoticeSource } from '../notifications/index.ts';
import type { ObjectionsDeps } from './deps.ts';
import { objectionNotices } from './notices.ts';
import { objectionRoutes } from './routes.ts';
import { laneCollection, objectionCollection } from './store.ts';

export { objectionCheck } from './ledger-check.ts';
export { ensureObjections } from './store.ts';

/** Objections to entries in publicity (异议): each freezes its entry alone until somebody independent decides. */
export interface Objections {
  readonly noticeSource: NoticeSource;
  /** How many of a unit and below wait for a decision, and since when the first does. */
  waiting(unitId: string): Promise<{ count: number; since: Date | null }>;
  routes(router: ApiRouter): void;
}

export interface ObjectionsNeeds extends Omit<ObjectionsDeps, 'objections' | 'lanes'> {
  readonly credits: ObjectionsDeps['credits'] & Pick<Credits, 'provideObjected'>;
}

export function createObjections(needs: ObjectionsNeeds): Objections {
  const deps: ObjectionsDeps = {
    ...needs,
    objections: objectionCollection(needs.db),
    lanes: laneCollection(needs.db),
  };
  needs.credits.provideObjected(async (personId, creditIds) => {
    const own = { personId, open: true, creditId: { $in: [...creditIds] } };
    const found = await deps.objections.find(own, { projection: { creditId: 1 } }).toArray();
    return new Set(found.map(({ creditId }) => creditId));
  });
  return {
    noticeSource: objectionNotices,
    waiting: async (unitId) => {
      const open = { unitPath: unitId, open: true };
      const [count, first] = await Promise.all([
        deps.objections.countDocuments(open),
        deps.objections.findOne(open, { sort: { filedAt: 1 }, projection: { filedAt: 1 } }),
      ]);
      return { count, since: first?.filedAt ?? null };
    },
    routes: (router) => objectionRoutes(router, deps),
  };
}

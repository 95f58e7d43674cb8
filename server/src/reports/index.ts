import { reports as contract, type Overview, type Refusal } from '@red-points/shared/contracts';
import { businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { type Action, mayEver, type Principal } from '@red-points/shared/domain/permissions';
import { type ApiRouter, route } from '../http/route.ts';
import { oneselfIdsOf } from '../memberships/index.ts';
import type { OrgUnitView } from '../org-units/index.ts';
import type { ReportsDeps } from './deps.ts';
import { overviewOf } from './overview.ts';
import { reportRoutes } from './report-routes.ts';
import { type Task, type TaskSource, tasksOf } from './tasks.ts';
import { unitOfReader } from './unit-of-reader.ts';

export type { ReportsDeps } from './deps.ts';
export { type Task, type TaskSource, taskOf } from './tasks.ts';
export { unitOfReader } from './unit-of-reader.ts';

export interface Reports {
  /** Refused while the figures are not counted yet. */
  overview(unit: OrgUnitView): Promise<Overview | Refusal>;
  /** Lets a noun say what waits; asked only for callers who may ever do `action`. */
  addTaskSource(action: Action, source: TaskSource): void;
  routes(router: ApiRouter): void;
}

export function createReports(deps: ReportsDeps): Reports {
  const sources: { action: Action; source: TaskSource }[] = [];
  const overview = (unit: OrgUnitView) =>
    overviewOf({ ...unit, ancestorIds: [...unit.ancestorIds] }, deps.clock.now(), {
      rollups: deps.rollups,
      childrenOf: async (unitId) =>
        (await deps.orgUnits.below(unitId))
          .filter((child) => child.parentId === unitId)
          .map((child) => ({ ...child, ancestorIds: [...child.ancestorIds] })),
    });
  const tasks = async (principal: Principal, unitId: string): Promise<Task[]> => {
    const mine = sources.filter(({ action }) => mayEver(principal, action)).map(({ source }) => source);
    return tasksOf(mine, principal, unitId, () => oneselfIdsOf(deps, principal));
  };
  return {
    overview,
    addTaskSource: (action, source) => sources.push({ action, source }),
    routes: (router) => {
      reportRoutes(router, deps);
      route(router, contract.overview, async ({ query, principal }) => {
        const unit = await unitOfReader(deps.orgUnits, principal, 'reports.read', query.unitId);
        return 'refused' in unit ? unit : overview(unit);
      });
      route(router, contract.tasks, async ({ query, principal }) => {
        const unit = await unitOfReader(deps.orgUnits, principal, 'reports.read', query.unitId);
        if ('refused' in unit) return unit;
        const midnight = startOfBusinessDay(businessDate(deps.clock.now()));
        const [items, doneToday] = await Promise.all([
          tasks(principal, unit.id),
          deps.audit.countBy(principal.userId, new Date(midnight)),
        ]);
        return { items, doneToday };
      });
    },
  };
}

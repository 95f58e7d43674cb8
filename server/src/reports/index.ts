import { reports as contract, type Overview, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { type Action, mayEver, type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { Audit } from '../audit/index.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { OrgUnits, OrgUnitView } from '../org-units/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rollups } from '../rollups/index.ts';
import { overviewOf } from './overview.ts';
import { type Task, type TaskSource, tasksOf } from './tasks.ts';

export { type Task, type TaskSource, taskOf } from './tasks.ts';

export interface Reports {
  overview(unit: OrgUnitView): Promise<Overview>;
  /** Lets a noun say what waits; asked only for callers who may ever do `action`. */
  addTaskSource(action: Action, source: TaskSource): void;
  routes(router: ApiRouter): void;
}

export interface ReportsDeps extends Pick<Platform, 'clock'> {
  readonly orgUnits: OrgUnits;
  readonly rollups: Rollups;
  readonly audit: Pick<Audit, 'countBy'>;
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
    return tasksOf(mine, principal, unitId);
  };
  return {
    overview,
    addTaskSource: (action, source) => sources.push({ action, source }),
    routes: (router) => {
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

/** The unit a reader asks for, or their own first one; refused where it is unknown or not theirs. */
export async function unitOfReader(
  orgUnits: Pick<OrgUnits, 'all' | 'get'>,
  principal: Principal,
  action: Action,
  asked: string | undefined,
): Promise<OrgUnitView | Refusal> {
  const own = unitsFor(principal, action);
  const root = [...(await orgUnits.all()).values()].find((unit) => unit.parentId === null)?.id;
  const unitId = asked ?? own?.[0] ?? root;
  const unit = unitId === undefined ? null : await orgUnits.get(unitId);
  if (unit === null) return refuse('unit_unknown');
  return permits(principal, action, { unitPath: unit.ancestorIds }) ? unit : refuse('out_of_scope');
}

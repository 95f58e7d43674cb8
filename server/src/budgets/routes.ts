import { budgets as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import { permits } from '@red-points/shared/domain/permissions';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { BudgetsDeps } from './deps.ts';
import { budgetViews, listBudgets, roomOf } from './list-budgets.ts';
import { setBudget } from './set-budget.ts';

const changesCursor = z.tuple([z.number()]);

export function budgetRoutes(router: ApiRouter, deps: BudgetsDeps): void {
  route(router, contract.list, ({ query, principal }) => listBudgets(deps, principal, query));

  route(router, contract.set, async ({ body, principal }) => {
    const budget = await setBudget(deps, principal, body);
    if (isRefusal(budget)) return budget;
    const [view] = await budgetViews(deps, principal, [budget]);
    return view ?? refuse('budget_not_found');
  });

  route(router, contract.changes, async ({ params, query, principal }) => {
    const budget = await deps.store.budgets.findOne({ _id: params.budgetId });
    if (budget === null) return refuse('budget_not_found');
    if (!permits(principal, 'budgets.read', { unitPath: budget.unitPath })) return refuse('out_of_scope');
    const after = decodeCursor(query.cursor, changesCursor);
    if (isRefusal(after)) return after;
    const found = await deps.store.changes
      .find({ budgetId: budget._id, ...(after === null ? {} : { version: { $lt: after[0] } }) })
      .sort({ version: -1 })
      .limit(query.limit + 1)
      .toArray();
    const page = found.slice(0, query.limit);
    const last = found.length > query.limit ? page.at(-1) : undefined;
    const names = await deps.userNames(page.map(({ by }) => by));
    return {
      items: page.map(({ version, at, by, pointsBefore, points, reason }) => ({
        version,
        at: at.toISOString(),
        byName: names.get(by) ?? '—',
        pointsBefore,
        points,
        reason,
      })),
      nextCursor: last === undefined ? null : encodeCursor([last.version]),
    };
  });

  route(router, contract.room, async ({ query, principal }) => {
    const unitPath = await deps.orgUnits.pathOf(query.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'budgets.read', { unitPath })) return refuse('out_of_scope');
    return roomOf(deps, { unitPath, category: query.category, month: query.month });
  });
}

import { adjustments as contract, isRefusal, type Language, type Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { OrgUnits } from '../org-units/index.ts';
import { unitOfReader } from '../reports/index.ts';
import { confirm, findAdjustment, withdraw } from './decide.ts';
import type { AdjustmentsDeps } from './deps.ts';
import { propose } from './propose.ts';
import type { AdjustmentRecord } from './store.ts';
import { adjustmentViews } from './views.ts';

const OF_ENTRY_MAX = 50;

export type RoutesDeps = AdjustmentsDeps & { readonly orgUnits: Pick<OrgUnits, 'all' | 'get'> };

/** Serves corrections over HTTP. */
export function adjustmentRoutes(router: ApiRouter, deps: RoutesDeps): void {
  const one = async (principal: Principal, record: AdjustmentRecord | Refusal, language: Language) => {
    if (isRefusal(record)) return record;
    const [view] = await adjustmentViews(deps, principal, [record], language);
    if (view === undefined) throw new Error('a correction has no view');
    return view;
  };
  route(router, contract.propose, async ({ params, body, principal, identity, language }) =>
    one(principal, await propose(deps, principal, params.entryId, body, identity()), language),
  );
  route(router, contract.confirm, async ({ params, principal, identity, language }) =>
    one(principal, await confirm(deps, principal, params.adjustmentId, identity()), language),
  );
  route(router, contract.withdraw, async ({ params, principal, language }) =>
    one(principal, await withdraw(deps, principal, params.adjustmentId), language),
  );
  route(router, contract.get, async ({ params, principal, language }) =>
    one(principal, await findAdjustment(deps, principal, params.adjustmentId, 'adjustments.read'), language),
  );
  route(router, contract.ofEntry, async ({ params, principal, language }) => {
    const entry = await deps.transactions.entryFor(principal, 'adjustments.read', params.entryId);
    if (isRefusal(entry)) return entry;
    const found = await deps.adjustments
      .find({ entryId: params.entryId })
      .sort({ proposedAt: -1, _id: -1 })
      .limit(OF_ENTRY_MAX)
      .toArray();
    return { items: await adjustmentViews(deps, principal, found, language) };
  });
  route(router, contract.list, async ({ query, principal, language }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'adjustments.read', query.unitId);
    if ('refused' in unit) return unit;
    const shown = { unitPath: unit.id, ...(query.show === 'waiting' ? { open: true } : {}) };
    const found = await pageByDate(deps.adjustments, shown, { ...query, by: 'proposedAt' });
    if (isRefusal(found)) return found;
    return {
      items: await adjustmentViews(deps, principal, found.page, language),
      nextCursor: found.nextCursor,
    };
  });
}

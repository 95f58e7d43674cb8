import { publicity as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import { daysBetween } from '@red-points/shared/domain/calendar';
import { permits } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import { unitOfReader } from '../reports/index.ts';
import type { CreditsDeps } from './deps.ts';
import { batchViews, listBatches } from './list-batches.ts';
import { listForNeighbours } from './list-for-neighbours.ts';
import { linesOf, listPublicity } from './list-publicity.ts';

/** Days of views that one answer shows at most. */
const VIEW_DAYS_MAX = 366;

/** Serves what is in publicity: to everybody, to neighbours who signed in, and to staff. */
export function publicityRoutes(router: ApiRouter, deps: CreditsDeps): void {
  publicRoute(router, contract.list, ({ query }) => listPublicity(deps, query));
  publicRoute(router, contract.batches, ({ query }) => listBatches(deps, query));
  route(router, contract.neighbours, ({ query, principal }) => listForNeighbours(deps, principal, query));
  staffRoutes(router, deps);
}

function staffRoutes(router: ApiRouter, deps: CreditsDeps): void {
  route(router, contract.staffBatches, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'publicity.read', query.unitId);
    if ('refused' in unit) return unit;
    const found = await pageByDate(deps.batches, { unitPath: unit.id }, { ...query, by: 'windowFrom' });
    if (isRefusal(found)) return found;
    const [batches, views] = await Promise.all([
      batchViews(deps, found.page),
      deps.publicity.viewsOfBatches(found.page.map(({ _id }) => _id)),
    ]);
    const items = batches.map((batch) => ({ ...batch, views: views.get(batch.batchId) ?? 0 }));
    return { items, nextCursor: found.nextCursor };
  });
  route(router, contract.staffLines, async ({ params, query, principal }) => {
    const record = await deps.batches.findOne({ _id: params.batchId });
    if (record === null) return refuse('publicity_batch_unknown');
    if (!permits(principal, 'publicity.read', { unitPath: record.unitPath })) return refuse('out_of_scope');
    const all = { batchId: record._id, listed: { $in: [true, false] } };
    const found = await pageByDate(deps.credits, all, { ...query, by: 'approvedAt', oldest: true });
    if (isRefusal(found)) return found;
    const [lines, [batch]] = await Promise.all([linesOf(deps, found.page), batchViews(deps, [record])]);
    if (batch === undefined) throw new Error('a batch has no view');
    const items = lines.map((line, at) => ({ ...line, listed: found.page[at]?.listed ?? false }));
    return { items, nextCursor: found.nextCursor, batch };
  });
  route(router, contract.views, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'publicity.read', query.unitId);
    if ('refused' in unit) return unit;
    if (daysBetween(query.from, query.until) >= VIEW_DAYS_MAX) {
      return refuse('publicity_days_too_many', { max: VIEW_DAYS_MAX });
    }
    return { days: await deps.publicity.viewsOfDays(unit.id, query.from, query.until) };
  });
}

import { watch as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { unitOfReader } from '../reports/index.ts';
import type { WatchDeps } from './deps.ts';
import { dismiss } from './dismiss.ts';
import { setWatchSettings, watchSettings } from './settings.ts';
import type { WatchFindingRecord } from './store.ts';
import { findingViews, itemViews, redemptionViews } from './views.ts';

/** Serves watch reports over HTTP. */
export function watchRoutes(router: ApiRouter, deps: WatchDeps): void {
  const one = async (principal: Principal, record: WatchFindingRecord | Refusal) => {
    if (isRefusal(record)) return record;
    const [view] = await findingViews(deps, principal, [record]);
    if (view === undefined) throw new Error('a finding has no view');
    return view;
  };
  route(router, contract.list, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'watch.read', query.unitId);
    if ('refused' in unit) return unit;
    const oldest = query.show === 'open';
    const shown = {
      unitPath: unit.id,
      ...(oldest ? { open: true } : {}),
      ...(query.kind === undefined ? {} : { kind: query.kind }),
    };
    const found = await pageByDate(deps.store.findings, shown, { ...query, by: 'firstSeenAt', oldest });
    if (isRefusal(found)) return found;
    return { items: await findingViews(deps, principal, found.page), nextCursor: found.nextCursor };
  });
  route(router, contract.get, async ({ params, principal }) =>
    one(principal, await readable(deps, principal, params.findingId)),
  );
  route(router, contract.items, async ({ params, query, principal }) => {
    const finding = await readable(deps, principal, params.findingId);
    if (isRefusal(finding)) return finding;
    const found = await pageByDate(deps.store.items, { findingId: finding._id }, { ...query, by: 'approvedAt' });
    if (isRefusal(found)) return found;
    return { items: await itemViews(deps, found.page), nextCursor: found.nextCursor };
  });
  route(router, contract.redemptions, async ({ params, query, principal }) => {
    const finding = await readable(deps, principal, params.findingId);
    if (isRefusal(finding)) return finding;
    const found = await pageByDate(deps.store.redemptionItems, { findingId: finding._id }, { ...query, by: 'at' });
    if (isRefusal(found)) return found;
    return { items: await redemptionViews(deps, found.page), nextCursor: found.nextCursor };
  });
  route(router, contract.dismiss, async ({ params, body, principal }) => {
    const finding = await readable(deps, principal, params.findingId);
    return one(principal, isRefusal(finding) ? finding : await dismiss(deps, principal, finding, body.reason));
  });
  route(router, contract.settings, ({ params, principal }) => watchSettings(deps, principal, params.unitId));
  route(router, contract.setSettings, ({ params, body, principal }) =>
    setWatchSettings(deps, principal, params.unitId, body),
  );
}

async function readable(
  deps: WatchDeps,
  principal: Principal,
  findingId: string,
): Promise<WatchFindingRecord | Refusal> {
  const finding = await deps.store.findings.findOne({ _id: findingId });
  // Strangers do not learn that it exists.
  if (finding === null || !permits(principal, 'watch.read', { unitPath: finding.unitPath })) {
    return refuse('watch_finding_not_found');
  }
  return finding;
}

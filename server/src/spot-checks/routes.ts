import { spotChecks as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import { permits } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import { checkItem } from './check-item.ts';
import type { SpotChecksDeps } from './deps.ts';
import { POPULATION_PAGE } from './draw-due.ts';
import { setSpotSettings, spotSettings } from './settings.ts';
import { drawViews, itemViews } from './views.ts';

/** Serves spot checks over HTTP: draws to anybody, the sample with its people to whoever checks. */
export function spotCheckRoutes(router: ApiRouter, deps: SpotChecksDeps): void {
  publicRoutes(router, deps);
  route(router, contract.items, async ({ params, principal }) => {
    const draw = await deps.store.draws.findOne({ _id: params.drawId });
    if (draw === null) return refuse('spot_draw_not_found');
    if (!permits(principal, 'spot_checks.read', { unitPath: draw.unitPath })) return refuse('out_of_scope');
    if (draw.state === 'fixed') return { items: [] };
    const items = await deps.store.items.find({ drawId: draw._id }).sort({ position: 1 }).toArray();
    return { items: await itemViews(deps, principal, items) };
  });
  route(router, contract.check, async ({ params, body, principal }) => {
    const checked = await checkItem(deps, principal, params, body);
    if (isRefusal(checked)) return checked;
    const [view] = await itemViews(deps, principal, [checked]);
    if (view === undefined) throw new Error('a drawn credit has no view');
    return view;
  });
  route(router, contract.settings, ({ params, principal }) => spotSettings(deps, principal, params.unitId));
  route(router, contract.setSettings, ({ params, body, principal }) =>
    setSpotSettings(deps, principal, params.unitId, body),
  );
}

function publicRoutes(router: ApiRouter, deps: SpotChecksDeps): void {
  publicRoute(router, contract.draws, async ({ query }) => {
    const shown = query.unitId === undefined ? {} : { unitPath: query.unitId };
    const found = await pageByDate(deps.store.draws, shown, { ...query, by: 'fixedAt' });
    if (isRefusal(found)) return found;
    return { items: await drawViews(deps, found.page), nextCursor: found.nextCursor };
  });
  publicRoute(router, contract.draw, async ({ params }) => {
    const draw = await deps.store.draws.findOne({ _id: params.drawId });
    if (draw === null) return refuse('spot_draw_not_found');
    const drawn = draw.state === 'drawn';
    const items = drawn ? await deps.store.items.find({ drawId: draw._id }).sort({ position: 1 }).toArray() : [];
    const [view] = await drawViews(deps, [draw]);
    if (view === undefined) throw new Error('a draw has no view');
    const sample = items.map(({ position, creditId, state, uncorrected }) => ({
      position,
      creditId,
      state,
      corrected: state === 'finding' && !uncorrected,
    }));
    return { ...view, sample };
  });
  publicRoute(router, contract.population, async ({ params }) => {
    const draw = await deps.store.draws.findOne({ _id: params.drawId });
    if (draw === null) return refuse('spot_draw_not_found');
    const page = await deps.store.population.findOne({ _id: `${draw._id}|${draw.attempt}|${params.page}` });
    return { page: params.page, pages: Math.ceil(draw.population / POPULATION_PAGE), ids: page?.ids ?? [] };
  });
}

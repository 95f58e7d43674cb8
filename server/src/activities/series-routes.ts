import { activitySeries as contract, isRefusal } from '@red-points/shared/contracts';
import { type ApiRouter, route } from '../http/route.ts';
import type { ActivitiesDeps } from './deps.ts';
import { planSeries } from './plan-series.ts';
import { cancelSeries, changeSeries, decideSeries, readSeries, seriesView, submitSeries } from './run-series.ts';

export function seriesRoutes(router: ApiRouter, deps: ActivitiesDeps): void {
  route(router, contract.plan, async ({ body, principal, identity }) => {
    const series = await planSeries(deps, principal, body, identity());
    return isRefusal(series) ? series : seriesView(deps, series);
  });
  route(router, contract.get, ({ params, principal }) => readSeries(deps, principal, params.seriesId));
  route(router, contract.submit, ({ params, principal }) => submitSeries(deps, principal, params.seriesId));
  route(router, contract.decide, ({ params, body, principal }) => decideSeries(deps, principal, params.seriesId, body));
  route(router, contract.change, ({ params, body, principal }) => changeSeries(deps, principal, params.seriesId, body));
  route(router, contract.cancel, ({ params, body, principal }) => cancelSeries(deps, principal, params.seriesId, body));
}

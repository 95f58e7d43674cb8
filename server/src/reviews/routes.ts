import { reviews as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { RequestIdentity } from '../http/idempotency.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { decideItems, type ReviewKey, type ReviewVerdict } from './decide-items.ts';
import type { ReviewsDeps } from './deps.ts';
import { reviewLines } from './lines.ts';
import { listReviews } from './list-reviews.ts';
import { officeRoutes } from './office-routes.ts';
import { noteRequest } from './requests.ts';
import { reviewDetail } from './review-detail.ts';
import { runRoutes } from './run-routes.ts';

export function reviewRoutes(router: ApiRouter, deps: ReviewsDeps): void {
  officeRoutes(router, deps);
  runRoutes(router, deps);
  route(router, contract.list, ({ query, principal }) => listReviews(deps, principal, query));
  route(router, contract.get, ({ params, principal }) => reviewDetail(deps, principal, params));

  const decide = async (
    principal: Principal,
    items: readonly ReviewKey[],
    verdict: ReviewVerdict,
    request: RequestIdentity,
  ) => {
    const at = new Date(deps.clock.now());
    const refusal = await noteRequest(deps.requests, { _id: deps.ids.next(), at, request });
    return refusal ?? decideItems(deps, principal, items, verdict, request);
  };

  route(router, contract.decide, async ({ params, body, principal, identity }) => {
    const request = identity();
    const outcomes = await decide(principal, [params], body, request);
    if (isRefusal(outcomes)) return outcomes;
    const [outcome] = outcomes;
    if (outcome !== undefined && outcome.code !== null) return refuse(outcome.code, outcome.detail);
    const [record] = (await deps.sources.get(params.kind)?.store.load([params.id])) ?? [];
    if (record === undefined) return refuse('review_not_found');
    await deps.audit.record({
      principal,
      action: `reviews.${body.decision}`,
      subject: { kind: params.kind, id: params.id },
      unitId: record.issuerUnit,
      request,
    });
    const [line] = await reviewLines(deps, principal, [{ kind: params.kind, record }]);
    return line ?? refuse('review_not_found');
  });

  route(router, contract.decideMany, async ({ body, principal, identity }) => {
    const request = identity();
    const outcomes = await decide(principal, body.items, body, request);
    if (isRefusal(outcomes)) return outcomes;
    const done = outcomes.filter((outcome) => outcome.done).length;
    await deps.audit.record({
      principal,
      action: `reviews.${body.decision}_many`,
      subject: { kind: 'review_request', id: request.key },
      unitId: principal.grants.find(({ unitId }) => unitId !== null)?.unitId ?? null,
      detail: { done, refused: outcomes.length - done },
      request,
    });
    return { outcomes: outcomes.map((outcome) => ({ ...outcome, detail: { ...outcome.detail } })) };
  });
}

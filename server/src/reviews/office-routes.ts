import { reviewOffice as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import { type ApiRouter, route } from '../http/route.ts';
import type { ReviewsDeps } from './deps.ts';
import { escalateByHand } from './escalate.ts';
import { reviewLines } from './lines.ts';
import { reviewOfficeOf } from './office.ts';
import { setSettings } from './settings.ts';

/** How offices review, and what they hand up. */
export function officeRoutes(router: ApiRouter, deps: ReviewsDeps): void {
  route(router, contract.get, ({ params, principal }) => reviewOfficeOf(deps, principal, params.unitId));

  route(router, contract.set, async ({ params, body, principal }) => {
    const refusal = await setSettings(deps, principal, params.unitId, body);
    return refusal ?? reviewOfficeOf(deps, principal, params.unitId);
  });

  route(router, contract.escalate, async ({ params, body, principal }) => {
    const record = await escalateByHand(deps, principal, params, body.reason);
    if (isRefusal(record)) return record;
    const [line] = await reviewLines(deps, principal, [{ kind: params.kind, record }]);
    return line ?? refuse('review_not_found');
  });
}

import { mediation as contract, isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type ApiRouter, route } from '../../http/route.ts';
import type { ClaimsDeps } from '../deps.ts';
import { caseViews } from './case-views.ts';
import { fileCase, fileOwnCase } from './file-case.ts';
import { getCase, openCase } from './open-case.ts';
import { refileCase } from './refile-case.ts';
import type { CaseRecord } from './store.ts';
import { listVisits, recordVisit } from './visits.ts';
import { withdrawCase } from './withdraw-case.ts';

/** Serves cases of mediation over HTTP. */
export function mediationRoutes(router: ApiRouter, deps: ClaimsDeps): void {
  const one = async (principal: Principal, record: CaseRecord | Refusal) => {
    if (isRefusal(record)) return record;
    const [view] = await caseViews(deps, principal, [record]);
    if (view === undefined) throw new Error('a case has no view');
    return view;
  };
  route(router, contract.file, async ({ body, principal, identity }) => {
    const request = identity();
    const filed = await fileCase(deps, principal, body, request);
    if (isRefusal(filed)) return filed;
    const subject = { kind: 'mediation_case', id: filed._id };
    const unitId = filed.unitPath.at(-1) ?? null;
    await deps.audit.record({ principal, action: 'mediation.file', subject, unitId, request });
    return one(principal, filed);
  });
  route(router, contract.fileOwn, async ({ body, principal, identity }) =>
    one(principal, await fileOwnCase(deps, principal, body, identity())),
  );
  route(router, contract.refile, async ({ params, body, principal }) =>
    one(principal, await refileCase(deps, principal, params.caseId, body)),
  );
  route(router, contract.withdraw, async ({ params, principal }) => {
    const withdrawn = await withdrawCase(deps, principal, params.caseId);
    if (isRefusal(withdrawn)) return withdrawn;
    const subject = { kind: 'mediation_case', id: withdrawn._id };
    const unitId = withdrawn.unitPath.at(-1) ?? null;
    await deps.audit.record({ principal, action: 'mediation.withdraw', subject, unitId });
    return one(principal, withdrawn);
  });
  route(router, contract.get, async ({ params, principal }) =>
    one(principal, await getCase(deps, principal, params.caseId)),
  );
  route(router, contract.open, ({ params, principal }) => openCase(deps, principal, params.caseId));
  route(router, contract.visits, ({ query, principal }) => listVisits(deps, principal, query));
  route(router, contract.visit, async ({ params, body, principal, identity }) =>
    one(principal, await recordVisit(deps, principal, params.caseId, body, identity())),
  );
}

import { claims as contract, claimDrafts as drafts, isRefusal, type Language } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type ApiRouter, route } from '../http/route.ts';
import { claimViews } from './claim-views.ts';
import { claimableActivities } from './claimable-activities.ts';
import type { ClaimsDeps } from './deps.ts';
import { listDrafts, removeDraft, saveDraft } from './drafts.ts';
import { keepEvidence, openEvidence, readUpload } from './evidence.ts';
import { fileClaim, fileOwnClaim } from './file-claim.ts';
import { listClaims, listOwnClaims, listReturnedClaims } from './list-claims.ts';
import { resubmitClaim } from './resubmit-claim.ts';
import { sendEvidence } from './send-evidence.ts';
import type { ClaimRecord } from './store.ts';
import { withdrawClaim } from './withdraw-claim.ts';

export function claimRoutes(router: ApiRouter, deps: ClaimsDeps): void {
  const viewOf = async (principal: Principal, record: ClaimRecord, language: Language) => {
    const [view] = await claimViews(deps, principal, [record], language);
    if (view === undefined) throw new Error('a claim has no view');
    return view;
  };
  route(router, contract.file, async ({ body, principal, identity, language }) => {
    const { personId, ...fields } = body;
    const request = identity();
    const filed = await fileClaim(deps, principal, personId, fields, request);
    if (isRefusal(filed)) return filed;
    const subject = { kind: 'claim', id: filed._id };
    await deps.audit.record({ principal, action: 'claims.file', subject, unitId: filed.issuerUnit, request });
    return viewOf(principal, filed, language);
  });
  route(router, contract.fileOwn, async ({ body, principal, identity, language }) => {
    const filed = await fileOwnClaim(deps, principal, body, identity());
    return isRefusal(filed) ? filed : viewOf(principal, filed, language);
  });
  route(router, contract.resubmit, async ({ params, body, principal, language }) => {
    const { version, ...fields } = body;
    const refiled = await resubmitClaim(deps, principal, params.claimId, version, fields);
    return isRefusal(refiled) ? refiled : viewOf(principal, refiled, language);
  });
  route(router, contract.withdraw, async ({ params, principal, language }) => {
    const withdrawn = await withdrawClaim(deps, principal, params.claimId);
    if (isRefusal(withdrawn)) return withdrawn;
    const subject = { kind: 'claim', id: withdrawn._id };
    await deps.audit.record({ principal, action: 'claims.withdraw', subject, unitId: withdrawn.issuerUnit });
    return viewOf(principal, withdrawn, language);
  });
  route(router, contract.list, ({ query, principal, language }) => listClaims(deps, principal, query, language));
  route(router, contract.listOwn, ({ query, principal, language }) => listOwnClaims(deps, principal, query, language));
  route(router, contract.listReturned, ({ query, principal, language }) =>
    listReturnedClaims(deps, principal, query, language),
  );
  route(router, contract.activitiesOn, ({ query, principal }) => claimableActivities(deps, principal, query));
  route(router, drafts.list, async ({ principal }) => ({ items: await listDrafts(deps, principal) }));
  route(router, drafts.save, ({ params, body, principal }) => saveDraft(deps, principal, params.draftId, body));
  route(router, drafts.remove, async ({ params, principal }) => {
    await removeDraft(deps, principal, params.draftId);
    return undefined;
  });
  route(router, contract.uploadEvidence, async ({ req, principal }) => {
    const kept = await deps.uploads.run(principal.userId, async () => {
      const upload = await readUpload(req);
      return isRefusal(upload) ? upload : keepEvidence(deps, principal, upload);
    });
    if (isRefusal(kept)) return kept;
    const { _id: evidenceId, kind, pages, retainUntil } = kept;
    return { evidenceId, kind, pages, retainUntil: businessDate(retainUntil.getTime()) };
  });
  route(router, contract.evidence, async ({ params, principal, res }) => {
    const found = await openEvidence(deps, principal, params.evidenceId);
    if (isRefusal(found)) return found;
    sendEvidence(res, found);
    return undefined;
  });
}

import { type Claim, claimDrafts, claims, type DraftContent, mediation, people } from '@red-points/shared/contracts';
import { useChange, useMoneyMutation } from '../../api/index.ts';
import type { caseBody, commonBody, ReturnedCase } from './claim-values.ts';

export interface SendClaim {
  /** For whom staff file; undefined where a resident files for themselves. */
  personId: string | undefined;
  returned: Claim | undefined;
  returnedCase: ReturnedCase | undefined;
  onDone: () => void;
}

const CHANGES = [
  claims.listOwn,
  claims.list,
  claims.listReturned,
  claimDrafts.list,
  people.ownStatement,
  people.ownAccount,
  mediation.get,
  mediation.visits,
];

/** Sends a claim or a case of mediation, new or corrected, own or for somebody: which of the six requests it is. */
export function useSendClaim({ personId, returned, returnedCase, onDone }: SendClaim) {
  const options = { changes: CHANGES, onDone };
  const file = useMoneyMutation(claims.file, options);
  const fileOwn = useMoneyMutation(claims.fileOwn, options);
  const fileCase = useMoneyMutation(mediation.file, options);
  const fileOwnCase = useMoneyMutation(mediation.fileOwn, options);
  const resubmit = useChange(claims.resubmit, options);
  const refile = useChange(mediation.refile, options);
  const send = (
    content: DraftContent,
    common: ReturnType<typeof commonBody>,
    ofCase: ReturnType<typeof caseBody>,
  ): void => {
    const { declarations, activityId } = content;
    if (returnedCase !== undefined && ofCase !== null) {
      // Only who is named is asked again here: the others answered when the case was filed first.
      const declared = new Map(returnedCase.sealed.declared.map((each) => [each.personId, each.declarations]));
      const mediators = returnedCase.record.mediators.map((each) => ({
        personId: each.personId,
        declarations: each.personId === content.personId ? declarations : (declared.get(each.personId) ?? declarations),
      }));
      const { caseId, version } = returnedCase.record;
      refile.mutate({ params: { caseId }, body: { ...common, ...ofCase, mediators, version } });
    } else if (returned !== undefined) {
      const body = { ...common, declarations, activityId, version: returned.version };
      resubmit.mutate({ params: { claimId: returned.claimId }, body });
    } else if (ofCase !== null) {
      if (personId === undefined) fileOwnCase.start({ body: { ...common, ...ofCase, declarations } });
      else fileCase.start({ body: { ...common, ...ofCase, mediators: [{ personId, declarations }] } });
    } else if (personId === undefined) fileOwn.start({ body: { ...common, declarations, activityId } });
    else file.start({ body: { ...common, personId, declarations, activityId } });
  };
  const filings = [file, fileOwn, fileCase, fileOwnCase];
  const refused = filings.find((each) => each.refused !== undefined)?.refused;
  return {
    send,
    sending: [...filings.map((each) => each.sending), resubmit.isPending, refile.isPending].includes(true),
    outcomeUnknown: filings.some((each) => each.outcomeUnknown),
    error: refused ?? resubmit.error ?? refile.error ?? null,
  };
}

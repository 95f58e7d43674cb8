import { type mediation as contract, type Refusal, type ResponseOf, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { mayCorrect } from '../correct-returned.ts';
import type { ClaimsDeps } from '../deps.ts';
import type { ClaimRecord } from '../store.ts';
import { isDeputyFor, mayOpen } from './case-views.ts';
import { openDetails } from './file-case.ts';
import type { CaseRecord } from './store.ts';
import { notesOf } from './visits.ts';

/** A case without its parties: for its mediators, who filed it, staff of the unit, and deputies there. */
export async function getCase(deps: ClaimsDeps, principal: Principal, caseId: string): Promise<CaseRecord | Refusal> {
  const record = await deps.cases.findOne({ _id: caseId });
  if (record === null) return refuse('mediation_case_not_found');
  const isReader = mayCorrect(principal, record) || permits(principal, 'claims.read', record);
  if (isReader) return record;
  const lent = await deps.delegations.of(principal.userId);
  if (isDeputyFor(lent, record)) return record;
  const own = await deps.claims.findOne({ caseId, personId: { $in: [...principal.personIds] } });
  return own === null ? refuse('mediation_case_not_found') : record;
}

/** Who the parties are, and what was written at visits; that somebody read it is recorded before they do. */
export async function openCase(
  deps: ClaimsDeps,
  principal: Principal,
  caseId: string,
): Promise<ResponseOf<typeof contract.open> | Refusal> {
  const record = await getCase(deps, principal, caseId);
  if ('refused' in record) return record;
  const parts = await deps.claims
    .find({ caseId })
    .project<Pick<ClaimRecord, 'personId' | 'declarations' | 'state'>>({ personId: 1, declarations: 1, state: 1 })
    .toArray();
  const lent = await deps.delegations.of(principal.userId);
  if (!mayOpen(principal, lent, record, parts)) return refuse('mediation_sealed');
  const details = await openDetails(deps, record);
  if (details === null) return refuse('mediation_erased');
  const subject = { kind: 'mediation_case', id: caseId };
  await deps.audit.record({ principal, action: 'mediation.open', subject, unitId: record.unitPath.at(-1) ?? null });
  const declared = parts
    .filter(({ state }) => state !== 'withdrawn')
    .map(({ personId, declarations }) => ({ personId, declarations: declarations ?? {} }));
  return { ...details, notes: await notesOf(deps, record), declared };
}

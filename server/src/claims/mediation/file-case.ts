import { isRefusal, type Refusal, refuse, type SealedDetails } from '@red-points/shared/contracts';
import { addDays, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { CASE_DAYS_SEALED, VISIT_AFTER_DAYS } from '@red-points/shared/domain/mediation';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Declarations } from '@red-points/shared/domain/rules';
import type { Binary } from 'mongodb';
import { fingerprintOf, firstOf, type RequestIdentity } from '../../http/idempotency.ts';
import { isDuplicateKey } from '../../platform/database.ts';
import type { ClaimsDeps } from '../deps.ts';
import { removeDraft } from '../drafts.ts';
import { daysOn, useEvidence } from '../evidence.ts';
import type { PlannedClaim } from '../file-claim.ts';
import { flagDoubles } from '../same-time.ts';
import type { ClaimRecord } from '../store.ts';
import { type CaseFields, type Mediator, mediatorsOf, type PlannedCase, planCase } from './plan-case.ts';
import { type CaseRecord, keyOwnerOf } from './store.ts';

const SEALED_AS = 'mediation-case';

/** An officer files a case for its mediators. */
export async function fileCase(
  deps: ClaimsDeps,
  principal: Principal,
  body: CaseFields & {
    readonly mediators: readonly { readonly personId: string; readonly declarations: Declarations }[];
  },
  request: RequestIdentity,
): Promise<CaseRecord | Refusal> {
  const { mediators: named, ...fields } = body;
  const found = await mediatorsOf(deps, principal, named);
  return isRefusal(found) ? found : insertCase(deps, principal, { ...found, fields, onBehalf: true, request });
}

/** A resident files a case that they mediated alone. */
export async function fileOwnCase(
  deps: ClaimsDeps,
  principal: Principal,
  body: CaseFields & { readonly declarations: Declarations },
  request: RequestIdentity,
): Promise<CaseRecord | Refusal> {
  const { declarations, ...fields } = body;
  const person = principal.actingPersonId === null ? null : await deps.people.byId(principal.actingPersonId);
  if (person === null) return refuse('registration_needed');
  const mediators = [{ person, declarations }];
  return insertCase(deps, principal, { mediators, unitPath: person.unitPath, fields, onBehalf: false, request });
}

interface Filing {
  readonly mediators: readonly Mediator[];
  readonly unitPath: readonly string[];
  readonly fields: CaseFields;
  readonly onBehalf: boolean;
  readonly request: RequestIdentity;
}

/** Writes the case and its claims, all or nothing, once for a request. */
async function insertCase(deps: ClaimsDeps, principal: Principal, filing: Filing): Promise<CaseRecord | Refusal> {
  const { fields, unitPath, onBehalf, request } = filing;
  const first = await firstOf(deps.cases, request);
  if (first !== null) return first;
  const planned = await planCase(deps, principal, filing);
  if (isRefusal(planned)) return planned;
  const nowMs = deps.clock.now();
  // The same for every repeat of a request, so that the key of its details is made once.
  const caseId = fingerprintOf('mediation_case', request.caller, request.key);
  const record: CaseRecord = {
    _id: caseId,
    title: planned.title,
    unitPath,
    ...(await caseFacts(deps, caseId, fields, planned)),
    filedBy: principal.userId,
    onBehalf,
    filedAt: new Date(nowMs),
    eraseAt: daysOn(nowMs, CASE_DAYS_SEALED),
    version: 1,
    request,
  };
  const claims = planned.claims.map((claim, index) => claimOfCase(deps, record, claim, index));
  try {
    await deps.db.client.withSession((session) =>
      session.withTransaction(async () => {
        await deps.cases.insertOne(record, { session });
        await deps.claims.insertMany(claims, { session });
      }),
    );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return (await firstOf(deps.cases, request)) ?? refuse('claim_duplicate');
  }
  await useEvidence(deps, fields.evidenceIds);
  if (fields.draftId !== null) await removeDraft(deps, principal, fields.draftId);
  for (const claim of claims) await flagDoubles(deps, claim);
  return record;
}

/** What of a case follows from what was filled in: the same for filing and filing again. */
export async function caseFacts(
  deps: ClaimsDeps,
  caseId: string,
  { occurredOn, outcome, sealed }: CaseFields,
  { points }: PlannedCase,
): Promise<Pick<CaseRecord, 'occurredOn' | 'outcome' | 'points' | 'sealed' | 'nextVisitAt'>> {
  return {
    occurredOn,
    outcome,
    points,
    sealed: await sealDetails(deps, caseId, sealed),
    nextVisitAt: new Date(startOfBusinessDay(addDays(occurredOn, VISIT_AFTER_DAYS))),
  };
}

/** A mediator's part as a claim of the case; its identity follows from the case's, so that it exists once. */
export function claimOfCase(
  deps: ClaimsDeps,
  { _id: caseId, request, version }: Pick<CaseRecord, '_id' | 'request' | 'version'>,
  planned: PlannedClaim,
  index: number,
): ClaimRecord {
  const { caller, key, fingerprint } = request;
  const own = { caller: `case:${caller}`, key: `${key}:${version}:${index}`, fingerprint };
  return { ...planned, _id: deps.ids.next(), caseId, request: own };
}

function sealDetails(deps: ClaimsDeps, caseId: string, details: SealedDetails): Promise<Binary> {
  return deps.personalData.seal(keyOwnerOf(caseId), SEALED_AS, { details: JSON.stringify(details) });
}

/** The sealed details; null once they were erased. */
export async function openDetails(deps: ClaimsDeps, { _id, sealed }: CaseRecord): Promise<SealedDetails | null> {
  if (sealed === null) return null;
  const [opened] = await deps.personalData.openMany<{ details: string }>(SEALED_AS, [
    { ownerId: keyOwnerOf(_id), sealed },
  ]);
  return opened ? (JSON.parse(opened.details) as SealedDetails) : null;
}

import type { Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type Credits, creditSourceCheck } from '../credits/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ApiRouter } from '../http/route.ts';
import type { MakeLedgerCheck } from '../ledger/index.ts';
import type { Live } from '../live/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Waiting } from '../platform/waiting.ts';
import { createReviewStore, creditedRecords, type ReviewSource } from '../reviews/index.ts';
import type { ClaimsDeps } from './deps.ts';
import { draftCollection, eraseDraftsJob } from './drafts.ts';
import { eraseEvidenceJob } from './erase-evidence.ts';
import { keepEvidence } from './evidence.ts';
import { type ClaimFields, fileClaim, fileOwnClaim } from './file-claim.ts';
import { fileHelp, type GivenHelp } from './file-help.ts';
import { type FiledFile, filedFiles } from './filed-files.ts';
import { type Forgotten, forgetPerson } from './forget-person.ts';
import { returnedIn } from './list-claims.ts';
import { eraseDetailsJob } from './mediation/erase-details.ts';
import { fileCase } from './mediation/file-case.ts';
import { followDecisionsJob } from './mediation/follow-decisions.ts';
import { mediationRoutes } from './mediation/routes.ts';
import { caseCollections } from './mediation/store.ts';
import { recordVisit, visitsDue } from './mediation/visits.ts';
import { claimReviewSource } from './review-facts.ts';
import { claimRoutes } from './routes.ts';
import { claimedTimes } from './same-time.ts';
import {
  CLAIM_COLLECTION,
  type ClaimRecord,
  claimCollection,
  type EvidenceRecord,
  evidenceCollection,
} from './store.ts';
import { createUploads } from './uploads.ts';

export { daysOn, readUpload } from './evidence.ts';
export type { ClaimFields } from './file-claim.ts';
export type { GivenHelp } from './file-help.ts';
export type { FiledFile } from './filed-files.ts';
export { checkPicture } from './images/index.ts';
export { sendEvidence } from './send-evidence.ts';
export { sniffUpload } from './sniff.ts';
export { type ClaimRecord, ensureClaims } from './store.ts';

/** Posted claims beside the credits made of them. */
export const claimCheck: MakeLedgerCheck = (scope) =>
  creditSourceCheck(scope, 'claim', creditedRecords(claimCollection(scope.db)));

/** Requests for points outside an activity (积分申报), and their evidence. */
export interface Claims {
  /** An officer files for a resident. The request's key makes a repeat give the first claim. */
  file(
    principal: Principal,
    personId: string,
    fields: ClaimFields,
    request: RequestIdentity,
  ): Promise<ClaimRecord | Refusal>;
  /** A resident files for the person that they act for. */
  fileOwn(principal: Principal, fields: ClaimFields, request: RequestIdentity): Promise<ClaimRecord | Refusal>;
  /** An officer files a case of mediation for its mediators. */
  fileCase(
    principal: Principal,
    body: Parameters<typeof fileCase>[2],
    request: RequestIdentity,
  ): ReturnType<typeof fileCase>;
  /** Records a follow-up visit after a mediation. */
  recordVisit(
    principal: Principal,
    caseId: string,
    visit: Parameters<typeof recordVisit>[3],
    request: RequestIdentity,
  ): ReturnType<typeof recordVisit>;
  /** Files the hours of a neighbour whose help was booked and is over. */
  fileHelp(help: GivenHelp): Promise<ClaimRecord | Refusal>;
  keepEvidence(principal: Principal, upload: Buffer): Promise<EvidenceRecord | Refusal>;
  /** Takes away what claims know of somebody who is being erased. Safe to repeat. */
  forgetPerson(forgotten: Forgotten): Promise<void>;
  /** The photos and papers that these people filed themselves and that are kept still, one at a time. */
  filedFiles(personIds: readonly string[]): AsyncIterable<FiledFile>;
  /** Evidence of claims by their ids. */
  evidenceOf(claimId: string): Promise<readonly string[]>;
  /** How many claims for others wait in a unit and below to be corrected, and since when the first does. */
  returned(unitId: string): Promise<Waiting>;
  /** How many follow-up visits after mediation are due in a unit and below, and since when the first is. */
  visitsDue(unitId: string): Promise<Waiting>;
  readonly reviewSource: ReviewSource;
  routes(router: ApiRouter): void;
}

export interface ClaimsNeeds
  extends Pick<ClaimsDeps, 'accounts' | 'rules' | 'users' | 'orgUnits' | 'attendances' | 'activities' | 'audit'> {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids' | 'keys' | 'jobs' | 'personalData' | 'logger'>;
  readonly people: Pick<People, 'byId' | 'names' | 'nowOf' | 'sourceTitles'>;
  readonly credits: Pick<Credits, 'addSource'>;
  readonly delegations: ClaimsDeps['delegations'];
  readonly consents: ClaimsDeps['consents'];
  readonly live: Pick<Live, 'watch'>;
}

export function createClaims({ platform, credits, live, ...needs }: ClaimsNeeds): Claims {
  const claims = claimCollection(platform.db);
  const store = createReviewStore('claim', claims);
  const { db, clock, ids, keys, personalData, logger } = platform;
  const collections = { claims, evidence: evidenceCollection(db), drafts: draftCollection(db), ...caseCollections(db) };
  const deps: ClaimsDeps = {
    ...needs,
    ...collections,
    db,
    logger,
    store,
    uploads: createUploads(),
    clock,
    ids,
    keys,
    personalData,
  };
  for (const job of [eraseEvidenceJob, eraseDraftsJob, eraseDetailsJob, followDecisionsJob])
    platform.jobs.register(job(deps));
  credits.addSource(store);
  needs.attendances.provideClaimedTimes(claimedTimes(deps));
  needs.people.sourceTitles.register('claim', (claimIds) => titlesOf(deps, claimIds));
  live.watch({
    collection: CLAIM_COLLECTION,
    topicsOf: ({ document }) =>
      document === null
        ? []
        : [`person:${document.personId}`, ...document.unitPath.map((unitId: string) => `unit:${unitId}`)],
    payloadOf: ({ id, document }) => ({ kind: 'claim', id, state: document?.state }),
  });
  return {
    file: (principal, personId, fields, request) => fileClaim(deps, principal, personId, fields, request),
    fileOwn: (principal, fields, request) => fileOwnClaim(deps, principal, fields, request),
    fileCase: (principal, body, request) => fileCase(deps, principal, body, request),
    recordVisit: (principal, caseId, visit, request) => recordVisit(deps, principal, caseId, visit, request),
    fileHelp: (help) => fileHelp(deps, help),
    keepEvidence: (principal, upload) => keepEvidence(deps, principal, upload),
    forgetPerson: (forgotten) => forgetPerson(deps, forgotten),
    filedFiles: (personIds) => filedFiles(deps, personIds),
    evidenceOf: async (claimId) => (await claims.findOne({ _id: claimId }))?.evidenceIds ?? [],
    returned: (unitId) => returnedIn(deps, unitId),
    visitsDue: (unitId) => visitsDue(deps, unitId),
    reviewSource: claimReviewSource(deps),
    routes: (router) => {
      claimRoutes(router, deps);
      mediationRoutes(router, deps);
    },
  };
}

async function titlesOf(deps: ClaimsDeps, claimIds: readonly string[]) {
  const found = await deps.claims.find({ _id: { $in: [...claimIds] } }).toArray();
  const units = await deps.orgUnits.names(found.map(({ issuerUnit }) => issuerUnit));
  return new Map(found.map(({ _id, title, issuerUnit }) => [_id, { title, place: units.get(issuerUnit) ?? null }]));
}

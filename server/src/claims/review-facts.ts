import { addDays, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { claimedSpan } from '@red-points/shared/domain/claims';
import { type EvidenceNeed, evidenceShort } from '@red-points/shared/domain/rules';
import type { ReviewFacts, ReviewSource } from '../reviews/index.ts';
import type { ClaimsDeps } from './deps.ts';
import { followDecisions } from './mediation/follow-decisions.ts';
import { atSameTime } from './same-time.ts';
import { claimsWithSamePictures } from './similar-pictures.ts';
import { standAside } from './stand-aside.ts';
import type { ClaimRecord, EvidenceRecord } from './store.ts';

const SIMILAR_DAYS = 7;

type Check = ReviewFacts['checks'][number];

/** Claims as the review queue asks for them. */
export function claimReviewSource(deps: ClaimsDeps): ReviewSource {
  return {
    store: deps.store,
    facts: async ({ _id }) => {
      const claim = await deps.claims.findOne({ _id });
      if (claim === null) throw new Error(`claim ${_id} vanished`);
      return factsOf(deps, claim);
    },
    decided: async (records) => {
      // A rejected claim no longer stands in the way of the same claim filed again.
      const rejected = records.filter(({ decision }) => decision?.decision === 'reject').map(({ _id }) => _id);
      // First what follows for others: a rejected claim that is live still tells the job that this may not be done.
      await followDecisions(deps, records);
      await standAside(deps, rejected);
    },
  };
}

async function factsOf(deps: ClaimsDeps, claim: ClaimRecord): Promise<ReviewFacts> {
  const { evidenceNeeds } = await deps.rules.terms(claim.rule.code, claim.rule.version);
  const [time, similar, activity, pictures, evidence] = await Promise.all([
    timeChecks(deps, claim),
    similarClaims(deps, claim),
    activityChecks(deps, claim),
    pictureChecks(deps, claim),
    evidenceChecks(deps, claim, evidenceNeeds),
  ]);
  const span = claimedSpan(claim.occurredOn, claim.startTime ?? null, claim.minutes);
  return {
    occurredFrom: new Date(span?.fromMs ?? startOfBusinessDay(claim.occurredOn)),
    occurredUntil: span === null ? null : new Date(span.untilMs),
    description: claim.description,
    place: null,
    evidenceIds: claim.evidenceIds,
    caseId: claim.caseId ?? null,
    checks: [
      ...time,
      ...activity,
      similar === 0
        ? { code: 'no_similar_claim', ok: true, detail: {} }
        : { code: 'similar_recent_claim', ok: false, detail: { count: similar } },
      ...pictures,
      ...evidence,
    ],
  };
}

/** What else the person did at that time; without a time of day nobody knows whether they overlap. */
async function timeChecks(deps: ClaimsDeps, claim: ClaimRecord): Promise<Check[]> {
  const { isTimed, stays, claims } = await atSameTime(deps, claim);
  const [stay] = stays;
  const claimed = claims.find(({ startTime }) => startTime != null);
  const checks: Check[] = [];
  if (stay !== undefined) {
    const code = isTimed ? 'overlaps_attendance' : 'attended_same_day';
    checks.push({ code, ok: false, detail: { title: stay.title } });
  }
  if (claimed !== undefined && isTimed) {
    checks.push({ code: 'overlaps_claim', ok: false, detail: { title: claimed.title } });
  }
  return checks.length > 0 ? checks : [{ code: 'no_overlap', ok: true, detail: {} }];
}

/** What the claim is a part of. */
async function activityChecks(deps: ClaimsDeps, claim: ClaimRecord): Promise<Check[]> {
  if (claim.caseId && claim.sharedWith !== undefined && claim.sharedWith.length > 0) {
    return [{ code: 'shared_case', ok: true, detail: { count: claim.sharedWith.length + 1 } }];
  }
  if (!claim.aboutActivityId) return [];
  const activity = (await deps.activities.factsOfMany([claim.aboutActivityId])).get(claim.aboutActivityId);
  return [{ code: 'about_activity', ok: true, detail: { title: activity?.title ?? '' } }];
}

/** The same photos in other claims: whose, and when, where the reviewer's own community knows them. */
async function pictureChecks(deps: ClaimsDeps, claim: ClaimRecord): Promise<Check[]> {
  if (claim.evidenceIds.length === 0) return [];
  const found = await claimsWithSamePictures(deps, claim);
  const [first] = found;
  if (first === undefined) return [{ code: 'no_similar_photo', ok: true, detail: {} }];
  const count = found.length;
  if (first.issuerUnit !== claim.issuerUnit) return [{ code: 'similar_photo', ok: false, detail: { count } }];
  const name = (await deps.people.names([first.personId])).get(first.personId)?.masked ?? '*';
  const { title, occurredOn: date } = first;
  return [{ code: 'similar_photo', ok: false, detail: { count, name, title, date } }];
}

async function evidenceChecks(deps: ClaimsDeps, claim: ClaimRecord, needs: readonly EvidenceNeed[]): Promise<Check[]> {
  const count = claim.evidenceIds.length;
  if (count === 0) return [{ code: 'no_evidence', ok: false, detail: {} }];
  const kept = await deps.evidence
    .find({ _id: { $in: [...claim.evidenceIds] } })
    .project<Pick<EvidenceRecord, '_id' | 'kind'>>({ kind: 1 })
    .toArray();
  const documents = kept.filter(({ kind }) => kind === 'paper').length;
  const short = evidenceShort(needs, { photos: kept.length - documents, documents });
  const gone = claim.erasedEvidenceIds?.length ?? 0;
  return [
    short > 0
      ? { code: 'evidence_short', ok: false, detail: { count: short } }
      : { code: 'evidence_present', ok: true, detail: { count } },
    ...(gone > 0 ? [{ code: 'evidence_gone' as const, ok: false, detail: { count: gone } }] : []),
  ];
}

/** Other claims of the person for the same rule within a week before or after. */
function similarClaims(deps: ClaimsDeps, claim: ClaimRecord): Promise<number> {
  return deps.claims.countDocuments({
    personId: claim.personId,
    _id: { $ne: claim._id },
    live: true,
    'rule.code': claim.rule.code,
    occurredOn: { $gte: addDays(claim.occurredOn, -SIMILAR_DAYS), $lte: addDays(claim.occurredOn, SIMILAR_DAYS) },
  });
}

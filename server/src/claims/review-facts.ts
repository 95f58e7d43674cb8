import { addDays, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { type EvidenceNeed, evidenceShort } from '@red-points/shared/domain/rules';
import type { ReviewFacts, ReviewSource } from '../reviews/index.ts';
import type { ClaimsDeps } from './deps.ts';
import type { ClaimRecord } from './store.ts';

const SIMILAR_DAYS = 7;

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
      if (rejected.length > 0) await deps.claims.updateMany({ _id: { $in: rejected } }, { $set: { live: false } });
    },
  };
}

async function factsOf(deps: ClaimsDeps, claim: ClaimRecord): Promise<ReviewFacts> {
  const [attended, similar] = await Promise.all([
    // Any rule: what was paid for under another one is not paid for again.
    deps.attendances.attendedFor(claim.personId, null, claim.occurredOn),
    similarClaims(deps, claim),
  ]);
  const [title] = attended;
  const { evidenceNeeds } = await deps.rules.terms(claim.rule.code, claim.rule.version);
  return {
    occurredFrom: new Date(startOfBusinessDay(claim.occurredOn)),
    occurredUntil: null,
    description: claim.description,
    place: null,
    evidenceIds: claim.evidenceIds,
    checks: [
      title === undefined
        ? { code: 'no_overlap', ok: true, detail: {} }
        : { code: 'overlaps_attendance', ok: false, detail: { title } },
      similar === 0
        ? { code: 'no_similar_claim', ok: true, detail: {} }
        : { code: 'similar_recent_claim', ok: false, detail: { count: similar } },
      evidenceCheck(evidenceNeeds, claim.evidenceIds.length),
    ],
  };
}

function evidenceCheck(needs: readonly EvidenceNeed[], count: number): ReviewFacts['checks'][number] {
  const short = evidenceShort(needs, { photos: count, documents: 0 });
  if (short > 0 && count > 0) return { code: 'evidence_short', ok: false, detail: { count: short } };
  return count > 0
    ? { code: 'evidence_present', ok: true, detail: { count } }
    : { code: 'no_evidence', ok: false, detail: {} };
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

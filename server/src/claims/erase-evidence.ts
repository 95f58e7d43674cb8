import { dueBy } from '../platform/database.ts';
import type { Job } from '../platform/jobs.ts';
import { oneByOne } from '../platform/one-by-one.ts';
import type { ClaimsDeps } from './deps.ts';
import { daysOn, useEvidence } from './evidence.ts';
import type { ClaimRecord, EvidenceRecord } from './store.ts';

const EVERY_MS = 10 * 60_000;
const BATCH = 100;
/** What is not decided yet is asked again after this many days. */
const POSTPONED_DAYS = 30;
/** Claims whose evidence somebody may still have to look at. */
const OPEN_STATES: readonly ClaimRecord['state'][] = ['waiting', 'returned', 'in_publicity', 'objected'];

type Due = Pick<EvidenceRecord, '_id' | 'used' | 'kind'>;
type UsedIn = Pick<ClaimRecord, '_id' | 'state' | 'unitPath'>;

/**
 * Erases evidence whose time is over, and says so: the record stays with the day, the claim's history has a line, and the
 * log of acts too. What was uploaded and never filed goes without a trace. Bears being run twice, late, or broken off.
 */
export function eraseEvidenceJob(deps: ClaimsDeps): Job {
  return {
    name: 'claims.erase_evidence',
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      const way = { what: 'evidence', idOf: ({ _id }: Due) => _id, logger: deps.logger, signal };
      for (;;) {
        const due = await deps.evidence
          .find({ eraseAt: dueBy(nowMs) })
          .sort({ eraseAt: 1 })
          .limit(BATCH)
          .project<Due>({ _id: 1, used: 1, kind: 1 })
          .toArray();
        // One that cannot be erased ends the run behind its batch: it would be found again.
        await oneByOne(due, way, (record) => eraseOne(deps, record, nowMs));
        if (due.length < BATCH || signal.aborted) return;
      }
    },
  };
}

async function eraseOne(deps: ClaimsDeps, { _id, kind, used }: Due, nowMs: number): Promise<void> {
  const claims = await deps.claims
    .find({ evidenceIds: _id })
    .project<UsedIn>({ _id: 1, state: 1, unitPath: 1 })
    .toArray();
  const filter = { _id, eraseAt: dueBy(nowMs) };
  if (claims.length === 0) {
    await deps.evidence.deleteOne(filter);
    return;
  }
  if (!used) {
    // Its process ended after the claim was filed and before this was noted.
    await useEvidence(deps, [_id]);
    return;
  }
  if (claims.some(({ state }) => OPEN_STATES.includes(state))) {
    await deps.evidence.updateOne(filter, { $set: { eraseAt: daysOn(nowMs, POSTPONED_DAYS) } });
    return;
  }
  // What tells of it comes first: broken off in between, the next run erases and tells nothing twice.
  for (const claim of claims) await tell(deps, claim, { evidenceId: _id, kind, at: new Date(nowMs) });
  await deps.evidence.updateOne(filter, {
    $set: { bytes: null, hash: null, bands: [], eraseAt: null, erasedAt: new Date(nowMs) },
  });
}

async function tell(
  deps: ClaimsDeps,
  claim: UsedIn,
  erased: { readonly evidenceId: string; readonly kind: EvidenceRecord['kind']; readonly at: Date },
): Promise<void> {
  const { modifiedCount } = await deps.claims.updateOne(
    { _id: claim._id, erasedEvidenceIds: { $ne: erased.evidenceId } },
    {
      $addToSet: { erasedEvidenceIds: erased.evidenceId },
      $push: { history: { at: erased.at, code: 'evidence_erased', by: null, note: null } },
    },
  );
  if (modifiedCount === 0) return;
  await deps.audit.record({
    principal: null,
    action: 'evidence.erase',
    subject: { kind: 'claim', id: claim._id },
    unitId: claim.unitPath.at(-1) ?? null,
    detail: { evidence: erased.evidenceId, kind: erased.kind },
  });
}

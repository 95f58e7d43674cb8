import { bandsNear, isSamePicture, type PictureHash } from '@red-points/shared/domain/claims';
import type { ClaimsDeps } from './deps.ts';
import type { ClaimRecord, EvidenceRecord } from './store.ts';

/** Pictures with a quarter of the hash in common that are looked at: far more than are ever the same photo. */
const CANDIDATES_MAX = 1_000;
/** Its own case may be among them. */
const CLAIMS_MAX = 30;
const SHOWN = { personId: 1, occurredOn: 1, title: 1, issuerUnit: 1, filedAt: 1, caseId: 1 } as const;

export type SimilarClaim = Pick<ClaimRecord, '_id' | 'personId' | 'occurredOn' | 'title' | 'issuerUnit' | 'filedAt'>;

/**
 * Other claims with the same photos as this one, saved anew or not, wherever they were filed; newest first. Rejected ones
 * count too: the same photo a second time is worth a look. What was taken back does not: it is filed again with the same. Parts of one case of mediation share theirs and do not count.
 */
export async function claimsWithSamePictures(
  deps: Pick<ClaimsDeps, 'claims' | 'evidence'>,
  claim: Pick<ClaimRecord, '_id' | 'evidenceIds' | 'caseId'>,
): Promise<SimilarClaim[]> {
  if (claim.evidenceIds.length === 0) return [];
  const own = await deps.evidence
    .find({ _id: { $in: [...claim.evidenceIds] } })
    .project<Pick<EvidenceRecord, '_id' | 'hash' | 'bands'>>({ hash: 1, bands: 1 })
    .toArray();
  const hashes = own.flatMap(({ hash, bands }) => (hash === null || bands.length === 0 ? [] : [hash]));
  const alike = await picturesLike(deps, hashes, claim.evidenceIds);
  const found = await deps.claims
    .find({ evidenceIds: { $in: [...claim.evidenceIds, ...alike] }, state: { $ne: 'withdrawn' } })
    .sort({ filedAt: -1 })
    .limit(CLAIMS_MAX)
    .project<SimilarClaim & Pick<ClaimRecord, 'caseId'>>(SHOWN)
    .toArray();
  // Left out here and not by the question: a condition on the id invites the database to walk all ids.
  return found.filter(({ _id, caseId }) => _id !== claim._id && !(claim.caseId && caseId === claim.caseId));
}

/**
 * Marks a claim that was filed, and those with the same photos that still wait, so that the queue shows it before anybody
 * decides them among many. Interrupted before this, the claim's own page shows it all the same. Safe to repeat.
 */
export async function flagSamePictures(
  deps: Pick<ClaimsDeps, 'claims' | 'evidence'>,
  claim: Pick<ClaimRecord, '_id' | 'evidenceIds' | 'caseId'>,
): Promise<void> {
  const same = await claimsWithSamePictures(deps, claim);
  if (same.length === 0) return;
  const claimIds = [claim._id, ...same.map(({ _id }) => _id)];
  await deps.claims.updateMany({ _id: { $in: claimIds }, state: 'waiting' }, { $set: { flagged: true } });
}

async function picturesLike(
  { evidence }: Pick<ClaimsDeps, 'evidence'>,
  hashes: readonly PictureHash[],
  except: readonly string[],
): Promise<string[]> {
  if (hashes.length === 0) return [];
  const bands = [...new Set(hashes.flatMap(bandsNear))];
  const candidates = await evidence
    .find({ bands: { $in: bands }, used: true })
    .project<Pick<EvidenceRecord, '_id' | 'hash'>>({ hash: 1 })
    .limit(CANDIDATES_MAX)
    .toArray();
  return candidates.flatMap(({ _id, hash }) =>
    !except.includes(_id) && hash !== null && hashes.some((own) => isSamePicture(own, hash)) ? [_id] : [],
  );
}

import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { addDays, businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import {
  EVIDENCE_DAYS_KEPT,
  isFeatureless,
  LOOSE_EVIDENCE_DAYS_KEPT,
  LOOSE_EVIDENCE_MAX,
  pictureBands,
} from '@red-points/shared/domain/claims';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Request } from 'express';
import { Binary } from 'mongodb';
import { mayCorrect } from './correct-returned.ts';
import type { ClaimsDeps } from './deps.ts';
import { checkPicture } from './images/index.ts';
import { checkPaper } from './papers/index.ts';
import { sniffUpload } from './sniff.ts';
import type { ClaimRecord, EvidenceRecord } from './store.ts';

export const EVIDENCE_BYTES_MAX = 10 * 1024 * 1024;
/** Claims that one piece of evidence is looked for in: a sign-in sheet proves the part of many. */
const CLAIMS_OF_ONE_MAX = 100;

/** Reads an upload into memory, and no more of it than may be. */
export async function readUpload(req: Request): Promise<Buffer | Refusal> {
  if (Number(req.headers['content-length'] ?? 0) > EVIDENCE_BYTES_MAX) return refuse('evidence_too_large');
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > EVIDENCE_BYTES_MAX) return refuse('evidence_too_large');
    parts.push(part);
  }
  return length === 0 ? refuse('evidence_missing') : Buffer.concat(parts);
}

/**
 * Keeps evidence for a claim: told by its content what it is, and made anew of what can be seen in it. Until a claim is
 * filed with it, it is kept for a short time only, and nobody can heap it up.
 */
export async function keepEvidence(
  deps: ClaimsDeps,
  principal: Principal,
  upload: Buffer,
): Promise<EvidenceRecord | Refusal> {
  if (upload.length > EVIDENCE_BYTES_MAX) return refuse('evidence_too_large');
  const type = sniffUpload(upload);
  if (type === null) return refuse('evidence_type_unsupported');
  const loose = await deps.evidence.countDocuments(
    { uploadedBy: principal.userId, used: false },
    { limit: LOOSE_EVIDENCE_MAX },
  );
  if (loose >= LOOSE_EVIDENCE_MAX) return refuse('evidence_too_many_unused');
  const checked = type === 'pdf' ? await checkPaper(upload) : await checkPicture(type, upload);
  if (isRefusal(checked)) return checked;
  if (checked.bytes.length > EVIDENCE_BYTES_MAX) return refuse('evidence_too_large');
  const { kind, contentType, pages, hash } = checked;
  const nowMs = deps.clock.now();
  const record: EvidenceRecord = {
    _id: deps.ids.next(),
    kind,
    contentType,
    bytes: new Binary(checked.bytes),
    pages,
    hash,
    bands: hash === null || isFeatureless(hash) ? [] : pictureBands(hash),
    uploadedBy: principal.userId,
    uploadedFor: principal.actingPersonId,
    uploadedAt: new Date(nowMs),
    used: false,
    eraseAt: daysOn(nowMs, LOOSE_EVIDENCE_DAYS_KEPT),
    retainUntil: daysOn(nowMs, EVIDENCE_DAYS_KEPT),
    erasedAt: null,
  };
  await deps.evidence.insertOne(record);
  return record;
}

/**
 * Lets what a claim is about to be filed with stay for the short time that unfiled evidence is kept, counted anew: it must not
 * go while the claim is written, and where the filing is refused nobody keeps it for years. Safe to repeat.
 */
export async function holdEvidence(deps: ClaimsDeps, evidenceIds: readonly string[]): Promise<void> {
  if (evidenceIds.length === 0) return;
  const eraseAt = daysOn(deps.clock.now(), LOOSE_EVIDENCE_DAYS_KEPT);
  await deps.evidence.updateMany({ _id: { $in: [...evidenceIds] }, used: false }, { $max: { eraseAt } });
}

/**
 * Keeps what a claim was filed with for as long as what was filed is kept. Where the process ends between the claim and this,
 * the job that erases does it, for it looks for claims first. Safe to repeat.
 */
export async function useEvidence(deps: Pick<ClaimsDeps, 'evidence'>, evidenceIds: readonly string[]): Promise<void> {
  if (evidenceIds.length === 0) return;
  await deps.evidence.updateMany({ _id: { $in: [...evidenceIds] }, used: false }, [
    { $set: { used: true, eraseAt: '$retainUntil' } },
  ]);
}

/** Evidence that can be opened. */
export type OpenedEvidence = EvidenceRecord & { readonly bytes: Binary };

/** For whoever uploaded it, the person it is about, and reviewers in scope. Anybody else: there is no such evidence. */
export async function openEvidence(
  deps: ClaimsDeps,
  principal: Principal,
  evidenceId: string,
): Promise<OpenedEvidence | Refusal> {
  const record = await deps.evidence.findOne({ _id: evidenceId });
  if (record === null || !(await maySee(deps, principal, record))) return refuse('evidence_not_found');
  return record.bytes === null ? refuse('evidence_erased') : { ...record, bytes: record.bytes };
}

async function maySee(deps: ClaimsDeps, principal: Principal, record: EvidenceRecord): Promise<boolean> {
  if (record.uploadedBy === principal.userId) return true;
  const claims = await deps.claims
    .find({ evidenceIds: record._id })
    .project<Pick<ClaimRecord, 'unitPath' | 'personId' | 'caseId' | 'filedBy' | 'onBehalf' | 'state'>>({
      ...{ unitPath: 1, personId: 1, caseId: 1, filedBy: 1, onBehalf: 1, state: 1 },
    })
    .limit(CLAIMS_OF_ONE_MAX)
    .toArray();
  const lent = await deps.delegations.of(principal.userId);
  return claims.some(({ unitPath, personId, caseId, ...claim }) => {
    // Whoever corrects what was returned has to see what it was filed with.
    if (claim.state === 'returned' && mayCorrect(principal, { ...claim, unitPath })) return true;
    // A deputy sees what they are to judge.
    const isDeputy = lent.some((right) => unitPath.includes(right.unitId));
    // Papers of a mediation name the parties: they are for who may decide it, not for all who may look on.
    if (caseId) {
      const mayDecide = isDeputy || permits(principal, 'reviews.decide', { unitPath });
      return mayDecide && !principal.personIds.includes(personId);
    }
    return isDeputy || principal.personIds.includes(personId) || permits(principal, 'reviews.read', { unitPath });
  });
}

/** The first instant after so many whole business days. */
export function daysOn(nowMs: number, days: number): Date {
  return new Date(startOfBusinessDay(addDays(businessDate(nowMs), days)));
}

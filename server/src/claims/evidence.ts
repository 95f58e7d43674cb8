import { type Refusal, refuse } from '@red-points/shared/contracts';
import { addDays, businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { EVIDENCE_DAYS_KEPT } from '@red-points/shared/domain/claims';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Request } from 'express';
import { Binary } from 'mongodb';
import type { ClaimsDeps } from './deps.ts';
import { sniffImage, stripMetadata } from './images/index.ts';
import type { EvidenceRecord } from './store.ts';

export const EVIDENCE_BYTES_MAX = 10 * 1024 * 1024;

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

/** Keeps a photo for a claim: told by its content what it is, without place, time and camera, until its retention date. */
export async function keepEvidence(
  deps: ClaimsDeps,
  principal: Principal,
  upload: Buffer,
): Promise<EvidenceRecord | Refusal> {
  if (upload.length > EVIDENCE_BYTES_MAX) return refuse('evidence_too_large');
  const contentType = sniffImage(upload);
  if (contentType === null) return refuse('evidence_type_unsupported');
  const bytes = stripMetadata(contentType, upload);
  if (bytes === null) return refuse('evidence_damaged');
  const nowMs = deps.clock.now();
  const record: EvidenceRecord = {
    _id: deps.ids.next(),
    contentType,
    bytes: new Binary(bytes),
    uploadedBy: principal.userId,
    uploadedFor: principal.actingPersonId,
    uploadedAt: new Date(nowMs),
    retainUntil: new Date(startOfBusinessDay(addDays(businessDate(nowMs), EVIDENCE_DAYS_KEPT))),
  };
  await deps.evidence.insertOne(record);
  return record;
}

/** The photo for whoever uploaded it, the person it is about, and reviewers in scope. Anybody else: no such photo. */
export async function openEvidence(
  deps: ClaimsDeps,
  principal: Principal,
  evidenceId: string,
): Promise<EvidenceRecord | Refusal> {
  const record = await deps.evidence.findOne({ _id: evidenceId });
  if (record === null) return refuse('evidence_not_found');
  if (record.uploadedBy === principal.userId) return record;
  const claim = await deps.claims.findOne({ evidenceIds: evidenceId }, { projection: { unitPath: 1, personId: 1 } });
  if (claim === null) return refuse('evidence_not_found');
  const may =
    principal.personIds.includes(claim.personId) || permits(principal, 'reviews.read', { unitPath: claim.unitPath });
  return may ? record : refuse('evidence_not_found');
}

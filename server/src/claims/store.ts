import type { Claim } from '@red-points/shared/contracts';
import type { PictureHash } from '@red-points/shared/domain/claims';
import type { Binary, Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { dueIndex, ensureCollection, textIndex } from '../platform/database.ts';
import { type ReviewableRecord, reviewIndexes } from '../reviews/index.ts';
import { ensureDrafts } from './drafts.ts';
import { ensureCases } from './mediation/store.ts';

export const CLAIM_COLLECTION = 'claims';
const EVIDENCE_COLLECTION = 'evidence';

/** A request for points outside an activity (积分申报). */
export interface ClaimRecord extends ReviewableRecord {
  state: Claim['state'];
  /** Business date on which it happened. */
  occurredOn: string;
  /** Time of day `HH:MM` at which it began, where the claim names one. */
  startTime?: string | null;
  /** As claimed; what counts is in `priced`. */
  minutes: number;
  description: string;
  evidenceIds: readonly string[];
  /** Those of them that were erased at the end of their time; absent where none was. */
  erasedEvidenceIds?: readonly string[];
  /** The activity that it is about, where it is about one; its points are not set aside by that activity. */
  aboutActivityId?: string | null;
  /** The case of mediation that it is a part of. */
  caseId?: string | null;
  filedAt: Date;
  /** Hash of what makes two claims the same one. */
  duplicateKey: string;
  /** Counts against a duplicate: neither rejected nor withdrawn. */
  live: boolean;
  version: number;
  request: RequestIdentity;
}

/** A photo or a paper, as the server made it anew of what was uploaded. */
export interface EvidenceRecord {
  _id: string;
  kind: 'picture' | 'paper';
  contentType: 'image/jpeg' | 'application/pdf';
  /** Null once erased: that there was one, and until when, stays. */
  bytes: Binary | null;
  pages: number;
  /** Perceptual hash of a picture; null for papers and for what was erased. */
  hash: PictureHash | null;
  /** What the index of similar pictures is made of; empty where there is no hash, or one that says nothing. */
  bands: readonly number[];
  /** The sign-in that uploaded it, and the person it acted for. */
  uploadedBy: string;
  uploadedFor: string | null;
  uploadedAt: Date;
  /** Whether a claim was filed with it. */
  used: boolean;
  /** To be erased by a job from then on; null once erased. */
  eraseAt: Date | null;
  /** First instant after the days that what was filed is kept. */
  retainUntil: Date;
  erasedAt: Date | null;
}

export type ClaimCollection = Collection<ClaimRecord>;
export type EvidenceCollection = Collection<EvidenceRecord>;

export function claimCollection(db: Db): ClaimCollection {
  return db.collection<ClaimRecord>(CLAIM_COLLECTION);
}

export function evidenceCollection(db: Db): EvidenceCollection {
  return db.collection<EvidenceRecord>(EVIDENCE_COLLECTION);
}

/** Makes the collections of claims and evidence. */
export async function ensureClaims(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: CLAIM_COLLECTION,
    indexes: [
      ...reviewIndexes,
      requestIdentityIndex,
      { name: 'live_once', key: { duplicateKey: 1 }, unique: true, partialFilterExpression: { live: true } },
      // Before the one of all claims of a unit: of two that answer, the database tries the first first.
      {
        name: 'returned_on_behalf',
        key: { unitPath: 1, filedAt: -1, _id: -1 },
        partialFilterExpression: { state: 'returned', onBehalf: true },
      },
      { key: { unitPath: 1, filedAt: -1, _id: -1 } },
      { key: { personId: 1, filedAt: -1, _id: -1 } },
      { key: { evidenceIds: 1 } },
      { key: { personId: 1, occurredOn: 1 } },
      textIndex('caseId'),
      {
        name: 'waiting_of_case',
        key: { caseId: 1 },
        partialFilterExpression: { state: 'waiting', caseId: { $gt: '' } },
      },
      { name: 'rejected_live', key: { live: 1 }, partialFilterExpression: { state: 'rejected', live: true } },
    ],
  });
  await ensureCollection(db, {
    name: EVIDENCE_COLLECTION,
    indexes: [
      dueIndex('to_erase', 'eraseAt'),
      { name: 'loose', key: { uploadedBy: 1 }, partialFilterExpression: { used: false } },
      { name: 'alike', key: { bands: 1 } },
    ],
  });
  await takeOverEvidence(db);
  await ensureDrafts(db);
  await ensureCases(db);
}

const INDEX_NOT_FOUND = 27;

/** Evidence from before the job that erases it: the database erased it silently then. */
async function takeOverEvidence(db: Db): Promise<void> {
  const evidence = evidenceCollection(db);
  try {
    await evidence.dropIndex('retainUntil_1');
  } catch (error) {
    if ((error as { code?: unknown }).code !== INDEX_NOT_FOUND) throw error;
    return;
  }
  await evidence.updateMany({ kind: { $exists: false } }, [
    { $set: { kind: 'picture', pages: 1, hash: null, bands: [], used: true, erasedAt: null, eraseAt: '$retainUntil' } },
  ]);
}

import type { Claim } from '@red-points/shared/contracts';
import type { Binary, Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { ensureCollection } from '../platform/database.ts';
import { type ReviewableRecord, reviewIndexes } from '../reviews/index.ts';

export const CLAIM_COLLECTION = 'claims';
const EVIDENCE_COLLECTION = 'evidence';

/** A request for points outside an activity (积分申报). */
export interface ClaimRecord extends ReviewableRecord {
  state: Claim['state'];
  /** Business date on which it happened. */
  occurredOn: string;
  /** As claimed; what counts is in `priced`. */
  minutes: number;
  description: string;
  evidenceIds: readonly string[];
  /** The activity that it is about, where it is about one; its points are not set aside by that activity. */
  aboutActivityId?: string | null;
  filedAt: Date;
  /** Hash of what makes two claims the same one. */
  duplicateKey: string;
  /** Counts against a duplicate: neither rejected nor withdrawn. */
  live: boolean;
  version: number;
  request: RequestIdentity;
}

/** A photo, without its metadata. */
export interface EvidenceRecord {
  _id: string;
  contentType: string;
  bytes: Binary;
  /** The sign-in that uploaded it, and the person it acted for. */
  uploadedBy: string;
  uploadedFor: string | null;
  uploadedAt: Date;
  /** Erased by the database after that. */
  retainUntil: Date;
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
      { key: { unitPath: 1, filedAt: -1, _id: -1 } },
      { key: { personId: 1, filedAt: -1, _id: -1 } },
      { key: { evidenceIds: 1 } },
    ],
  });
  await ensureCollection(db, {
    name: EVIDENCE_COLLECTION,
    indexes: [{ key: { retainUntil: 1 }, expireAfterSeconds: 0 }],
  });
}

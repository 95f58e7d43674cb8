import { isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { Collection, Db } from 'mongodb';
import { createOnce, type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { ensureCollection } from '../platform/database.ts';
import { ensureRuns } from './run-store.ts';
import { REVIEW_SETTINGS_COLLECTION } from './settings.ts';

const COLLECTION = 'review_requests';
const KEPT_SECONDS = 400 * 86_400;

/** A decision changes records and makes none, so its request is kept by itself: the same key never does two things. */
interface ReviewRequestRecord {
  _id: string;
  at: Date;
  request: RequestIdentity;
}

export type ReviewRequests = Collection<ReviewRequestRecord>;

export function reviewRequests(db: Db): ReviewRequests {
  return db.collection<ReviewRequestRecord>(COLLECTION);
}

/** Makes the collections of the desk itself; what is reviewed lies with claims and check-ins. */
export async function ensureReviews(db: Db): Promise<void> {
  await ensureRuns(db);
  await ensureCollection(db, { name: REVIEW_SETTINGS_COLLECTION, indexes: [] });
  await ensureCollection(db, {
    name: COLLECTION,
    indexes: [requestIdentityIndex, { key: { at: 1 }, expireAfterSeconds: KEPT_SECONDS }],
  });
}

/** Takes note of a request. Null where it may go on: it is new, or the same again. */
export async function noteRequest(requests: ReviewRequests, record: ReviewRequestRecord): Promise<Refusal | null> {
  const noted = await createOnce(requests, record);
  return isRefusal(noted) ? noted : null;
}

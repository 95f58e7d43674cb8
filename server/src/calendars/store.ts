import type { Collection, Db } from 'mongodb';
import { ensureCollection, textIndex } from '../platform/database.ts';

const FEEDS = 'calendar_feeds';

/** The private calendar address of a person. Only a keyed hash of its secret is kept. */
export interface FeedRecord {
  /** The person. */
  _id: string;
  hash: string;
  madeAt: Date;
  /** The sign-in that made it. */
  madeBy: string;
}

export function feedCollection(db: Db): Collection<FeedRecord> {
  return db.collection<FeedRecord>(FEEDS);
}

/** Makes the collection of calendar addresses. */
export async function ensureCalendars(db: Db): Promise<void> {
  await ensureCollection(db, { name: FEEDS, indexes: [textIndex('hash', { unique: true })] });
}

import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

/** What the guardian of somebody from 14 to 17 said about one kind of activity; the paper lies in the office. */
export interface ConsentRecord {
  /** `<person>:<category>` */
  _id: string;
  personId: string;
  category: string;
  /** False where it was taken back. */
  given: boolean;
  by: string;
  at: Date;
}

const COLLECTION = 'guardian_consents';

export const consentCollection = (db: Db): Collection<ConsentRecord> => db.collection(COLLECTION);

/** Makes the collection of guardians' consents. */
export async function ensureConsents(db: Db): Promise<void> {
  await ensureCollection(db, { name: COLLECTION, indexes: [{ key: { personId: 1 } }] });
}

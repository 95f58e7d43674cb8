import type { PublicityChoice } from '@red-points/shared/domain/publicity';
import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

interface Chosen {
  choice: PublicityChoice;
  /** The version of the words that it was chosen on. */
  version: string;
  at: Date;
  /** The sign-in: the person's own, or an officer's who holds it on paper. */
  by: string;
}

/** What a person lets the public list say of them, with what they had chosen before. */
export interface ChoiceRecord extends Chosen {
  /** The person. */
  _id: string;
  earlier: Chosen[];
}

/** How often a public list was opened on a day: two numbers, and nobody's. */
export interface ViewRecord {
  /** `<unit>|<batch>|<day>` */
  _id: string;
  unitId: string;
  batchId: string | null;
  day: string;
  openly: number;
  signedIn: number;
}

export const choiceCollection = (db: Db): Collection<ChoiceRecord> => db.collection('publicity_choices');
export const viewCollection = (db: Db): Collection<ViewRecord> => db.collection('publicity_views');

/** Makes the collections of choices and of views. */
export async function ensurePublicity(db: Db): Promise<void> {
  await ensureCollection(db, { name: 'publicity_choices' });
  await ensureCollection(db, {
    name: 'publicity_views',
    indexes: [
      { key: { unitId: 1, day: 1 } },
      { key: { batchId: 1 }, partialFilterExpression: { batchId: { $gt: '' } } },
    ],
  });
}

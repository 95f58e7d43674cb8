import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

export const RESIDENT_CARDS = 'resident_cards';

/** A printed card of a person without a phone. Kept after its time: an old card is told apart from a forged one. */
export interface CardRecord {
  /** What its code names: six bytes in hexadecimal. */
  _id: string;
  personId: string;
  serial: number;
  state: 'active' | 'replaced' | 'revoked';
  issuedBy: string;
  issuedAt: Date;
}

export function cardsOf(db: Db): Collection<CardRecord> {
  return db.collection<CardRecord>(RESIDENT_CARDS);
}

/** Makes the collection of cards. */
export async function ensureCards(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: RESIDENT_CARDS,
    indexes: [
      {
        name: 'one_active',
        key: { personId: 1 },
        unique: true,
        partialFilterExpression: { state: 'active' },
      },
      { key: { personId: 1, serial: -1 } },
    ],
  });
}

import type { Collection, Db } from 'mongodb';
import { ensureCollection, textIndex } from '../platform/database.ts';

const COLLECTION = 'displays';

/** A screen that shows check-in codes, each with a secret of its own. */
export interface DisplayRecord {
  _id: string;
  kind: 'hall' | 'staff';
  /** `pairing` until a member of staff has typed the code that a hall's screen shows. */
  state: 'pairing' | 'active' | 'revoked';
  /** Names it in its codes: four bytes in hexadecimal. */
  number: string;
  /** Its part of the key that its codes are signed with; another one after a revocation. */
  codeSecret: string;
  /** What a hall's screen proves itself with, as a keyed hash; null for staff, who sign in. */
  secretHash: string | null;
  pairingCode: string | null;
  /** When a pairing that nobody finished is removed; null for every other. */
  pairingUntil: Date | null;
  /** Whose device it is; null for a hall's. */
  userId: string | null;
  name: string;
  unitId: string;
  unitPath: readonly string[];
  activityId: string | null;
  registeredBy: string;
  registeredAt: Date;
  lastSeenAt: Date | null;
  revoked: { readonly at: Date; readonly by: string; readonly reason: string } | null;
}

export type DisplayCollection = Collection<DisplayRecord>;

export function displayCollection(db: Db): DisplayCollection {
  return db.collection<DisplayRecord>(COLLECTION);
}

/** Makes the collection of screens. */
export async function ensureDisplays(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: COLLECTION,
    indexes: [
      { key: { number: 1 }, unique: true },
      textIndex('pairingCode', { unique: true }),
      textIndex('userId', { unique: true }),
      { key: { unitPath: 1, registeredAt: -1, _id: -1 } },
      { key: { pairingUntil: 1 }, expireAfterSeconds: 600 },
    ],
  });
}

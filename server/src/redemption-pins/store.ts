import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

export const PINS = 'redemption_pins';
const PIN_CHECKS = 'redemption_pin_checks';

/** The PIN with which a person redeems. */
export interface PinRecord {
  /** The person. */
  _id: string;
  hash: string;
  /** Tries since the last right one; each is counted before it is looked at. */
  tries: number;
  setBy: string;
  setAt: Date;
}

/** That a person typed their PIN on their phone. */
export interface PinCheckRecord {
  _id: string;
  personId: string;
  userId: string;
  expiresAt: Date;
}

export function pinsOf(db: Db): Collection<PinRecord> {
  return db.collection<PinRecord>(PINS);
}

export function pinChecksOf(db: Db): Collection<PinCheckRecord> {
  return db.collection<PinCheckRecord>(PIN_CHECKS);
}

/** Makes the collections of PINs and of checks of them; checks leave by themselves. */
export async function ensureRedemptionPins(db: Db): Promise<void> {
  await ensureCollection(db, { name: PINS });
  await ensureCollection(db, {
    name: PIN_CHECKS,
    indexes: [{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }, { key: { personId: 1 } }],
  });
}

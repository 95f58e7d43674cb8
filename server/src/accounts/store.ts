import type { CreditedTo, CreditingSetting } from '@red-points/shared/domain/accounts';
import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

/** Whose account a unit credits from a day on. Added, never changed. */
export interface CreditingRecord {
  _id: string;
  unitId: string;
  creditedTo: CreditedTo;
  from: string;
  decidedAt: Date;
  decidedBy: string;
}

export type CreditingCollection = Collection<CreditingRecord>;

export function creditingCollection(db: Db): CreditingCollection {
  return db.collection<CreditingRecord>('crediting_settings');
}

/** Makes the collection of settings. */
export async function ensureAccounts(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'crediting_settings',
    indexes: [{ key: { unitId: 1, from: -1, decidedAt: -1 } }],
  });
}

export function settingOf({ unitId, creditedTo, from, decidedAt }: CreditingRecord): CreditingSetting {
  return { unitId, creditedTo, from, decidedAtMs: decidedAt.getTime() };
}

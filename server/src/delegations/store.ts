import type { Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { ensureCollection } from '../platform/database.ts';

/** A right to review in a unit, lent for some days. */
export interface DelegationRecord {
  _id: string;
  request: RequestIdentity;
  unitId: string;
  /** Root first. */
  unitPath: string[];
  /** Who lent it: somebody who holds it by their own role. */
  lentBy: string;
  deputyUserId: string;
  /** Business dates, both included. */
  from: string;
  until: string;
  reason: string;
  lentAt: Date;
  revokedAt: Date | null;
  revokedBy: string | null;
}

export type DelegationCollection = Collection<DelegationRecord>;

export const DELEGATION_COLLECTION = 'delegations';

export function delegationCollection(db: Db): DelegationCollection {
  return db.collection<DelegationRecord>(DELEGATION_COLLECTION);
}

/** Makes the collection of lent rights. */
export async function ensureDelegations(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: DELEGATION_COLLECTION,
    indexes: [
      requestIdentityIndex,
      { name: 'of_deputy', key: { deputyUserId: 1, until: 1 } },
      { name: 'of_unit', key: { unitId: 1, until: 1 } },
      { name: 'by_unit', key: { unitPath: 1, lentAt: -1, _id: -1 } },
    ],
  });
}

import type { Refusal } from '@red-points/shared/contracts';
import type { AdjustmentState } from '@red-points/shared/domain/adjustments';
import type { Actor } from '@red-points/shared/domain/ledger';
import type { Binary, Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { dueIndex, ensureCollection } from '../platform/database.ts';

/** A correction of an entry, from one person's proposal over another's word to its own entry. */
export interface AdjustmentRecord {
  _id: string;
  request: RequestIdentity;
  /** The entry that it corrects. */
  entryId: string;
  /** Whose account that entry is in: the reason is sealed under their key, and goes with them. */
  ownerId: string;
  /** Where it is posted: the same account, or the one that it was joined into. */
  personId: string;
  accountId: string;
  homeUnit: string;
  /** The unit of that account's owner, with its path. */
  unitPath: string[];
  /** Who issues or pays: as the corrected entry. */
  issuerUnit: string;
  /** When the corrected entry happened. */
  effectiveAt: Date;
  /** Signed. */
  points: number;
  minutes: number;
  reason: Binary;
  /** Who is named by the corrected entry. */
  correctedActors: Actor[];
  /** The street has to confirm it, by what held when it was proposed; absent on those from before there was this: no. */
  needsStreet?: boolean;
  /** The category of budgets on which it weighs as the corrected entry did; absent where that issued nothing, and on those from before there was this. */
  issuedAs?: { category: string | null };
  state: AdjustmentState;
  /** It has no end yet: an entry has one such at a time. */
  open: boolean;
  proposedBy: string;
  proposedAt: Date;
  /** Who confirmed, or withdrew it. */
  decidedBy: string | null;
  decidedAt: Date | null;
  confirmRequest: RequestIdentity | null;
  refusal: Refusal | null;
  finishedAt: Date | null;
  /** Its entry's number in the account. */
  entrySeq: number | null;
  /** When the job looks at it; null where nothing is left to do. */
  nextCheckAt: Date | null;
}

export type AdjustmentCollection = Collection<AdjustmentRecord>;

/** What is sealed of a correction. */
export const REASON_KIND = 'adjustment-reason';

export function adjustmentCollection(db: Db): AdjustmentCollection {
  return db.collection<AdjustmentRecord>('adjustments');
}

/** What a correction's entry is posted under. */
export const adjustmentKey = (adjustmentId: string): string => `adjustment:${adjustmentId}`;

/** Makes the collection of corrections. */
export async function ensureAdjustments(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'adjustments',
    indexes: [
      requestIdentityIndex,
      { name: 'one_at_a_time', key: { entryId: 1 }, unique: true, partialFilterExpression: { open: true } },
      { name: 'of_entry', key: { entryId: 1, proposedAt: -1, _id: -1 } },
      dueIndex('to_check', 'nextCheckAt'),
      { name: 'by_unit', key: { unitPath: 1, proposedAt: -1, _id: -1 } },
      { name: 'waiting', key: { unitPath: 1, proposedAt: -1, _id: -1 }, partialFilterExpression: { open: true } },
      { key: { accountId: 1 } },
    ],
  });
}

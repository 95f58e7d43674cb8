import type { Refusal } from '@red-points/shared/contracts';
import type { Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { dueIndex, ensureCollection, textIndex } from '../platform/database.ts';

/** Who is given to: the fund of a community, or an organisation's account. */
export type DonationTarget =
  | { readonly kind: 'fund'; readonly unitId: string }
  | {
      readonly kind: 'organisation';
      readonly personId: string;
      readonly accountId: string;
      readonly homeUnit: string;
    };

/** Points that somebody gave, as it is stored. The ledger decides; this document follows. */
export interface DonationRecord {
  _id: string;
  request: RequestIdentity;
  /** Who gave. */
  personId: string;
  /** The sign-in that asked for it. */
  userId: string;
  /** From whose account: their own, their household's, or that of an organisation they speak for. */
  from: 'own' | 'household' | 'organisation';
  accountId: string;
  /** Where the account's owner lives. */
  homeUnit: string;
  /** That unit's community, which the entry counts for, and its path. */
  issuerUnit: string;
  unitPath: string[];
  to: DonationTarget;
  points: number;
  state: 'created' | 'posted' | 'refused';
  /** The refusal that it came to: a repeat of the request gets the same. */
  refusal: Refusal | null;
  createdAt: Date;
  postedAt: Date | null;
  entrySeq: number | null;
  entryHash: string | null;
  availableAfter: number | null;
  /** When the job looks at it; null where nothing is left to do. */
  nextCheckAt: Date | null;
}

export type DonationCollection = Collection<DonationRecord>;

export const DONATIONS = 'donations';

export function donationCollection(db: Db): DonationCollection {
  return db.collection<DonationRecord>(DONATIONS);
}

/** What a donation's entries are posted under. */
export const donationKey = (donationId: string): string => `donation:${donationId}`;

/** Makes the collection of donations. */
export async function ensureDonations(db: Db): Promise<void> {
  const posted = { state: 'posted' } as const;
  await ensureCollection(db, {
    name: DONATIONS,
    indexes: [
      requestIdentityIndex,
      dueIndex('to_check', 'nextCheckAt'),
      { key: { personId: 1, createdAt: -1, _id: -1 } },
      {
        name: 'posted_by_unit',
        key: { unitPath: 1, postedAt: -1, _id: -1 },
        partialFilterExpression: posted,
      },
      {
        name: 'posted_by_unit_and_kind',
        key: { unitPath: 1, 'to.kind': 1, postedAt: -1, _id: -1 },
        partialFilterExpression: posted,
      },
      { key: { accountId: 1 } },
      textIndex('to.accountId'),
    ],
  });
}

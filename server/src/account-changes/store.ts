import type { Refusal } from '@red-points/shared/contracts';
import type { AccountChangeKind, AccountChangeState } from '@red-points/shared/domain/accounts';
import type { Binary, Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { dueIndex, ensureCollection, textIndex } from '../platform/database.ts';

/** A closing or a joining of accounts, from one person's proposal over another's word to its end. */
export interface AccountChangeRecord {
  _id: string;
  request: RequestIdentity;
  kind: AccountChangeKind;
  /** Whose account is closed, or joined into the other's. */
  personId: string;
  accountId: string;
  /** Whose account stays, where two are joined. */
  keptPersonId: string | null;
  keptAccountId: string | null;
  /** The subject's unit, and its path. */
  unitId: string;
  unitPath: string[];
  /** Sealed under the subject's key: words about a person are kept apart from the ledger and go with the person. */
  reason: Binary;
  donateRest: boolean;
  state: AccountChangeState;
  /** It has no end yet: an account has one such at a time. */
  open: boolean;
  proposedBy: string;
  proposedAt: Date;
  /** Who confirmed, or withdrew it. */
  decidedBy: string | null;
  decidedAt: Date | null;
  confirmRequest: RequestIdentity | null;
  refusal: Refusal | null;
  finishedAt: Date | null;
  /** Rests given to the fund so far; the next one's number. */
  rests: number;
  /** Points that went to the fund, or into the other account. */
  movedPoints: number | null;
  /** Entry that closed the account. */
  entrySeq: number | null;
  /** When the job looks at it; null where nothing is left to do. */
  nextCheckAt: Date | null;
}

export type AccountChangeCollection = Collection<AccountChangeRecord>;

/** What is sealed of a change. */
export const REASON_KIND = 'account-change-reason';

export function accountChangeCollection(db: Db): AccountChangeCollection {
  return db.collection<AccountChangeRecord>('account_changes');
}

/** What a change's entries are posted under. */
export const closingKey = (changeId: string): string => `closing:${changeId}`;
export const joiningKey = (changeId: string): string => `joining:${changeId}`;

/** Makes the collection of closings and joinings. */
export async function ensureAccountChanges(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'account_changes',
    indexes: [
      requestIdentityIndex,
      { name: 'one_at_a_time', key: { personId: 1 }, unique: true, partialFilterExpression: { open: true } },
      { key: { keptPersonId: 1 }, partialFilterExpression: { open: true } },
      dueIndex('to_check', 'nextCheckAt'),
      { name: 'by_unit', key: { unitPath: 1, proposedAt: -1, _id: -1 } },
      { name: 'waiting', key: { unitPath: 1, proposedAt: -1, _id: -1 }, partialFilterExpression: { open: true } },
      { key: { accountId: 1 } },
      textIndex('keptAccountId'),
    ],
  });
}

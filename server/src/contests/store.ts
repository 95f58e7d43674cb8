import type { ContestOutcome, ContestState } from '@red-points/shared/domain/contests';
import type { Actor } from '@red-points/shared/domain/ledger';
import type { Binary, Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { ensureCollection } from '../platform/database.ts';

/** A doubt about an entry, and the office's answer. */
export interface ContestRecord {
  _id: string;
  request: RequestIdentity;
  entryId: string;
  /** Whose account the entry is in: reason and answer are sealed under their key, and go with them. */
  ownerId: string;
  /** Who doubts it: the owner, or a member of the household. */
  personId: string;
  homeUnit: string;
  unitPath: string[];
  /** Who is named by the entry: none of them answers. */
  entryActors: Actor[];
  reason: Binary;
  state: ContestState;
  /** It waits: an entry has one such at a time. */
  open: boolean;
  filedBy: string;
  filedAt: Date;
  outcome: ContestOutcome | null;
  answer: Binary | null;
  answeredBy: string | null;
  answeredAt: Date | null;
  answerRequest: RequestIdentity | null;
  /** The linked entries that put it right. */
  correctingEntryIds: string[];
}

export type ContestCollection = Collection<ContestRecord>;

export const CONTEST_COLLECTION = 'contests';

/** What is sealed of a doubt. */
export const REASON_KIND = 'contest-reason';
export const ANSWER_KIND = 'contest-answer';

export function contestCollection(db: Db): ContestCollection {
  return db.collection<ContestRecord>(CONTEST_COLLECTION);
}

/** Makes the collection of doubts. */
export async function ensureContests(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: CONTEST_COLLECTION,
    indexes: [
      requestIdentityIndex,
      { name: 'one_at_a_time', key: { entryId: 1 }, unique: true, partialFilterExpression: { open: true } },
      { name: 'of_entry', key: { entryId: 1, filedAt: -1, _id: -1 } },
      { name: 'of_person', key: { personId: 1, filedAt: -1, _id: -1 } },
      { key: { ownerId: 1 } },
      { name: 'by_unit', key: { unitPath: 1, filedAt: -1, _id: -1 } },
      { name: 'waiting', key: { unitPath: 1, filedAt: 1, _id: 1 }, partialFilterExpression: { open: true } },
    ],
  });
}

import type { Refusal } from '@red-points/shared/contracts';
import type {
  DataRequestChannel,
  DataRequestKind,
  DataRequestState,
  IdentitySeen,
} from '@red-points/shared/domain/own-data';
import type { Binary, Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { dueIndex, ensureCollection } from '../platform/database.ts';

/** One yes of a member of staff. */
export interface Approval {
  readonly userId: string;
  readonly at: Date;
  readonly request: RequestIdentity;
}

/** What an erasure has to find again after a crash; taken off when it is done. */
export interface ErasurePlan {
  /** The sign-in of the phone; null where nobody signed in with it. */
  readonly userId: string | null;
  readonly phoneIndex: string | null;
}

/** What a resident asks about their data (个人信息申请), and what came of it. */
export interface DataRequestRecord {
  _id: string;
  request: RequestIdentity;
  kind: DataRequestKind;
  personId: string;
  unitId: string;
  unitPath: string[];
  channel: DataRequestChannel;
  /** At an office: how the person was known; absent or null on a phone, and for what was written down before it was asked. */
  seen?: IdentitySeen | null;
  /** The sign-in that asked, or the officer who wrote it down. */
  filedBy: string;
  filedAt: Date;
  /** The end of the time in which it can be taken back and is not decided; null where there is none. */
  coolsUntil: Date | null;
  /** From when on the office can decide. */
  decidableAt: Date;
  dueAt: Date;
  state: DataRequestState;
  /** It has no end yet: a person has one of a kind at a time. */
  open: boolean;
  /** For an erasure: what is left goes to the fund, by the person's word. */
  giveRest: boolean;
  /** For a correction: old and new values, sealed under the person's key; null for an erasure. */
  values: Binary | null;
  approvals: Approval[];
  /** Who said the last word: staff, or the person who took it back. */
  decidedBy: string | null;
  decidedAt: Date | null;
  decision: RequestIdentity | null;
  /** Why it was refused, sealed under the person's key. */
  answer: Binary | null;
  /** How often carrying it out began: a closing that the ledger refused has its own number. */
  attempt: number;
  /** Why it could not be carried out the last time. */
  heldUp: Refusal | null;
  plan: ErasurePlan | null;
  givenPoints: number | null;
  finishedAt: Date | null;
  /** When the job looks at it; null where nothing is left to do. */
  nextCheckAt: Date | null;
}

export type DataRequestCollection = Collection<DataRequestRecord>;

export const DATA_REQUESTS = 'data_requests';

/** What is sealed of a request. */
export const ANSWER_KIND = 'data-request-answer';
export const VALUES_KIND = 'data-request-values';

export const dataRequestCollection = (db: Db): DataRequestCollection => db.collection(DATA_REQUESTS);

/** Makes the collection of requests. */
export async function ensureOwnData(db: Db): Promise<void> {
  const open = { partialFilterExpression: { open: true } };
  await ensureCollection(db, {
    name: DATA_REQUESTS,
    indexes: [
      requestIdentityIndex,
      { name: 'one_at_a_time', key: { personId: 1, kind: 1 }, unique: true, ...open },
      { name: 'of_person', key: { personId: 1, filedAt: -1, _id: -1 } },
      { name: 'by_unit', key: { unitPath: 1, filedAt: -1, _id: -1 } },
      { name: 'waiting', key: { unitPath: 1, dueAt: 1, _id: 1 }, ...open },
      dueIndex('to_check', 'nextCheckAt'),
    ],
  });
}

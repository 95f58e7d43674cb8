import type { ObjectionChannel, ObjectionState, ObjectorRelation, Worth } from '@red-points/shared/domain/objections';
import type { Binary, Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { ensureCollection } from '../platform/database.ts';

/** An objection to an entry in publicity, and what was decided. */
export interface ObjectionRecord {
  _id: string;
  request: RequestIdentity;
  creditId: string;
  batchId: string | null;
  source: { readonly kind: 'claim' | 'attendance'; readonly id: string };
  unitId: string;
  unitPath: readonly string[];
  /** Whose entry it is; the answer is sealed under their key. */
  beneficiaryPersonId: string;
  /** Who objects; their words are sealed under their own key. */
  personId: string;
  relation: ObjectorRelation;
  channel: ObjectionChannel;
  /** The sign-in that wrote it down: the objector's own, or an officer's. */
  filedBy: string;
  filedAt: Date;
  reason: Binary;
  /** The last instant for a decision. */
  dueAt: Date;
  state: ObjectionState;
  open: boolean;
  /** The unit above is asked too, since the time to decide ran out; absent before. */
  escalation?: { readonly at: Date; readonly unitId: string } | null;
  decidedBy: string | null;
  /** Decided as a deputy: who lent the right. */
  lentBy?: string | null;
  decidedAt: Date | null;
  answer: Binary | null;
  decisionRequest: RequestIdentity | null;
  correction: { readonly from: Worth; readonly to: Worth } | null;
  /** Decided together with another of the same entry, which was upheld. */
  decidedWith: string | null;
}

/** One at a time objects in somebody's name: limits are counted while nobody adds to them. */
export interface ObjectionLane {
  /** `person:<id>` or `user:<id>` */
  _id: string;
  turns: number;
}

export type ObjectionCollection = Collection<ObjectionRecord>;

export const OBJECTION_COLLECTION = 'objections';
const LANES = 'objection_lanes';

/** What is sealed of an objection. */
export const REASON_KIND = 'objection-reason';
export const ANSWER_KIND = 'objection-answer';

export const objectionCollection = (db: Db): ObjectionCollection => db.collection(OBJECTION_COLLECTION);
export const laneCollection = (db: Db): Collection<ObjectionLane> => db.collection(LANES);

/** Makes the collections of objections. */
export async function ensureObjections(db: Db): Promise<void> {
  const open = { open: true };
  await ensureCollection(db, { name: LANES });
  await ensureCollection(db, {
    name: OBJECTION_COLLECTION,
    indexes: [
      requestIdentityIndex,
      { name: 'one_at_a_time', key: { creditId: 1, personId: 1 }, unique: true, partialFilterExpression: open },
      { name: 'of_credit', key: { creditId: 1, filedAt: -1 } },
      { name: 'of_person', key: { personId: 1, filedAt: -1, _id: -1 } },
      { name: 'of_sign_in', key: { filedBy: 1, channel: 1, filedAt: -1 } },
      { name: 'concerning', key: { beneficiaryPersonId: 1, filedAt: -1, _id: -1 } },
      { name: 'by_unit', key: { unitPath: 1, filedAt: -1, _id: -1 } },
      { name: 'decided', key: { unitPath: 1, decidedAt: -1 } },
      { name: 'to_hand_up', key: { 'escalation.at': 1, dueAt: 1 }, partialFilterExpression: open },
      { name: 'waiting', key: { unitPath: 1, filedAt: 1, _id: 1 }, partialFilterExpression: open },
    ],
  });
}

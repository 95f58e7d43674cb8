import type { Category } from '@red-points/shared/contracts';
import type { Actor, Provenance, RuleReference } from '@red-points/shared/domain/ledger';
import type { Worth } from '@red-points/shared/domain/objections';
import type { Collection, Db } from 'mongodb';
import { ensureCollection, textIndex } from '../platform/database.ts';

export const CREDIT_COLLECTION = 'credits';

export type CreditSourceKind = 'claim' | 'attendance';

/**
 * - `in_publicity`: approved; posted once the window has closed (at once where the window has no length)
 * - `objected`: frozen until every objection to it is decided
 * - `posted`: in the ledger
 * - `refused`: an objection was upheld, or the ledger granted nothing; why is in `refusal`
 */
export type CreditState = 'in_publicity' | 'objected' | 'posted' | 'refused';

/** What an approved claim or attendance gives, as it was approved. */
export interface CreditDraft {
  /** The activity whose approval has set points aside for it; null for others. */
  readonly activityId: string | null;
  /** The activity that it was at, which a claim may name too: a household's cap per event counts it. Absent in records from before. */
  readonly eventId?: string | null;
  readonly source: { readonly kind: CreditSourceKind; readonly id: string };
  readonly personId: string;
  readonly accountId: string;
  /** The household whose account that is; null for the person's own. Absent in records from before households. */
  readonly householdId?: string | null;
  /** Activity or rule, as people read it; nothing about a person. */
  readonly title: string;
  readonly category: Category;
  readonly rule: RuleReference;
  readonly points: number;
  readonly minutes: number;
  readonly provenance: Provenance;
  /** When it happened. */
  readonly effectiveAt: Date;
  readonly approvedAt: Date;
  /** When the publicity window closes; the moment of approval where there is none. */
  readonly publicUntil: Date;
  /** The community that issues the points, and its path. */
  readonly issuerUnit: string;
  readonly unitPath: readonly string[];
  /** Where the account's owner lived at that time. */
  readonly homeUnit: string;
  readonly actors: readonly Actor[];
  /**
   * One person and one activity: nothing else becomes a credit under it, whichever rule it names. Null or absent where the
   * credit is of no activity, or its rule says that it may stand beside another.
   */
  readonly onceKey?: string | null;
}

/** Points and minutes taken away before it was posted, with the objection that says who decided so and why. */
export interface CreditCorrection {
  readonly objectionId: string;
  readonly by: string;
  readonly at: Date;
  readonly from: Worth;
  readonly to: Worth;
}

export interface CreditRecord extends CreditDraft {
  /** `<kind>:<source id>`: a source becomes one credit, however often it is tried. It is the ledger's key as well. */
  _id: string;
  state: CreditState;
  /** Whether the public list shows it: children, and who chose to be left out, are out of publicity. */
  listed: boolean;
  /** What it is published with; null where there is no window, absent in records from before batches. */
  batchId?: string | null;
  /** Objections to it that wait; absent where nobody ever objected. */
  openObjections?: number;
  corrections?: CreditCorrection[];
  /** What the ledger granted after caps; null until posted. */
  grantedPoints: number | null;
  entrySeq: number | null;
  postedAt: Date | null;
  refusal: string | null;
  /** The budget reservation that its points come from; null where it gives none, absent on credits from before budgets. */
  reservationId?: string | null;
}

/** What of a credit is read to post it: for an activity of thousands, the rest is a third of the work. */
export const POSTED_FROM = {
  ...({
    source: 1,
    personId: 1,
    accountId: 1,
    householdId: 1,
    homeUnit: 1,
    issuerUnit: 1,
    activityId: 1,
    eventId: 1,
  } as const),
  ...({ rule: 1, points: 1, minutes: 1, category: 1, provenance: 1, effectiveAt: 1, actors: 1 } as const),
  ...({ approvedAt: 1, publicUntil: 1, batchId: 1, reservationId: 1 } as const),
};

/** A credit as it is posted. */
export type PostableCredit = Pick<CreditRecord, '_id' | keyof typeof POSTED_FROM>;

export type CreditCollection = Collection<CreditRecord>;

export function creditCollection(db: Db): CreditCollection {
  return db.collection<CreditRecord>(CREDIT_COLLECTION);
}

const PENDING = { state: { $in: ['in_publicity', 'objected'] } };

/** Makes the collection of credits. */
export async function ensureCreditCollection(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: CREDIT_COLLECTION,
    indexes: [
      // What is to be posted next.
      { key: { publicUntil: 1 }, partialFilterExpression: { state: 'in_publicity' }, name: 'due' },
      // The public list of a community, newest first. Like the next, it holds what is not decided yet and nothing else.
      {
        name: 'pending_of_issuer',
        key: { issuerUnit: 1, approvedAt: -1, _id: -1 },
        partialFilterExpression: PENDING,
      },
      // One publication in the order of its numbers, and what is public of a person.
      {
        name: 'of_batch',
        key: { batchId: 1, listed: 1, approvedAt: 1, _id: 1 },
        partialFilterExpression: { batchId: { $gt: '' } },
      },
      { name: 'pending_of_person', key: { personId: 1 }, partialFilterExpression: PENDING },
      // What a person waits for.
      { name: 'pending_of_account', key: { accountId: 1 }, partialFilterExpression: PENDING },
      // What is drawn from: a community's posted credits by when they were posted.
      { name: 'posted_of_issuer', key: { issuerUnit: 1, postedAt: 1 }, partialFilterExpression: { state: 'posted' } },
      // Approvals as they come.
      { key: { approvedAt: 1, _id: 1 } },
      // What budgets are counted from.
      textIndex('reservationId'),
      { key: { issuerUnit: 1, effectiveAt: 1 } },
      // One activity earns a person points once.
      textIndex('onceKey', { unique: true }),
      // What the ledger is compared with.
      { name: 'by_kind', key: { 'source.kind': 1 } },
      { name: 'by_account', key: { accountId: 1, 'source.kind': 1 } },
    ],
  });
}

/** How one person's part in one activity is known, whatever it is credited by. */
export function onceKeyOf(personId: string, activityId: string): string {
  return `${personId}@${activityId}`;
}

export function creditIdOf(source: CreditDraft['source']): string {
  return `${source.kind}:${source.id}`;
}

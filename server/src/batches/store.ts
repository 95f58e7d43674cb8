import type { BATCH_STATES } from '@red-points/shared/contracts';
import { type BatchKind, type BatchProvenance, sliceOfItem } from '@red-points/shared/domain/batches';
import type { Binary, Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { ensureCollection } from '../platform/database.ts';

export type BatchState = (typeof BATCH_STATES)[number];

export interface BatchCounts {
  items: number;
  accepted: number;
  problems: number;
  people: number;
  points: number;
  minutes: number;
  posted: number;
  refused: number;
  granted: number;
}

/** Points that a batch gives in one month and category: what its confirmation sets aside. */
export interface SlotPoints {
  category: string | null;
  month: string;
  points: number;
}

/** One batch. Its items lie in slices: a document for each would cost more than posting them. */
export interface BatchRecord {
  _id: string;
  state: BatchState;
  kind: BatchKind;
  unitId: string;
  unitPath: readonly string[];
  title: string;
  reason: string;
  ruleCode: string | null;
  provenance: BatchProvenance;
  filedBy: string;
  filedAt: Date;
  /** Who confirmed or declined it. */
  decidedBy: string | null;
  decidedAt: Date | null;
  declineReason: string | null;
  postedAt: Date | null;
  /** When what was written of people nobody knew was made unreadable. */
  erasedAt: Date | null;
  counts: BatchCounts;
  /** Problems by code, most frequent first. */
  problems: { code: string; count: number }[];
  slots: SlotPoints[];
  /** The request that filed it. */
  request: RequestIdentity;
  /** The request that confirmed it. */
  confirmation?: RequestIdentity;
}

/** An item as it was checked; what makes its command, so that a repeat asks for exactly the same. */
export interface BatchItem {
  /** From 1, over the whole batch. */
  item: number;
  date: string;
  minutes: number;
  points: number;
  /** Absent where nobody was found. */
  personId?: string;
  accountId?: string;
  homeUnit?: string;
  /** The household whose account it is; absent or null for the person's own. */
  householdId?: string | null;
  /** The version that priced it; absent in corrections. */
  ruleVersion?: number;
  /** Why it cannot be posted; absent where it can. */
  problem?: { code: string; detail?: Readonly<Record<string, string | number>> };
}

/** What became of an accepted item. */
export interface ItemOutcome {
  item: number;
  /** Its entry; null where the ledger refused it. */
  seq: number | null;
  granted: number;
  /** Why it was refused; absent where it was not. */
  refusal?: { code: string; detail?: Readonly<Record<string, string | number>> };
}

/** Some items in their order, and at last what became of them. */
export interface BatchSlice {
  /** `<batch>:<number from 0, padded>` */
  _id: string;
  batchId: string;
  no: number;
  items: BatchItem[];
  /** Names and phones as they were written, of items whose person nobody knew; sealed with the batch's own key. */
  sealed: Binary | null;
  done: boolean;
  outcomes: ItemOutcome[];
  /** Points granted by budget slot. */
  used: { slotKey: string; points: number }[];
}

/** What the texts of a slice are sealed as. */
export const SLICE_KIND = 'batch-slice';

export interface BatchStore {
  readonly batches: Collection<BatchRecord>;
  readonly slices: Collection<BatchSlice>;
}

export function batchStore(db: Db): BatchStore {
  return { batches: db.collection<BatchRecord>('batches'), slices: db.collection<BatchSlice>('batch_slices') };
}

export function sliceId(batchId: string, no: number): string {
  return `${batchId}:${String(no).padStart(3, '0')}`;
}

/** The slice that an item lies in. */
export function sliceIdOfItem(batchId: string, item: number): string {
  return sliceId(batchId, sliceOfItem(item));
}

/** Makes the collections of batches. */
export async function ensureBatches(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'batches',
    indexes: [
      { key: { unitPath: 1, filedAt: -1, _id: -1 } },
      { key: { filedAt: -1, _id: -1 } },
      // For who looks over what batches gave: of all, and of a unit.
      { name: 'posted', key: { postedAt: 1, _id: 1 } },
      { name: 'posted_by_unit', key: { unitPath: 1, state: 1, postedAt: 1 } },
      { key: { state: 1, filedAt: 1 } },
      requestIdentityIndex,
      {
        name: 'confirmed_once',
        key: { 'confirmation.caller': 1, 'confirmation.key': 1 },
        unique: true,
        partialFilterExpression: { 'confirmation.key': { $exists: true } },
      },
    ],
  });
  await ensureCollection(db, {
    name: 'batch_slices',
    indexes: [
      { key: { batchId: 1, no: 1 }, unique: true },
      // What an account's history is compared with.
      { key: { 'items.accountId': 1 } },
    ],
  });
}

import type { VERIFICATION_STATES } from '@red-points/shared/contracts';
import type { BadEntry } from '@red-points/shared/domain/verification';
import type { Collection, Db } from 'mongodb';
import type { VerifyProgress } from '../ledger/index.ts';
import { ensureCollection } from '../platform/database.ts';

const RUNS = 'ledger_verifications';
const ROWS = 'ledger_verification_rows';

/** One verification of the whole ledger, from the request to its result. */
export interface VerificationRecord {
  _id: string;
  state: (typeof VERIFICATION_STATES)[number];
  /** Waiting or running. There is one at a time. */
  open: boolean;
  /** Who asked for it; null for the nightly one. */
  requestedBy: string | null;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** How often it was begun: a process that ends leaves it to the next one. */
  attempts: number;
  progress: VerifyProgress;
  result: { accounts: number; transactions: number; bad: number; digest: string } | null;
}

/** A bad row of a finished verification. */
export interface VerificationRow extends BadEntry {
  /** Verification and position, so that a range of ids is a page. */
  _id: string;
  position: number;
}

export interface VerificationStore {
  readonly runs: Collection<VerificationRecord>;
  readonly rows: Collection<VerificationRow>;
}

export function verificationStore(db: Db): VerificationStore {
  return { runs: db.collection<VerificationRecord>(RUNS), rows: db.collection<VerificationRow>(ROWS) };
}

/** Makes the collections. */
export async function ensureVerifications(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: RUNS,
    indexes: [
      { name: 'one_at_a_time', key: { open: 1 }, unique: true, partialFilterExpression: { open: true } },
      { key: { requestedAt: -1, _id: -1 } },
    ],
  });
  await ensureCollection(db, { name: ROWS });
}

const POSITION_DIGITS = 8;

export function rowId(verificationId: string, position: number): string {
  return `${verificationId}:${String(position).padStart(POSITION_DIGITS, '0')}`;
}

/** The ids of all rows of a verification behind a position. */
export function rowsAfter(verificationId: string, position: number): { $gt: string; $lt: string } {
  // ';' is the character after ':'.
  return { $gt: rowId(verificationId, position), $lt: `${verificationId};` };
}

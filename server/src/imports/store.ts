import type { IMPORT_STATES } from '@red-points/shared/contracts';
import type { ImportErrorCode, ImportField, ImportWarningCode } from '@red-points/shared/domain/imports';
import type { RuleReference } from '@red-points/shared/domain/ledger';
import type { Binary, Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { ensureCollection, textIndex } from '../platform/database.ts';

export type ImportState = (typeof IMPORT_STATES)[number];

/** The figures of an import; `residents`, `points` and `minutes` are those of the accepted rows. */
export interface ImportCounts {
  rows: number;
  accepted: number;
  existing: number;
  rejected: number;
  warnings: number;
  residents: number;
  newResidents: number;
  points: number;
  minutes: number;
  posted: number;
}

/** One uploaded ledger. */
export interface ImportDocument {
  _id: string;
  unitId: string;
  state: ImportState;
  /** Problem code where it failed. */
  failure: string | null;
  fileName: string;
  sheetName: string | null;
  uploadedBy: string;
  uploadedAt: Date;
  proposedBy: string | null;
  proposedAt: Date | null;
  confirmedBy: string | null;
  confirmedAt: Date | null;
  postedAt: Date | null;
  /** When the lines that became no entry were made unreadable. */
  linesErasedAt: Date | null;
  counts: ImportCounts;
  /** Rejected rows by code, most frequent first. */
  problems: { code: string; count: number }[];
  /** The request that confirmed it. */
  request?: RequestIdentity;
}

export type LineVerdict = 'accepted' | 'existing' | 'rejected';

export interface LineError {
  field: ImportField;
  code: ImportErrorCode;
  /** Cell address on the sheet. */
  address: string;
}

export interface LineWarning {
  field: ImportField;
  code: ImportWarningCode;
  address: string;
  detail: Record<string, string | number>;
}

/** One row of an uploaded sheet, as the preview shows it. What it says about a person is sealed. */
export interface ImportLine {
  _id: string;
  importId: string;
  /** Row number on the sheet, from 1. */
  row: number;
  verdict: LineVerdict;
  posted: boolean;
  /** The import row that it became or was before; null until then. */
  rowId: string | null;
  /** Keyed hash of what makes two rows the same entry; null for a rejected row. */
  identity: Binary | null;
  /** Keyed hash of the phone that holds within this import alone: tells its people apart and cannot be compared elsewhere. */
  personMark: Binary | null;
  unitId: string | null;
  /** The person with that phone, where already known at the preview. */
  personId: string | null;
  date: string | null;
  category: string | null;
  minutes: number | null;
  points: number | null;
  rule: RuleReference | null;
  errors: LineError[];
  warnings: LineWarning[];
  /** Whose key the texts are sealed with: the import's until the line is posted, then the person's, so that both can be erased. */
  sealedFor: string;
  sealed: Binary;
}

/** The sealed part of a line: what was read of an accepted row, what was written in a rejected one. */
export type LineTexts = {
  readonly name: string;
  readonly phone: string;
  readonly grid: string;
  readonly date: string;
  readonly category: string;
  readonly item: string;
  readonly hours: string;
  readonly points: string;
};

/** What a line's texts are sealed as. */
export const LINE_KIND = 'import-line';

/**
 * An entry of a hand-kept ledger that was taken in: one per importing unit and identity, whatever file it came with and
 * however often. Its id, which says nothing about anybody, is what the transaction names as its source.
 */
export interface ImportRow {
  _id: string;
  unitId: string;
  identity: Binary;
  /** The import that brought it. */
  importId: string;
  state: 'pending' | 'posted' | 'refused';
  /** Ledger refusal where it was refused. */
  refusal: string | null;
  accountId: string;
  /** The household whose account that is; absent in rows from before households. */
  householdId?: string | null;
  personId: string;
  /** Where the person belongs, at the time. */
  homeUnitId: string;
  date: string;
  category: string;
  minutes: number;
  points: number;
  rule: RuleReference | null;
  filedBy: string;
  confirmedBy: string;
  createdAt: Date;
  /** Seq of the entry that was posted. */
  seq: number | null;
  /** The budget reservation that its points come from; absent on rows from before budgets. */
  reservationId?: string;
}

export interface ImportStore {
  readonly imports: Collection<ImportDocument>;
  readonly lines: Collection<ImportLine>;
  readonly rows: Collection<ImportRow>;
}

/** The collections of this noun. */
export function importStore(db: Db): ImportStore {
  return {
    imports: db.collection<ImportDocument>('imports'),
    lines: db.collection<ImportLine>('import_lines'),
    rows: db.collection<ImportRow>('import_rows'),
  };
}

/** Makes the collections and their indexes where they are missing. */
export async function ensureImports(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'imports',
    indexes: [
      { key: { uploadedAt: -1, _id: -1 } },
      { key: { unitId: 1, uploadedAt: -1, _id: -1 } },
      { key: { state: 1 } },
      requestIdentityIndex,
    ],
  });
  await ensureCollection(db, {
    name: 'import_lines',
    indexes: [
      { key: { importId: 1, row: 1 }, unique: true },
      { key: { importId: 1, verdict: 1, row: 1 } },
      { key: { importId: 1, verdict: 1, posted: 1, row: 1 } },
      { key: { rowId: 1 }, partialFilterExpression: { posted: true } },
    ],
  });
  await ensureCollection(db, {
    name: 'import_rows',
    indexes: [
      { key: { unitId: 1, identity: 1 }, unique: true },
      { key: { importId: 1 } },
      { key: { accountId: 1 } },
      // What budgets are counted from.
      textIndex('reservationId'),
      { key: { unitId: 1, date: 1 } },
    ],
  });
}

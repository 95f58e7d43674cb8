import type { IMPORT_STATES } from '@red-points/shared/contracts';
import type {
  ImportErrorCode,
  ImportField,
  ImportKind,
  ImportWarningCode,
  RememberedTitles,
  SheetHeader,
} from '@red-points/shared/domain/imports';
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
  /** These are absent in imports from before rows could be kept and undone. */
  kept?: number;
  undone?: number;
  notUndone?: number;
}

/** The decision to undo an import. The reason is about the import, not about a person. */
export interface ImportUndo {
  by: string;
  /** The people that they are or act for: what concerns these stands. */
  personIds: readonly string[];
  at: Date;
  reason: string;
  request: RequestIdentity;
}

/** One uploaded sheet. */
export interface ImportDocument {
  _id: string;
  unitId: string;
  /** Absent in imports from before there were other kinds than ledgers. */
  kind?: ImportKind;
  /** The activity whose attendance list it is. */
  activityId?: string | null;
  state: ImportState;
  /** Problem code where it failed. */
  failure: string | null;
  fileName: string;
  sheetName: string | null;
  /** Where the sheet keeps what, and the texts of its header row; absent in older imports. */
  header?: Pick<SheetHeader, 'row' | 'columns'>;
  titles?: string[];
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
  undo?: ImportUndo | null;
  /** When rows were last kept or given up again. */
  changedAt?: Date;
}

export function kindOf({ kind }: Pick<ImportDocument, 'kind'>): ImportKind {
  return kind ?? 'ledger';
}

/** What an accepted line of another kind than a ledger becomes: the ids are given before it is written. */
export type LineTarget =
  | { kind: 'person'; personId: string; accountId: string }
  | { kind: 'attendance'; attendanceId: string; inAtMs: number; outAtMs: number }
  | { kind: 'rule'; code: string; version: number | null };

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
  target?: LineTarget | null;
  /** Who kept it although something spoke against it; why is sealed with its texts. */
  kept?: { by: string; at: Date; errors: LineError[] } | null;
  /** Once it was undone: `undone`, or the code of why it stands. */
  undo?: string | null;
  /** Whose key the texts are sealed with: the import's until the line is posted, then the person's, so that both can be erased. */
  sealedFor: string;
  sealed: Binary;
}

/**
 * The sealed part of a line: the columns of its kind by name, as they were read or, in a rejected line, as they are written.
 * Beside them, under names that no column has: what it says in standard form (`$value`), the whole row (`$cells`), why it was
 * kept (`$reason`).
 */
export type LineTexts = Readonly<Record<string, string>>;

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
  /** Its entry was reversed with the whole import: the same entry of the ledger may come again, as another row. */
  undone?: boolean;
}

/** What titles meant in a unit's sheets of one kind, as somebody said it last. */
export interface MappingRecord {
  /** `<unit>:<kind>` */
  _id: string;
  titles: RememberedTitles;
  changedBy: string;
  changedAt: Date;
}

export interface ImportStore {
  readonly imports: Collection<ImportDocument>;
  readonly lines: Collection<ImportLine>;
  readonly rows: Collection<ImportRow>;
  readonly mappings: Collection<MappingRecord>;
}

/** The collections of this noun. */
export function importStore(db: Db): ImportStore {
  return {
    imports: db.collection<ImportDocument>('imports'),
    lines: db.collection<ImportLine>('import_lines'),
    rows: db.collection<ImportRow>('import_rows'),
    mappings: db.collection<MappingRecord>('import_mappings'),
  };
}

/** Makes the collections and their indexes where they are missing. */
export async function ensureImports(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'imports',
    indexes: [
      { key: { uploadedAt: -1, _id: -1 } },
      // For who looks over what imports gave: of all, and of a unit.
      { name: 'posted', key: { postedAt: 1, _id: 1 } },
      { name: 'posted_by_unit', key: { unitId: 1, postedAt: 1 } },
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
  await ensureCollection(db, { name: 'import_mappings', indexes: [] });
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

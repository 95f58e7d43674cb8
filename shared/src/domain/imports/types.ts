/** A cell as a workbook reader gives it: text, number, yes/no, a date (midnight UTC of the written day) or nothing. */
export type CellValue = string | number | boolean | Date | null;

/** The cells of one sheet row, in column order. */
export type SheetRow = readonly CellValue[];

/** What an import takes in: a hand-kept ledger, residents, the attendance list of an activity, the clauses of a scheme. */
export const IMPORT_KINDS = ['ledger', 'residents', 'roster', 'rules'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** The columns of a ledger; `hours`, `remark` and `sequence` may be missing from a sheet. */
type LedgerColumn = 'name' | 'phone' | 'grid' | 'date' | 'category' | 'item' | 'hours' | 'points';
type ResidentColumn = 'name' | 'phone' | 'grid' | 'serveGrid' | 'birthDate' | 'address';
type RosterColumn = 'name' | 'phone' | 'checkIn' | 'checkOut' | 'hours';
type RuleColumn =
  | 'code'
  | 'title'
  | 'category'
  | 'unit'
  | 'points'
  | 'coefficient'
  | 'pointsMax'
  | 'minutesMin'
  | 'capDay'
  | 'capMonth'
  | 'capYear'
  | 'publicityDays'
  | 'evidence'
  | 'validFrom'
  | 'validUntil';

/** The columns that an import reads, of whatever kind. */
export type ImportColumn = 'sequence' | 'remark' | LedgerColumn | ResidentColumn | RosterColumn | RuleColumn;

/** What an error or a warning points at: one of the read columns, or the row as a whole. */
export type ImportField = 'row' | Exclude<ImportColumn, 'sequence' | 'remark'>;

/** Why a row is not taken. */
export type ImportErrorCode =
  | 'row_duplicate'
  | 'name_missing'
  | 'name_too_long'
  | 'phone_invalid'
  | 'grid_unknown'
  | 'date_invalid'
  | 'date_in_future'
  | 'category_unknown'
  | 'item_missing'
  | 'item_too_long'
  | 'hours_invalid'
  | 'points_invalid'
  | 'points_not_whole'
  | 'points_above_limit'
  /** A cell below or beside the first of merged cells holds nothing by itself. */
  | 'cell_merged'
  | 'name_invalid'
  | 'person_duplicate'
  | 'birth_date_invalid'
  | 'address_too_long'
  | 'serve_grid_unknown'
  /** Doubts: somebody may keep the row, with an explanation. */
  | 'phone_shared'
  | 'phone_known'
  | 'name_known'
  | 'name_repeated'
  | 'not_signed_up'
  | 'person_unknown'
  | 'person_ambiguous'
  | 'person_closed'
  | 'time_invalid'
  | 'time_other_day'
  | 'time_order'
  | 'time_outside'
  | 'stay_too_short'
  | 'attendance_overlaps'
  | 'attendance_not_over'
  | 'attendance_after_end'
  | 'guardian_consent_missing'
  | 'code_invalid'
  | 'code_duplicate'
  | 'code_taken'
  | 'code_known'
  | 'title_missing'
  | 'title_too_long'
  | 'unit_unknown'
  | 'number_invalid'
  | 'terms_contradictory'
  /** Found out only when posting. */
  | 'account_closed'
  | 'taken_meanwhile'
  | 'activity_closed';

/** What a reviewer should look at although the row is taken. */
export type ImportWarningCode =
  | 'name_conflict'
  | 'grid_conflict'
  | 'hours_missing'
  /** The next are found by comparing with what the system knows. */
  | 'known_name_differs'
  | 'phone_of_several'
  | 'existing_differs'
  | 'points_differ_from_rule';

/** One reason against a row; `cell` is the address on the sheet (`E30`), empty for the row as a whole. */
export interface ImportRowError {
  field: ImportField;
  code: ImportErrorCode;
  cell: string;
}

/** One remark on a taken row; `cell` is the address on the sheet. */
export interface ImportRowWarning {
  field: ImportField;
  code: ImportWarningCode;
  cell: string;
}

/** The cells of a data row as they are written, for the preview and for the list of bad rows. */
export type RowTexts = Readonly<Record<string, string>>;

/** A row that can be posted. `row` is the row number on the sheet (1-based), `minutes` volunteer time in whole minutes. */
export interface AcceptedRow {
  outcome: 'accepted';
  row: number;
  name: string;
  phone: string;
  gridName: string;
  unitId: string;
  date: string;
  category: string;
  item: string;
  minutes: number;
  points: number;
  warnings: ImportRowWarning[];
}

/** A row that cannot be posted, with every reason found. `row` is the row number on the sheet (1-based). */
export interface RejectedRow {
  outcome: 'rejected';
  row: number;
  texts: RowTexts;
  errors: ImportRowError[];
  /** Where it is rejected only for repeating rows above: what it says, and the how-manieth of its like it is, from 2. */
  repeated?: { row: AcceptedRow; occurrence: number };
}

/** Why a row is no data row. */
export type SkipReason = 'blank' | 'subtotal' | 'header' | 'note';

/** A row that carries no claim to points: blank, a subtotal, a repeated header, a signature line. */
export interface SkippedRow {
  outcome: 'skipped';
  row: number;
  reason: SkipReason;
}

export type RowVerdict = AcceptedRow | RejectedRow | SkippedRow;

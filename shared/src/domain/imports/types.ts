/** A cell as a workbook reader gives it: text, number, yes/no, a date (midnight UTC of the written day) or nothing. */
export type CellValue = string | number | boolean | Date | null;

/** The cells of one sheet row, in column order. */
export type SheetRow = readonly CellValue[];

/** The columns that an import reads. `hours`, `remark` and `sequence` may be missing from a sheet. */
export type ImportColumn =
  | 'sequence'
  | 'name'
  | 'phone'
  | 'grid'
  | 'date'
  | 'category'
  | 'item'
  | 'hours'
  | 'points'
  | 'remark';

/** What an error or a warning points at: one of the read columns, or the row as a whole. */
export type ImportField = 'row' | 'name' | 'phone' | 'grid' | 'date' | 'category' | 'item' | 'hours' | 'points';

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
  /** Found out only when posting. */
  | 'account_closed';

/** What a reviewer should look at although the row is taken. */
export type ImportWarningCode =
  | 'name_conflict'
  | 'grid_conflict'
  | 'hours_missing'
  /** The next are found by comparing with what the system knows. */
  | 'known_name_differs'
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
export type RowTexts = Record<Exclude<ImportField, 'row'>, string>;

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

import type { InspectedSheet } from '@red-points/shared/contracts';
import type { SheetHeader, SheetRow } from '@red-points/shared/domain/imports';

/** A row with its number on the sheet, from 1. */
export interface NumberedRow {
  row: number;
  cells: SheetRow;
  /** Columns, from 0, in which it lies inside merged cells without being their first; absent for none. */
  merged?: number[];
}

/** A file before it is read: what its sheets seem to be. */
export interface InspectedWorkbook {
  sheets: InspectedSheet[];
}

/** The sheet of a workbook that is imported: its header, and the rows below it that are not blank. */
export interface WorkbookSheet {
  name: string;
  header: SheetHeader;
  /** The texts of the header row, column by column. */
  titles: string[];
  rows: NumberedRow[];
  /** Whether serial numbers count from 1904. */
  epoch1904: boolean;
  /** Sheets behind this one that look like the same kind and are not read. */
  otherSheets: string[];
}

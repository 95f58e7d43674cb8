import type { SheetHeader, SheetRow } from '@red-points/shared/domain/imports';

/** A row with its number on the sheet, from 1. */
export interface NumberedRow {
  row: number;
  cells: SheetRow;
}

/** The sheet of a workbook that holds the ledger: its header, and the rows below it that are not blank. */
export interface WorkbookSheet {
  name: string;
  header: SheetHeader;
  rows: NumberedRow[];
  /** Whether serial numbers count from 1904. */
  epoch1904: boolean;
  /** Sheets behind this one that look like ledgers too and are not read. */
  otherLedgerSheets: string[];
}

import type { Refusal } from '@red-points/shared/contracts';
import type { ImportErrorCode } from '@red-points/shared/domain/imports';
import type { ClientSession } from 'mongodb';
import type { ImportDocument, ImportLine, ImportUndo, LineTexts } from './store.ts';
import type { NumberedRow, WorkbookSheet } from './workbook-sheet.ts';

/** A line as it is kept, before its texts are sealed. */
export interface NewLine {
  readonly line: Omit<ImportLine, 'sealed'>;
  readonly texts: LineTexts;
}

/** A kept line with its texts opened. */
export interface OpenedLine {
  readonly line: ImportLine;
  readonly texts: LineTexts;
}

/** Reads rows into lines: some at a time, in the order of the sheet. */
export type RowsReader = (rows: readonly NumberedRow[]) => Promise<NewLine[]>;

/** What became of a line. A written one is sealed for its owner from now on, so that it is erased with them. */
export type LineOutcome =
  | { readonly kind: 'written'; readonly change: Partial<ImportLine>; readonly ownerId: string | null }
  /** The same thing was there already. */
  | { readonly kind: 'existing'; readonly change: Partial<ImportLine> }
  | { readonly kind: 'refused'; readonly code: ImportErrorCode; readonly change?: Partial<ImportLine> };

/** Marks the import as confirmed, in the transaction given or by itself. */
export type MarkConfirmed = (session?: ClientSession) => Promise<ImportDocument | Refusal>;

/**
 * What one kind of import does with its rows. Everything else is the same for all: receiving and reading the file, the
 * preview, keeping, proposing, confirming by another, progress, the error file, undoing.
 */
export interface KindWork {
  /** Makes the reader of one sheet, or says why there can be none now. */
  reader(document: ImportDocument, sheet: Omit<WorkbookSheet, 'rows'>): Promise<RowsReader | Refusal>;
  /** Confirms: sets aside what writing will need in the same moment. */
  confirm(document: ImportDocument, mark: MarkConfirmed): Promise<ImportDocument | Refusal>;
  /** Writes what accepted lines say; tells of each, in order, what became of it. Can be repeated with no further effect. */
  write(document: ImportDocument, lines: readonly OpenedLine[]): Promise<LineOutcome[]>;
  /** What is left to do when every line was written. */
  finish(document: ImportDocument): Promise<void>;
  /** Takes back what written lines made; tells of each `undone` or why it stands. Can be repeated with no further effect. */
  undo(document: ImportDocument, lines: readonly ImportLine[], undo: ImportUndo): Promise<string[]>;
}

import type { ImportRowError, RowTexts, SkippedRow } from './types.ts';

/** What a row of a sheet came to: what it says, or why it cannot be taken. A doubtful row has both. */
export interface ReadRow<T> {
  readonly outcome: 'read';
  readonly row: number;
  readonly texts: RowTexts;
  /** Null where the cells could not be read. */
  readonly value: T | null;
  readonly errors: readonly ImportRowError[];
}

export type RowVerdictOf<T> = ReadRow<T> | SkippedRow;

/** What a workbook may cost before it is refused. Sizes in bytes. */
export interface WorkbookLimits {
  fileBytesMax: number;
  /** The most rows with content, over all sheets. */
  rowsMax: number;
  /** The most bytes that the parts of the archive may inflate to, together. */
  inflatedBytesMax: number;
  /** A part that claims to inflate by more than this factor is a bomb, when it is large as well. */
  inflationRatioMax: number;
  /** The size from which the factor is looked at; a small part may compress as well as it likes. */
  inflationRatioFromBytes: number;
  archiveEntriesMax: number;
  /** Heap of the reading thread, in MB. */
  heapMegabytesMax: number;
  readingTimeMsMax: number;
}

const MIB = 1024 * 1024;

/**
 * A sheet of 100,000 rows and ten columns is about 90 MB of XML; deflate makes a tenth to a fiftieth of that, and a
 * thousandth of a run of equal bytes.
 */
export const WORKBOOK_LIMITS: WorkbookLimits = {
  fileBytesMax: 20 * MIB,
  rowsMax: 100_000,
  inflatedBytesMax: 192 * MIB,
  inflationRatioMax: 250,
  inflationRatioFromBytes: 32 * MIB,
  archiveEntriesMax: 2000,
  heapMegabytesMax: 1024,
  readingTimeMsMax: 120_000,
};

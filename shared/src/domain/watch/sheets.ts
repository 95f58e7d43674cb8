import { reaches } from './groups.ts';
import type { SheetKind, WatchThresholds } from './thresholds.ts';

/** A sheet that gave credits, a batch or an import, as watch reports see it. */
export interface WatchedSheet {
  /** `batch:<id>` or `import:<id>` */
  readonly sheet: string;
  readonly filedBy: string;
  readonly confirmedBy: string;
  /** From filing to confirming. */
  readonly waitedMs: number;
  /** Items that were posted, those of them with hours, and those of whole hours. */
  readonly items: number;
  readonly timed: number;
  readonly round: number;
}

export interface SheetFinding {
  readonly kind: SheetKind;
  readonly subjectKind: 'sheet';
  readonly subject: string;
  readonly count: number;
  readonly of: number;
  readonly userIds: readonly string[];
}

/** What is worth a look in the sheets of one community’s month: two persons stand for thousands of items at once. */
export function sheetFindingsOf(sheets: readonly WatchedSheet[], thresholds: WatchThresholds): SheetFinding[] {
  const { quickSecondsMax, quickItemsMin, roundItemsMin, roundPercentMin } = thresholds;
  return sheets.flatMap(({ sheet, filedBy, confirmedBy, waitedMs, items, timed, round }) => {
    const finding = { subjectKind: 'sheet' as const, subject: sheet, userIds: [filedBy, confirmedBy] };
    const isQuick = waitedMs <= quickSecondsMax * 1000 && items >= quickItemsMin;
    const isRound = timed >= roundItemsMin && reaches(round, timed, roundPercentMin);
    return [
      ...(isQuick ? [{ ...finding, kind: 'quick_sheet' as const, count: items, of: items }] : []),
      ...(isRound ? [{ ...finding, kind: 'round_sheet' as const, count: round, of: timed }] : []),
    ];
  });
}

import { SHEET_KINDS, sheetFindingsOf } from '@red-points/shared/domain/watch';
import type { WatchDeps } from './deps.ts';
import { keepFindings } from './keep-findings.ts';
import { thresholdsIn } from './settings.ts';
import type { WatchMonthRecord } from './store.ts';

/** Looks at one community's month of sheets. The items behind a finding are those of the sheet itself, which has its page. */
export async function lookAtSheets(deps: WatchDeps, month: WatchMonthRecord): Promise<void> {
  const [sheets, thresholds] = await Promise.all([
    deps.store.sheets.find({ unitId: month.unitId, month: month.month, items: { $gt: 0 } }).toArray(),
    thresholdsIn(deps, month.unitPath),
  ]);
  const found = sheetFindingsOf(
    sheets.map(({ _id, ...sheet }) => ({ ...sheet, sheet: _id })),
    thresholds,
  );
  await keepFindings(deps, month, SHEET_KINDS, found, () => Promise.resolve());
}

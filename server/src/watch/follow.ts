import type { JobRun } from '../platform/jobs.ts';
import type { WatchDeps } from './deps.ts';
import { forgetPhones } from './forget-phones.ts';
import { lookAtMonth } from './look-at-month.ts';
import { lookAtRedeeming } from './look-at-redeeming.ts';
import { lookAtSheets } from './look-at-sheets.ts';
import { noteApprovals } from './note-approvals.ts';
import { noteRedemptions } from './note-redemptions.ts';
import { noteSheets } from './note-sheets.ts';

const DUE_MONTHS_MAX = 200;
const LOOKS = { credits: lookAtMonth, redemptions: lookAtRedeeming, sheets: lookAtSheets } as const;

/**
 * Notes down what was approved, redeemed and posted by sheets since the last run, and looks at the months that something came to. A run that
 * was interrupted, or two at once, count nothing twice: a line is its credit's or redemption's, and a month stays due until
 * it was looked at.
 */
export async function follow(deps: WatchDeps, run: JobRun): Promise<void> {
  // Approvals first: a redemption is held against those before it.
  await noteApprovals(deps, run);
  await noteRedemptions(deps, run);
  await noteSheets(deps, run);
  const due = await deps.store.months.find({ due: true }).limit(DUE_MONTHS_MAX).toArray();
  for (const month of due) {
    if (run.signal.aborted) return;
    await LOOKS[month.of ?? 'credits'](deps, month);
    await deps.store.months.updateOne({ _id: month._id, turn: month.turn }, { $set: { due: false } });
  }
  await forgetPhones(deps, run.nowMs);
}

import type { JobRun } from '../platform/jobs.ts';
import { oneByOne, stepByStep } from '../platform/one-by-one.ts';
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
 * it was looked at. What cannot be noted or looked at keeps nothing else waiting.
 */
export async function follow(deps: WatchDeps, run: JobRun): Promise<void> {
  const way = { logger: deps.logger, signal: run.signal };
  await stepByStep(
    {
      // Approvals first: a redemption is held against those before it.
      approvals: () => noteApprovals(deps, run),
      redemptions: () => noteRedemptions(deps, run),
      sheets: () => noteSheets(deps, run),
      months: async () => {
        const due = await deps.store.months.find({ due: true }).limit(DUE_MONTHS_MAX).toArray();
        await oneByOne(due, { ...way, what: 'month', idOf: ({ _id }) => _id }, async (month) => {
          await LOOKS[month.of ?? 'credits'](deps, month);
          await deps.store.months.updateOne({ _id: month._id, turn: month.turn }, { $set: { due: false } });
        });
      },
      phones: () => forgetPhones(deps, run.nowMs),
    },
    way,
  );
}

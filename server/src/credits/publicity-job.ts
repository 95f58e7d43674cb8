import type { JobRun } from '../platform/jobs.ts';
import type { CreditsDeps } from './deps.ts';
import { grantCredits } from './grant-credits.ts';
import { closeDueWindows, postCredits } from './post-credits.ts';

/** Approved records that are moved on at a time. */
const BATCH = 500;
/** Credits that are posted at a time: a large activity whole, for the ledger writes many as fast as few. */
const POSTED_AT_ONCE = 2_000;

/**
 * Posts what has been in publicity long enough, and moves on what a process that died left in between: approved records
 * without a credit, and credits posted but not marked. Two runs at once, or one run twice, post nothing twice.
 */
export async function runPublicity(deps: CreditsDeps, run: JobRun): Promise<void> {
  for (const source of deps.sources.values()) {
    for (;;) {
      const drafts = await source.undelivered();
      await grantCredits(deps, drafts);
      if (drafts.length < BATCH || run.signal.aborted) break;
    }
  }
  while (!run.signal.aborted) {
    await closeDueWindows(deps, run.nowMs);
    const due = await deps.credits
      .find({ state: 'in_publicity', publicUntil: { $lte: new Date(run.nowMs) } })
      .sort({ publicUntil: 1 })
      .limit(POSTED_AT_ONCE)
      .toArray();
    await postCredits(deps, due);
    if (due.length < POSTED_AT_ONCE) break;
  }
}

import type { JobRun } from '../platform/jobs.ts';
import type { CreditsDeps } from './deps.ts';
import { grantCredits } from './grant-credits.ts';
import { postClosed } from './post-credits.ts';
import { closeDueBatches, publish } from './publish.ts';
import { POSTED_FROM, type PostableCredit } from './store.ts';

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
    await closeDueBatches(deps, run.nowMs);
    const due = await deps.credits
      .find({ state: 'in_publicity', publicUntil: { $lte: new Date(run.nowMs) } }, { batchSize: POSTED_AT_ONCE })
      .sort({ publicUntil: 1 })
      .limit(POSTED_AT_ONCE)
      .project<PostableCredit>(POSTED_FROM)
      .toArray();
    // What a process that died had not given its number yet: its window is closed in the next run.
    await publish(deps, due);
    const outcomes = await postClosed(deps, due);
    if (due.length < POSTED_AT_ONCE || outcomes.length === 0) break;
  }
}

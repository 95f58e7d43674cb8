import type { JobRun } from '../platform/jobs.ts';
import { stepByStep, togetherOrEach } from '../platform/one-by-one.ts';
import type { CreditSource, CreditsDeps, UndeliveredCredit } from './deps.ts';
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
 * without a credit, and credits posted but not marked. Two runs at once, or one run twice, post nothing twice. A record that
 * cannot be moved on keeps no other waiting.
 */
export async function runPublicity(deps: CreditsDeps, run: JobRun): Promise<void> {
  const granting = [...deps.sources.values()].map((source) => [source.kind, () => grantMissing(deps, source, run)]);
  await stepByStep(
    { ...Object.fromEntries(granting), windows: () => postDue(deps, run) },
    { logger: deps.logger, signal: run.signal },
  );
}

async function grantMissing(deps: CreditsDeps, source: CreditSource, { signal }: JobRun): Promise<void> {
  const idOf = ({ sourceId }: UndeliveredCredit): string => sourceId;
  const way = { what: source.kind, idOf, logger: deps.logger, signal };
  for (;;) {
    const found = await source.undelivered();
    await togetherOrEach(found, way, (some) =>
      grantCredits(
        deps,
        some.map((one) => one.draft()),
      ),
    );
    if (found.length < BATCH || signal.aborted) return;
  }
}

async function postDue(deps: CreditsDeps, { nowMs, signal }: JobRun): Promise<void> {
  const { logger } = deps;
  const way = { what: 'credit', idOf: ({ _id }: PostableCredit) => _id, logger, signal };
  while (!signal.aborted) {
    await closeDueBatches(deps, nowMs);
    const due = await deps.credits
      .find({ state: 'in_publicity', publicUntil: { $lte: new Date(nowMs) } }, { batchSize: POSTED_AT_ONCE })
      .sort({ publicUntil: 1 })
      .limit(POSTED_AT_ONCE)
      .project<PostableCredit>(POSTED_FROM)
      .toArray();
    let posted = 0;
    await stepByStep(
      {
        // What a process that died had not given its number yet: its window is closed in the next run.
        numbers: () => togetherOrEach(due, way, (some) => publish(deps, some)),
        posting: async () => {
          posted = (await postClosed(deps, due)).length;
        },
      },
      { logger, signal },
    );
    if (due.length < POSTED_AT_ONCE || posted === 0) break;
  }
}

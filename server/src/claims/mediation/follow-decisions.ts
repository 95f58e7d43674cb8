import type { Job } from '../../platform/jobs.ts';
import { oneByOne, stepByStep, togetherOrEach } from '../../platform/one-by-one.ts';
import type { ReviewableRecord } from '../../reviews/index.ts';
import type { ClaimsDeps } from '../deps.ts';
import { standAside } from '../stand-aside.ts';
import type { ClaimRecord } from '../store.ts';

const HISTORY_CODE = { return: 'returned', reject: 'rejected' } as const;

/**
 * What a decision about one mediator's part means for the others of its case: returned or rejected, the case is so as a
 * whole, and nobody is left waiting with a share of it. Approvals are given one by one: each reviewer of the case asks
 * independence for each mediator. Safe to repeat.
 */
export async function followDecisions(deps: ClaimsDeps, records: readonly ReviewableRecord[]): Promise<void> {
  for (const record of records as readonly (ReviewableRecord & Pick<ClaimRecord, 'caseId'>)[]) {
    const { decision, caseId } = record;
    if (!caseId || decision === null || decision.decision === 'approve') continue;
    const isRejected = decision.decision === 'reject';
    await deps.claims.updateMany(
      // One that was filed again since waits for another decision.
      { caseId, state: 'waiting', waitingSince: { $lte: decision.at } },
      {
        $set: {
          state: isRejected ? 'rejected' : 'returned',
          decision,
          waitingSince: null,
          // What was approved or handed up before was about another wording of the case.
          ...(isRejected ? { live: false } : { escalation: null, firstApproval: null, dueAt: null }),
        },
        $push: {
          history: { at: decision.at, code: HISTORY_CODE[decision.decision], by: decision.by, note: decision.reason },
        },
        $inc: { version: 1 },
      },
    );
    if (!isRejected) continue;
    // Nobody visits on account of a case of which nothing stands.
    const standing = await deps.claims.findOne({ caseId, state: { $nin: ['rejected', 'withdrawn'] } });
    if (standing === null) await deps.cases.updateOne({ _id: caseId }, { $set: { nextVisitAt: null } });
  }
}

const EVERY_MS = 30_000;
const BATCH = 200;

/**
 * Goes on where a process ended between a decision and what it means for others: parts of a case that still wait although one
 * of them was returned or rejected, and rejected claims that still stand in the way of the same one filed again.
 */
export function followDecisionsJob(deps: ClaimsDeps): Job {
  return {
    name: 'claims.follow_decisions',
    everyMs: EVERY_MS,
    run: ({ signal }) =>
      stepByStep(
        { returned: () => followReturned(deps, signal), rejected: () => followRejected(deps, signal) },
        { logger: deps.logger, signal },
      ),
  };
}

const idOf = ({ _id }: Pick<ClaimRecord, '_id'>): string => _id;

async function followRejected(deps: ClaimsDeps, signal: AbortSignal): Promise<void> {
  const way = { what: 'claim', idOf, logger: deps.logger, signal };
  for (;;) {
    const left = await deps.claims.find({ state: 'rejected', live: true }).limit(BATCH).toArray();
    if (left.length === 0 || signal.aborted) return;
    await togetherOrEach(left, way, async (some) => {
      await followDecisions(deps, some);
      await standAside(deps, some.map(idOf));
    });
    if (left.length < BATCH) return;
  }
}

async function followReturned(deps: ClaimsDeps, signal: AbortSignal): Promise<void> {
  const way = { logger: deps.logger, signal };
  const firstOf = ([first]: readonly string[]): string => first ?? '';
  await oneByOne(waitingCases(deps), { ...way, what: 'casesFrom', idOf: firstOf }, async (caseIds) => {
    const decided = await deps.claims.find({ caseId: { $in: [...caseIds] }, state: 'returned' }).toArray();
    await togetherOrEach(decided, { ...way, what: 'claim', idOf }, (some) => followDecisions(deps, some));
  });
}

/** Cases with parts that wait, a batch at a time. Waiting parts are few: a case waits for days, not for years. */
async function* waitingCases({ claims }: Pick<ClaimsDeps, 'claims'>): AsyncGenerator<readonly string[], void, void> {
  let after = '';
  for (;;) {
    const waiting = await claims
      .find({ state: 'waiting', caseId: { $gt: after } })
      .sort({ caseId: 1 })
      // The index of all parts of cases would answer as well, and grows with the years.
      .hint('waiting_of_case')
      .limit(BATCH)
      .project<{ caseId: string }>({ caseId: 1 })
      .toArray();
    const last = waiting.at(-1);
    if (last === undefined) return;
    yield [...new Set(waiting.map(({ caseId }) => caseId))];
    // The last case of a full batch may have more parts than were read; one is enough to ask for all of them.
    after = last.caseId;
  }
}

import { dueBy } from '../platform/database.ts';
import type { Job } from '../platform/jobs.ts';
import { togetherOrEach } from '../platform/one-by-one.ts';
import type { ObjectionsDeps } from './deps.ts';
import type { ObjectionRecord } from './store.ts';

export const HAND_UP_JOB = 'objections.hand-up';

const EVERY_MS = 60_000;
const BATCH = 250;

/**
 * Asks the unit above too once the time to decide an objection has run out: an office that is too small, or too slow, holds
 * nobody's points back. The office may still decide. Can be run twice, late, and by two processes at once.
 */
export function handUpJob(deps: ObjectionsDeps): Job {
  return {
    name: HAND_UP_JOB,
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      for (let found = BATCH; found === BATCH && !signal.aborted; ) found = await handUp(deps, nowMs);
    },
  };
}

type Late = Pick<ObjectionRecord, '_id' | 'unitId' | 'unitPath'>;

async function handUp({ objections, logger }: ObjectionsDeps, nowMs: number): Promise<number> {
  const late = await objections
    .find({ open: true, 'escalation.at': null, dueAt: dueBy(nowMs) })
    .sort({ dueAt: 1 })
    .limit(BATCH)
    .project<Late>({ unitId: 1, unitPath: 1 })
    .toArray();
  const way = { what: 'objection', idOf: ({ _id }: Late) => _id, logger };
  await togetherOrEach(late, way, (some) =>
    objections.bulkWrite(
      some.map(({ _id, unitId, unitPath }) => ({
        updateOne: {
          filter: { _id, open: true, 'escalation.at': null },
          update: { $set: { escalation: { at: new Date(nowMs), unitId: unitAbove(unitPath, unitId) } } },
        },
      })),
      { ordered: false },
    ),
  );
  return late.length;
}

/** The unit above; where there is none, the office itself is told that it must not wait for anybody. */
function unitAbove(unitPath: readonly string[], unitId: string): string {
  return unitPath[unitPath.indexOf(unitId) - 1] ?? unitId;
}

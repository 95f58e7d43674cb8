import { dueBy } from '../../platform/database.ts';
import type { Job } from '../../platform/jobs.ts';
import { oneByOne } from '../../platform/one-by-one.ts';
import type { ClaimsDeps } from '../deps.ts';
import { type CaseRecord, keyOwnerOf } from './store.ts';

const EVERY_MS = 60 * 60_000;
const BATCH = 100;

/** Destroys the keys of cases whose details were kept long enough, so that they can be read nowhere, backups included. */
export function eraseDetailsJob(deps: ClaimsDeps): Job {
  return {
    name: 'claims.erase_case_details',
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      const way = { what: 'case', idOf: ({ _id }: CaseRecord) => _id, logger: deps.logger, signal };
      for (;;) {
        const due = await deps.cases
          .find({ eraseAt: dueBy(nowMs) })
          .sort({ eraseAt: 1 })
          .limit(BATCH)
          .toArray();
        // One that cannot be erased ends the run behind its batch: it would be found again.
        await oneByOne(due, way, (one) => eraseOne(deps, one));
        if (due.length < BATCH || signal.aborted) return;
      }
    },
  };
}

async function eraseOne(deps: ClaimsDeps, { _id, unitPath }: CaseRecord): Promise<void> {
  await deps.personalData.erase(keyOwnerOf(_id));
  const subject = { kind: 'mediation_case', id: _id };
  const unitId = unitPath.at(-1) ?? null;
  await deps.audit.record({ principal: null, action: 'mediation.erase', subject, unitId });
  await deps.visits.updateMany({ caseId: _id }, { $set: { note: null } });
  await deps.cases.updateOne({ _id }, { $set: { sealed: null, eraseAt: null } });
}

import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { concerned } from './concerned.ts';
import type { WatchDeps } from './deps.ts';
import type { WatchFindingRecord } from './store.ts';

/** Writes down what a finding was, once, by somebody whom it does not concern. */
export async function dismiss(
  deps: WatchDeps,
  principal: Principal,
  finding: WatchFindingRecord,
  reason: string,
): Promise<WatchFindingRecord | Refusal> {
  if (!permits(principal, 'watch.dismiss', { unitPath: finding.unitPath })) return refuse('out_of_scope');
  const activities = finding.subjectKind === 'activity' ? await deps.activities.recordsOf([finding.subject]) : [];
  const byId = new Map(activities.map((activity) => [activity._id, activity]));
  const isConcerned = await concerned(deps, principal, [finding], byId);
  if (isConcerned(finding)) return refuse('watch_not_independent');
  const dismissal = { at: new Date(deps.clock.now()), by: principal.userId, reason, count: finding.count };
  const dismissed = await deps.store.findings.findOneAndUpdate(
    { _id: finding._id, open: true, dismissals: { $size: finding.dismissals.length } },
    { $set: { state: 'dismissed', open: false }, $push: { dismissals: dismissal } as never },
    { returnDocument: 'after' },
  );
  if (dismissed === null) return refuse('watch_finding_closed');
  const { _id, unitId, kind } = dismissed;
  const subject = { kind: 'watch_finding', id: _id };
  await deps.audit.record({ principal, action: 'watch.dismiss', subject, unitId, detail: { kind } });
  return dismissed;
}

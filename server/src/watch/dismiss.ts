import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { type ActivityRecord, organisersOf } from '../activities/index.ts';
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
  const [activity] = finding.subjectKind === 'activity' ? await deps.activities.recordsOf([finding.subject]) : [];
  if (concernedBy(finding, activity).includes(principal.userId)) return refuse('watch_not_independent');
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

/** Whether this caller's dismissal would be taken: pages ask before they offer it. */
export function mayDismiss(
  principal: Principal,
  finding: WatchFindingRecord,
  activity: ActivityRecord | undefined,
): boolean {
  const { open, unitPath } = finding;
  const isConcerned = concernedBy(finding, activity).includes(principal.userId);
  return open && permits(principal, 'watch.dismiss', { unitPath }) && !isConcerned;
}

/** Whom a finding concerns: those whom it names, and who has come to organise its activity since it was found. */
function concernedBy({ userIds }: WatchFindingRecord, activity: ActivityRecord | undefined): readonly string[] {
  return activity === undefined ? userIds : [...userIds, ...organisersOf(activity)];
}

import type { WatchFindingView, WatchItem } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { WatchDeps } from './deps.ts';
import { mayDismiss } from './dismiss.ts';
import type { WatchFindingRecord, WatchItemRecord } from './store.ts';

/** Findings as staff read them; a few queries for the whole page. */
export async function findingViews(
  deps: WatchDeps,
  principal: Principal,
  records: readonly WatchFindingRecord[],
): Promise<WatchFindingView[]> {
  const subjects = (kind: WatchFindingRecord['subjectKind']) =>
    records.flatMap(({ subjectKind, subject }) => (subjectKind === kind ? [subject] : []));
  const dismissers = records.flatMap(({ dismissals }) => dismissals.map(({ by }) => by));
  const [units, users, activities] = await Promise.all([
    deps.orgUnits.names([...new Set(records.map(({ unitId }) => unitId))]),
    deps.users.names([...new Set([...subjects('user'), ...dismissers])]),
    deps.activities.recordsOf(subjects('activity')),
  ]);
  const byId = new Map(activities.map((activity) => [activity._id, activity]));
  const nameOf = ({ subjectKind, subject }: WatchFindingRecord): string | null => {
    if (subjectKind === 'device') return null;
    return (subjectKind === 'user' ? users.get(subject) : byId.get(subject)?.title) ?? '—';
  };
  return records.map((record) => ({
    findingId: record._id,
    kind: record.kind,
    state: record.state,
    unitId: record.unitId,
    unitName: units.get(record.unitId) ?? record.unitId,
    month: record.month,
    subjectName: nameOf(record),
    count: record.count,
    of: record.of,
    firstSeenAt: record.firstSeenAt.toISOString(),
    dismissals: record.dismissals.map(({ at, by, reason, count }) => ({
      at: at.toISOString(),
      byName: users.get(by) ?? '—',
      reason,
      count,
    })),
    mayDismiss: mayDismiss(principal, record, record.subjectKind === 'activity' ? byId.get(record.subject) : undefined),
  }));
}

/** The credits behind a finding, masked, with their entries where they are posted. */
export async function itemViews({ credits }: WatchDeps, items: readonly WatchItemRecord[]): Promise<WatchItem[]> {
  const lines = await credits.staffLines(await credits.byIds(items.map(({ creditId }) => creditId)));
  return items.flatMap(({ creditId, waitedMs }) => {
    const line = lines.get(creditId);
    const waitedSeconds = waitedMs === null ? null : Math.max(0, Math.round(waitedMs / 1000));
    return line === undefined ? [] : [{ ...line, waitedSeconds }];
  });
}

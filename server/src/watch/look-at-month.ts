import { EARNING_KINDS, findingsOf, type WatchedActivity, type WatchLine } from '@red-points/shared/domain/watch';
import { organisersOf } from '../activities/index.ts';
import type { WatchDeps } from './deps.ts';
import { keepBehind, keepFindings } from './keep-findings.ts';
import { thresholdsIn } from './settings.ts';
import type { WatchLineRecord, WatchMonthRecord } from './store.ts';

/** Looks at one community's month of approvals: what is worth a look is opened, what is so no longer passes. Safe to repeat. */
export async function lookAtMonth(deps: WatchDeps, month: WatchMonthRecord): Promise<void> {
  const { unitId, unitPath } = month;
  const [lines, thresholds] = await Promise.all([
    deps.store.lines.find({ unitId, month: month.month }).toArray(),
    thresholdsIn(deps, unitPath),
  ]);
  const activities = await activitiesOf(deps, lines);
  const found = findingsOf(
    lines.map(({ _id, ...line }): WatchLine => ({ ...line, creditId: _id })),
    activities,
    thresholds,
  );
  const linesById = new Map(lines.map((line) => [line._id, line]));
  await keepFindings(deps, month, EARNING_KINDS, found, (findingId, { creditIds }) =>
    keepBehind(
      deps.store.items,
      findingId,
      creditIds.flatMap((creditId) => {
        const line = linesById.get(creditId);
        if (line === undefined) return [];
        const { approvedAt, waitedMs } = line;
        return [{ _id: `${findingId}|${creditId}`, findingId, creditId, approvedAt, waitedMs }];
      }),
    ),
  );
}

/** The activities that people were credited for, with how many over all months. */
async function activitiesOf(deps: WatchDeps, lines: readonly WatchLineRecord[]): Promise<WatchedActivity[]> {
  const ids = [...new Set(lines.flatMap(({ activityId }) => activityId ?? []))];
  if (ids.length === 0) return [];
  const [records, counts] = await Promise.all([
    deps.activities.recordsOf(ids),
    deps.store.lines
      .aggregate<{ _id: string; people: number }>([
        { $match: { activityId: { $in: ids } } },
        { $group: { _id: { activityId: '$activityId', personId: '$personId' } } },
        { $group: { _id: '$_id.activityId', people: { $sum: 1 } } },
      ])
      .toArray(),
  ]);
  const people = new Map(counts.map(({ _id, people: count }) => [_id, count]));
  return records.map((record) => ({
    activityId: record._id,
    organisers: organisersOf(record),
    capacity: record.capacity,
    headCount: record.headCount,
    people: people.get(record._id) ?? 0,
  }));
}

import {
  findingsOf,
  hasGrown,
  type WatchedActivity,
  type WatchFinding,
  type WatchLine,
} from '@red-points/shared/domain/watch';
import { organisersOf } from '../activities/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { WatchDeps } from './deps.ts';
import type { WatchFindingRecord, WatchItemRecord, WatchLineRecord, WatchMonthRecord } from './store.ts';

/** Looks at one community's month of approvals: what is worth a look is opened, what is so no longer passes. Safe to repeat. */
export async function lookAtMonth(deps: WatchDeps, month: WatchMonthRecord): Promise<void> {
  const { unitId, unitPath } = month;
  const [lines, { value: thresholds }, known] = await Promise.all([
    deps.store.lines.find({ unitId, month: month.month }).toArray(),
    deps.settings.inForce(unitPath),
    deps.store.findings.find({ unitId, month: month.month }).toArray(),
  ]);
  const activities = await activitiesOf(deps, lines);
  const found = findingsOf(
    lines.map(({ _id, ...line }): WatchLine => ({ ...line, creditId: _id })),
    activities,
    thresholds,
  );
  const byKey = new Map(known.map((record) => [record.key, record]));
  const linesById = new Map(lines.map((line) => [line._id, line]));
  for (const finding of found) {
    const key = [unitId, month.month, finding.kind, finding.subject].join('|');
    const record = await keep(deps, month, key, finding, byKey.get(key));
    byKey.delete(key);
    await keepItems(deps, record._id, finding, linesById);
  }
  const passed = [...byKey.values()].filter(({ open }) => open).map(({ _id }) => _id);
  if (passed.length > 0) {
    const over = { state: 'passed' as const, open: false };
    await deps.store.findings.updateMany({ _id: { $in: passed }, open: true }, { $set: over });
  }
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

async function keep(
  { store, ids, clock }: WatchDeps,
  { unitId, unitPath, month }: WatchMonthRecord,
  key: string,
  { kind, subjectKind, subject, count, of, userIds }: WatchFinding,
  known: WatchFindingRecord | undefined,
): Promise<WatchFindingRecord> {
  if (known === undefined) {
    const record: WatchFindingRecord = {
      _id: ids.next(),
      key,
      unitId,
      unitPath: [...unitPath],
      month,
      kind,
      subjectKind,
      subject,
      userIds: [...userIds],
      count,
      of,
      state: 'open',
      open: true,
      firstSeenAt: new Date(clock.now()),
      dismissals: [],
    };
    try {
      await store.findings.insertOne(record);
      return record;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const other = await store.findings.findOne({ key });
      if (other === null) throw new Error('a finding vanished');
      return other;
    }
  }
  const opens = hasGrown(count, known.dismissals.at(-1)?.count ?? 0);
  const again = opens ? { state: 'open' as const, open: true } : {};
  // Somebody may dismiss it meanwhile: then it is opened only by what comes after.
  const unchanged = { _id: known._id, dismissals: { $size: known.dismissals.length } };
  await store.findings.updateOne(unchanged, { $set: { count, of, userIds: [...userIds], ...again } });
  return known;
}

async function keepItems(
  { store }: Pick<WatchDeps, 'store'>,
  findingId: string,
  { creditIds }: WatchFinding,
  lines: ReadonlyMap<string, WatchLineRecord>,
): Promise<void> {
  const known = await store.items.find({ findingId }).project<{ creditId: string }>({ creditId: 1 }).toArray();
  const kept = new Set(known.map(({ creditId }) => creditId));
  const news = creditIds.flatMap((creditId): WatchItemRecord[] => {
    const line = lines.get(creditId);
    if (line === undefined || kept.has(creditId)) return [];
    const { approvedAt, waitedMs } = line;
    return [{ _id: `${findingId}|${creditId}`, findingId, creditId, approvedAt, waitedMs }];
  });
  if (news.length === 0) return;
  try {
    await store.items.insertMany(news, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

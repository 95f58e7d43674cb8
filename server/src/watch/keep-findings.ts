import { hasGrown, type WatchKind, type WatchSubjectKind } from '@red-points/shared/domain/watch';
import type { Collection } from 'mongodb';
import { insertMissing, isDuplicateKey } from '../platform/database.ts';
import type { WatchDeps } from './deps.ts';
import type { WatchFindingRecord, WatchMonthRecord } from './store.ts';

/** What was found in a month, as it is kept. */
export interface Found {
  readonly kind: WatchKind;
  readonly subjectKind: WatchSubjectKind;
  readonly subject: string;
  readonly count: number;
  readonly of: number;
  readonly userIds: readonly string[];
  readonly personIds?: readonly string[];
  readonly shopId?: string | null;
}

/**
 * Keeps what was found: each once, opened again where twice as much came since it was dismissed. What was found before and
 * is so no longer passes.
 *
 * @param kinds those that were looked for: others of the month stay as they are
 * @param behind keeps the records behind one
 */
export async function keepFindings<F extends Found>(
  deps: WatchDeps,
  month: WatchMonthRecord,
  kinds: readonly WatchKind[],
  found: readonly F[],
  behind: (findingId: string, finding: F) => Promise<void>,
): Promise<void> {
  const known = await deps.store.findings
    .find({ unitId: month.unitId, month: month.month, kind: { $in: [...kinds] } })
    .toArray();
  const byKey = new Map(known.map((record) => [record.key, record]));
  for (const finding of found) {
    const key = keyOf(month, finding.kind, finding.subject);
    const record = await keep(deps, month, key, finding, byKey.get(key));
    byKey.delete(key);
    await behind(record._id, finding);
  }
  const passed = [...byKey.values()].filter(({ open }) => open).map(({ _id }) => _id);
  if (passed.length > 0) {
    const over = { state: 'passed' as const, open: false };
    await deps.store.findings.updateMany({ _id: { $in: passed }, open: true }, { $set: over });
  }
}

export function keyOf(
  { unitId, month }: Pick<WatchMonthRecord, 'unitId' | 'month'>,
  kind: WatchKind,
  subject: string,
): string {
  return [unitId, month, kind, subject].join('|');
}

async function keep(
  { store, ids, clock }: WatchDeps,
  { unitId, unitPath, month }: WatchMonthRecord,
  key: string,
  { kind, subjectKind, subject, count, of, userIds, personIds = [], shopId = null }: Found,
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
      personIds: [...personIds],
      shopId,
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
  const now = { count, of, userIds: [...userIds], personIds: [...personIds], ...again };
  await store.findings.updateOne(unchanged, { $set: now });
  return known;
}

/** Adds the records behind a finding that are not kept yet; their ids say what is known. */
export async function keepBehind<I extends { _id: string; findingId: string }>(
  items: Collection<I>,
  findingId: string,
  wanted: readonly I[],
): Promise<void> {
  const known = await items
    .find({ findingId } as never)
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  const kept = new Set(known.map(({ _id }) => _id));
  const news = wanted.filter(({ _id }) => !kept.has(_id));
  await insertMissing(items, news as never);
}

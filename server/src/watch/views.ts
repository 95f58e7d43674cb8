import type { WatchFindingView, WatchItem, WatchRedemption } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { behindKind } from '@red-points/shared/domain/watch';
import { concerned } from './concerned.ts';
import type { WatchDeps } from './deps.ts';
import type { WatchFindingRecord, WatchItemRecord, WatchRedemptionItemRecord } from './store.ts';

/** Findings as staff read them; a few queries for the whole page. */
export async function findingViews(
  deps: WatchDeps,
  principal: Principal,
  records: readonly WatchFindingRecord[],
): Promise<WatchFindingView[]> {
  const subjects = (kind: WatchFindingRecord['subjectKind']) =>
    records.flatMap(({ subjectKind, subject }) => (subjectKind === kind ? [subject] : []));
  const dismissers = records.flatMap(({ dismissals }) => dismissals.map(({ by }) => by));
  const [units, users, found, shops, people, sheets] = await Promise.all([
    deps.orgUnits.names([...new Set(records.map(({ unitId }) => unitId))]),
    deps.users.names([...new Set([...subjects('user'), ...dismissers])]),
    deps.activities.recordsOf(subjects('activity')),
    deps.shopNames([...new Set(records.flatMap(({ shopId }) => shopId ?? []))]),
    deps.people.names(records.flatMap((record) => personOf(record) ?? [])),
    deps.store.sheets.find({ _id: { $in: subjects('sheet') } }, { projection: { title: 1 } }).toArray(),
  ]);
  const activities = new Map(found.map((activity) => [activity._id, activity]));
  const titles = new Map(sheets.map(({ _id, title }) => [_id, title]));
  const isConcerned = await concerned(deps, principal, records, activities);
  const nameOf = ({ subjectKind, subject, shopId }: WatchFindingRecord): string | null => {
    if (subjectKind === 'device') return null;
    if (subjectKind === 'sheet') return titles.get(subject) ?? '—';
    if (subjectKind === 'shop' || subjectKind === 'pair') return shops.get(shopId ?? '') ?? '—';
    return (subjectKind === 'user' ? users.get(subject) : activities.get(subject)?.title) ?? '—';
  };
  return records.map((record) => {
    const personId = personOf(record);
    return {
      findingId: record._id,
      kind: record.kind,
      state: record.state,
      unitId: record.unitId,
      unitName: units.get(record.unitId) ?? record.unitId,
      about: behindKind(record.kind),
      sheet: sheetOf(record),
      month: record.month,
      subjectName: nameOf(record),
      maskedName: personId === null ? null : (people.get(personId)?.masked ?? '—'),
      count: record.count,
      of: record.of,
      firstSeenAt: record.firstSeenAt.toISOString(),
      dismissals: record.dismissals.map(({ at, by, reason, count }) => ({
        at: at.toISOString(),
        byName: users.get(by) ?? '—',
        reason,
        count,
      })),
      mayDismiss:
        record.open && permits(principal, 'watch.dismiss', { unitPath: record.unitPath }) && !isConcerned(record),
    };
  });
}

/** The batch or import that a finding is about; null where it is about none. */
function sheetOf({ subjectKind, subject }: WatchFindingRecord): WatchFindingView['sheet'] {
  if (subjectKind !== 'sheet') return null;
  const colon = subject.indexOf(':');
  return { kind: subject.startsWith('batch:') ? 'batch' : 'import', sheetId: subject.slice(colon + 1) };
}

/** The one resident that a finding is about; null where it is about none in particular. */
function personOf({ subjectKind, personIds = [] }: WatchFindingRecord): string | null {
  return subjectKind === 'pair' ? (personIds[0] ?? null) : null;
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

/** The redemptions behind a finding, masked, with the entries that took their points. */
export async function redemptionViews(
  { redemptions, people }: WatchDeps,
  items: readonly WatchRedemptionItemRecord[],
): Promise<WatchRedemption[]> {
  const found = await redemptions.byIds(items.map(({ redemptionId }) => redemptionId));
  const names = await people.names(found.map(({ personId }) => personId));
  const byId = new Map(found.map((redemption) => [redemption._id, redemption]));
  return items.flatMap(({ redemptionId, at, creditedMsBefore }) => {
    const redemption = byId.get(redemptionId);
    if (redemption === undefined) return [];
    const { accountId, captureSeq, state, via, shopName, terms, quantity, personId, points } = redemption;
    return [
      {
        redemptionId,
        entryId: captureSeq === null ? null : entryId(accountId, captureSeq),
        state,
        via,
        shopName,
        offerTitle: terms.title,
        quantity,
        maskedName: names.get(personId)?.masked ?? '—',
        points,
        at: at.toISOString(),
        creditedSecondsBefore: creditedMsBefore === null ? null : Math.round(creditedMsBefore / 1000),
      },
    ];
  });
}

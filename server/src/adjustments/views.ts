import { type Adjustment, type Language, problemText } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import type { Principal } from '@red-points/shared/domain/permissions';
import { oneselfOf } from '../memberships/index.ts';
import { largeFor, whyNotConfirmedBy, whyNotWithdrawnBy } from './decide.ts';
import type { AdjustmentsDeps } from './deps.ts';
import { type AdjustmentRecord, REASON_KIND } from './store.ts';

/** Corrections as staff read them: masked, with what the reader may do. */
export async function adjustmentViews(
  deps: AdjustmentsDeps,
  principal: Principal,
  records: readonly AdjustmentRecord[],
  language: Language,
): Promise<Adjustment[]> {
  if (records.length === 0) return [];
  const [mayOf, reasons, names, users, units] = await Promise.all([
    whatMay(deps, principal, records),
    reasonsOf(deps, records),
    deps.people.names(records.map(({ personId }) => personId)),
    deps.users.names(records.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])])),
    deps.orgUnits.names([...new Set(records.map(({ homeUnit }) => homeUnit))]),
  ]);
  return records.map((record, at) => {
    const { refusal, decidedBy, entrySeq } = record;
    return {
      adjustmentId: record._id,
      state: record.state,
      entryId: record.entryId,
      personId: record.personId,
      maskedName: names.get(record.personId)?.masked ?? '—',
      unitName: units.get(record.homeUnit) ?? record.homeUnit,
      points: record.points,
      minutes: record.minutes,
      reason: reasons[at] ?? '—',
      proposedByName: users.get(record.proposedBy) ?? '—',
      proposedAt: record.proposedAt.toISOString(),
      decidedByName: decidedBy === null ? null : (users.get(decidedBy) ?? '—'),
      decidedAt: record.decidedAt?.toISOString() ?? null,
      postedEntryId: entrySeq === null ? null : entryId(record.accountId, entrySeq),
      block:
        refusal === null
          ? null
          : { code: refusal.refused, words: problemText(refusal.refused, language, refusal.detail) },
      needsStreet: record.needsStreet === true,
      ...mayOf(record),
    };
  });
}

/** Why corrections were made, in the order given; null where the person's key was erased. */
export async function reasonsOf(
  deps: Pick<AdjustmentsDeps, 'personalData'>,
  records: readonly Pick<AdjustmentRecord, 'ownerId' | 'reason'>[],
): Promise<(string | null)[]> {
  const opened = await deps.personalData.openMany<{ reason: string }>(
    REASON_KIND,
    records.map(({ ownerId, reason }) => ({ ownerId, sealed: reason })),
  );
  return opened.map((fields) => fields?.reason ?? null);
}

/** What the reader may do with each of these records: asked for all of them at once. */
async function whatMay(
  deps: AdjustmentsDeps,
  principal: Principal,
  records: readonly AdjustmentRecord[],
): Promise<(record: AdjustmentRecord) => Pick<Adjustment, 'mayConfirm' | 'mayWithdraw'>> {
  const proposed = records.filter(({ state }) => state === 'proposed');
  const entryIds = proposed.map(({ entryId }) => entryId);
  if (entryIds.length === 0) return () => ({ mayConfirm: false, mayWithdraw: false });
  const [oneself, confirms, large, withdraws] = await Promise.all([
    oneselfOf(deps, principal),
    deps.transactions.allowed(principal, 'adjustments.confirm', entryIds),
    largeFor(deps, principal, proposed),
    deps.transactions.allowed(principal, 'adjustments.propose', entryIds),
  ]);
  return (record) => {
    const waits = record.state === 'proposed';
    const independent = whyNotConfirmedBy(oneself, record, large) === null;
    return {
      mayConfirm: waits && confirms.has(record.entryId) && independent,
      mayWithdraw: waits && withdraws.has(record.entryId) && whyNotWithdrawnBy(oneself, record) === null,
    };
  };
}

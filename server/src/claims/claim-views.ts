import { type Claim, type Language, problemText } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { offersOf } from './correct-returned.ts';
import type { ClaimsDeps } from './deps.ts';
import type { ClaimRecord } from './store.ts';

/** Claims as the API shows them, with names in four queries for all. */
export async function claimViews(
  deps: ClaimsDeps,
  principal: Principal,
  records: readonly ClaimRecord[],
  language: Language,
): Promise<Claim[]> {
  const [people, users, units, activities] = await Promise.all([
    deps.people.names(records.map(({ personId }) => personId)),
    deps.users.names(records.map(({ filedBy }) => filedBy)),
    deps.orgUnits.names(records.map(({ homeUnit }) => homeUnit)),
    deps.activities.factsOfMany(records.flatMap(({ aboutActivityId }) => aboutActivityId ?? [])),
  ]);
  return records.map((record) => {
    const maskedName = people.get(record.personId)?.masked ?? '*';
    return {
      claimId: record._id,
      state: record.state,
      personId: record.personId,
      maskedName,
      unitId: record.homeUnit,
      unitName: units.get(record.homeUnit) ?? '—',
      category: record.category,
      ruleCode: record.rule.code,
      ruleVersion: record.rule.version,
      title: record.title,
      occurredOn: record.occurredOn,
      startTime: record.startTime ?? null,
      minutes: record.minutes,
      description: record.description,
      evidenceIds: [...record.evidenceIds],
      activityId: record.aboutActivityId ?? null,
      activityTitle: activities.get(record.aboutActivityId ?? '')?.title ?? null,
      caseId: record.caseId ?? null,
      declarations: record.declarations ?? {},
      onBehalf: record.onBehalf,
      filedByName: users.get(record.filedBy) ?? maskedName,
      filedAt: record.filedAt.toISOString(),
      priced: { ...record.priced, notes: [...record.priced.notes] },
      reviewedAt: record.decision?.at.toISOString() ?? null,
      // Where the ledger granted nothing, that is what people want to know.
      reviewReason: record.refusal === null ? (record.decision?.reason ?? null) : problemText(record.refusal, language),
      changesWanted: record.state === 'returned' ? [...(record.decision?.changes ?? [])] : [],
      publicUntil: record.publicUntil?.toISOString() ?? null,
      version: record.version,
      ...offersOf(principal, record),
    };
  });
}

import type { MediationCase } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { LentRight } from '../../delegations/index.ts';
import { mayCorrect } from '../correct-returned.ts';
import type { ClaimsDeps } from '../deps.ts';
import type { ClaimRecord } from '../store.ts';
import type { CaseRecord } from './store.ts';

const VISITS_MAX = 200;

/** Cases as the API shows them, without the parties; names in a handful of queries for all. */
export async function caseViews(
  deps: ClaimsDeps,
  principal: Principal,
  records: readonly CaseRecord[],
): Promise<MediationCase[]> {
  const caseIds = records.map(({ _id }) => _id);
  const [claims, visits, units] = await Promise.all([
    deps.claims.find({ caseId: { $in: caseIds }, state: { $ne: 'withdrawn' } }).toArray(),
    deps.visits
      .find({ caseId: { $in: caseIds } })
      .sort({ at: 1 })
      .limit(VISITS_MAX)
      .toArray(),
    deps.orgUnits.names(records.flatMap(({ unitPath }) => unitPath.at(-1) ?? [])),
  ]);
  const [people, users, lent] = await Promise.all([
    deps.people.names(claims.map(({ personId }) => personId)),
    deps.users.names(visits.map(({ by }) => by)),
    deps.delegations.of(principal.userId),
  ]);
  return records.map((record) => {
    const parts = claims.filter(({ caseId }) => caseId === record._id).sort(byPerson);
    return {
      caseId: record._id,
      occurredOn: record.occurredOn,
      title: record.title,
      unitName: units.get(record.unitPath.at(-1) ?? '') ?? '—',
      outcome: record.outcome,
      points: record.points,
      mediators: parts.map(({ _id, personId, priced, state }) => ({
        personId,
        maskedName: people.get(personId)?.masked ?? '*',
        points: priced.points,
        claimId: _id,
        state,
      })),
      visitDueOn: record.nextVisitAt === null ? null : businessDate(record.nextVisitAt.getTime()),
      visits: visits
        .filter(({ caseId }) => caseId === record._id)
        .map(({ at, by, finding, nextVisitAt }) => ({
          at: at.toISOString(),
          byName: users.get(by) ?? '—',
          finding,
          nextDueOn: nextVisitAt === null ? null : businessDate(nextVisitAt.getTime()),
        })),
      mayOpen: mayOpen(principal, lent, record, parts),
      erased: record.sealed === null,
      withdrawn: record.withdrawnAt !== undefined,
      version: record.version,
    };
  });
}

/** Who may read who the parties are: whoever filed the case or may correct it now, and who may review it (deputies too) without a part in it. */
export function mayOpen(
  principal: Principal,
  lent: readonly Pick<LentRight, 'unitId'>[],
  record: CaseRecord,
  parts: readonly Pick<ClaimRecord, 'personId' | 'state'>[],
): boolean {
  if (record.filedBy === principal.userId) return true;
  const hasPart = parts.some(({ personId }) => principal.personIds.includes(personId));
  const corrects = parts.some(({ state }) => state === 'returned') && mayCorrect(principal, record);
  return !hasPart && (corrects || isDeputyFor(lent, record) || permits(principal, 'reviews.decide', record));
}

/** Whether a right to review that was lent reaches a case. */
export function isDeputyFor(
  lent: readonly Pick<LentRight, 'unitId'>[],
  { unitPath }: Pick<CaseRecord, 'unitPath'>,
): boolean {
  return lent.some(({ unitId }) => unitPath.includes(unitId));
}

function byPerson(one: ClaimRecord, other: ClaimRecord): number {
  return one.personId < other.personId ? -1 : 1;
}

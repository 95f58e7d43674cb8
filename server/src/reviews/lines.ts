import type { ReviewLine } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { CreditSourceKind } from '../credits/index.ts';
import type { ReviewsDeps } from './deps.ts';
import { type Independence, independenceOf } from './independence.ts';
import type { ReviewableRecord } from './reviewable.ts';

export interface ReviewItem {
  readonly kind: CreditSourceKind;
  readonly record: ReviewableRecord;
}

/** Whether this reviewer is neither filer, beneficiary or of their household, nor organiser, and in whose unit it lies. */
export function mayDecide(principal: Principal, record: ReviewableRecord, independence: Independence): boolean {
  return permits(principal, 'reviews.decide', { unitPath: record.unitPath }) && independence(record) === null;
}

/** Lines of the queue, with names in three queries for all. */
export async function reviewLines(
  deps: ReviewsDeps,
  principal: Principal,
  items: readonly ReviewItem[],
): Promise<ReviewLine[]> {
  const records = items.map(({ record }) => record);
  const [people, users, units, independence] = await Promise.all([
    deps.people.names(records.map(({ personId }) => personId)),
    deps.users.names(records.map(({ filedBy }) => filedBy)),
    deps.orgUnits.names(records.map(({ unitPath }) => unitPath.at(-1) ?? '')),
    independenceOf(deps, principal),
  ]);
  return items.map(({ kind, record }) => {
    const maskedName = people.get(record.personId)?.masked ?? '*';
    return {
      kind,
      id: record._id,
      maskedName,
      title: record.title,
      category: record.category,
      points: record.priced.points,
      minutes: record.priced.minutes,
      provenance: record.provenance,
      mayDecide: record.state === 'waiting' && mayDecide(principal, record, independence),
      // Phone sign-ins have no name of their own: they are known by the person.
      filedByName: users.get(record.filedBy) ?? maskedName,
      onBehalf: record.onBehalf,
      flagged: record.flagged === true,
      unitName: units.get(record.unitPath.at(-1) ?? '') ?? '—',
      waitingSince: (record.waitingSince ?? record.history[0]?.at ?? record.effectiveAt).toISOString(),
      state: lineState(record.state),
    };
  });
}

function lineState(state: string): ReviewLine['state'] {
  switch (state) {
    case 'returned':
    case 'rejected':
      return state;
    case 'waiting':
    case 'present':
      return 'waiting';
    default:
      return 'approved';
  }
}

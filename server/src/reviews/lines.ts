import type { ReviewLine } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { needsSecondApproval, serviceTargetAt } from '@red-points/shared/domain/reviews';
import type { CreditSourceKind } from '../credits/index.ts';
import { mayDecide } from './decide-items.ts';
import type { ReviewsDeps } from './deps.ts';
import type { ReviewableRecord } from './reviewable.ts';
import { type Reviewer, reviewerOf } from './reviewer.ts';
import { settingsOf } from './settings.ts';

export interface ReviewItem {
  readonly kind: CreditSourceKind;
  readonly record: ReviewableRecord;
}

/** Lines of the queue, with names and settings in one query each for all. */
export async function reviewLines(
  deps: ReviewsDeps,
  principal: Principal,
  items: readonly ReviewItem[],
  known?: Reviewer,
): Promise<ReviewLine[]> {
  const records = items.map(({ record }) => record);
  const [people, users, units, reviewer, settings, holidays] = await Promise.all([
    deps.people.names(records.map(({ personId }) => personId)),
    deps.users.names(records.flatMap(actorsOf)),
    deps.orgUnits.names(
      records.flatMap(({ unitPath, escalation }) => [unitPath.at(-1) ?? '', escalation?.unitId ?? '']),
    ),
    known ?? reviewerOf(deps, principal),
    settingsOf(
      deps,
      records.map(({ unitPath }) => unitPath),
    ),
    deps.holidays.calendar(),
  ]);
  const nowMs = deps.clock.now();
  return items.map(({ kind, record }) => {
    const maskedName = people.get(record.personId)?.masked ?? '*';
    const holding = settings(record.unitPath);
    const isWaiting = record.state === 'waiting' && record.waitingSince !== null;
    const dueAtMs = isWaiting
      ? (record.dueAt?.getTime() ?? serviceTargetAt(record.waitingSince?.getTime() ?? 0, holding, holidays))
      : null;
    const { firstApproval, escalation } = record;
    return {
      kind,
      id: record._id,
      maskedName,
      title: record.title,
      category: record.category,
      points: record.priced.points,
      minutes: record.priced.minutes,
      provenance: record.provenance,
      mayDecide: isWaiting && mayDecide(record, reviewer, settings),
      // Phone sign-ins have no name of their own: they are known by the person.
      filedByName: users.get(record.filedBy) ?? maskedName,
      onBehalf: record.onBehalf,
      flagged: record.flagged === true,
      unitName: units.get(record.unitPath.at(-1) ?? '') ?? '—',
      waitingSince: (record.waitingSince ?? record.history[0]?.at ?? record.effectiveAt).toISOString(),
      state: lineState(record.state),
      dueAt: dueAtMs === null ? null : new Date(dueAtMs).toISOString(),
      late: dueAtMs !== null && dueAtMs <= nowMs,
      escalated: escalation
        ? {
            at: escalation.at.toISOString(),
            cause: escalation.cause,
            toUnitName: units.get(escalation.unitId) ?? '—',
            byName: escalation.by === null ? null : (users.get(escalation.by) ?? '—'),
            reason: escalation.reason,
          }
        : null,
      needsSecond: isWaiting && needsSecondApproval(record.priced.points, holding),
      firstApproval: firstApproval
        ? { byName: users.get(firstApproval.by) ?? '—', at: firstApproval.at.toISOString() }
        : null,
    };
  });
}

function actorsOf({ filedBy, firstApproval, escalation }: ReviewableRecord): string[] {
  return [filedBy, firstApproval?.by, escalation?.by].flatMap((userId) => userId ?? []);
}

function lineState(state: string): ReviewLine['state'] {
  switch (state) {
    case 'returned':
    case 'rejected':
    case 'withdrawn':
      return state;
    case 'waiting':
    case 'present':
      return 'waiting';
    default:
      return 'approved';
  }
}

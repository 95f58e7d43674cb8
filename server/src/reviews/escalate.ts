import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { serviceTargetAt } from '@red-points/shared/domain/reviews';
import type { ReviewKey } from './decide-items.ts';
import type { ReviewsDeps } from './deps.ts';
import type { ReviewableRecord } from './reviewable.ts';
import { settingsOf } from './settings.ts';
import { placeOf } from './watch-queue.ts';

/** Hands an item up to the unit above the office, with a reason. The office can still decide it. */
export async function escalateByHand(
  deps: ReviewsDeps,
  principal: Principal,
  { kind, id }: ReviewKey,
  reason: string,
): Promise<ReviewableRecord | Refusal> {
  const store = deps.sources.get(kind)?.store;
  const [record] = (await store?.load([id])) ?? [];
  if (store === undefined || record === undefined) return refuse('review_not_found');
  const { unitPath, waitingSince, escalation } = record;
  if (!permits(principal, 'reviews.escalate', { unitPath })) return refuse('out_of_scope');
  if (record.state !== 'waiting' && record.state !== 'present') return refuse('already_decided');
  if (waitingSince === null) return refuse('review_not_waiting');
  // The same act again, after its answer was lost.
  if (escalation?.by === principal.userId && escalation.reason === reason) return record;
  if (escalation) return refuse('review_already_escalated');
  const { aboveId } = await placeOf(deps, record);
  if (aboveId === null) return refuse('review_no_unit_above');
  const [settings, holidays] = await Promise.all([settingsOf(deps, [unitPath]), deps.holidays.calendar()]);
  const dueAt = new Date(serviceTargetAt(waitingSince.getTime(), settings(unitPath), holidays));
  const at = new Date(deps.clock.now());
  const handed = await store.escalate(
    record,
    { at, cause: 'hand', unitId: aboveId, by: principal.userId, reason },
    dueAt,
  );
  if (handed === null) return refuse('review_already_escalated');
  await deps.audit.record({
    principal,
    action: 'reviews.escalate',
    subject: { kind, id },
    unitId: record.issuerUnit,
  });
  return handed;
}

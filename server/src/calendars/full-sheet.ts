import { type calendars as contract, isRefusal, type Refusal, type ResponseOf } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { CalendarsDeps } from './index.ts';

/** A sheet has at most so many lines. */
const LINES_MAX = 500;

/**
 * Who signed up, with full names and phones, for a sheet to print and sign. Each look is on record beside the person, with its
 * reason, before anything is shown; people beyond the caller's reach stay masked.
 */
export async function fullSheet(
  deps: CalendarsDeps,
  principal: Principal,
  activityId: string,
  reason: string,
): Promise<ResponseOf<typeof contract.fullSheet> | Refusal> {
  const activity = await deps.activities.readable(principal, activityId);
  if (isRefusal(activity)) return activity;
  const signUps = await deps.activities.signUpsOf(activityId, null, LINES_MAX);
  const personIds = signUps.map(({ personId }) => personId);
  const [full, names, people] = await Promise.all([
    deps.people.unmaskMany(personIds, principal, reason),
    deps.people.names(personIds),
    deps.people.byIds(personIds),
  ]);
  const units = await deps.orgUnits.names([...people.values()].map(({ unitId }) => unitId));
  await deps.audit.record({
    principal,
    action: 'activities.full_sheet',
    subject: { kind: 'activity', id: activityId },
    unitId: activity.unitId,
    detail: { people: full.size },
  });
  return {
    items: personIds.map((personId) => ({
      personId,
      name: full.get(personId)?.name ?? names.get(personId)?.masked ?? '*',
      phone: full.get(personId)?.phone ?? null,
      unitName: units.get(people.get(personId)?.unitId ?? '') ?? '—',
    })),
    masked: personIds.length - full.size,
  };
}

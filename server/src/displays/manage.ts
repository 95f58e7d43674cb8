import {
  type displays as contract,
  type Display,
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { pageByDate } from '../http/date-pages.ts';
import type { DisplaysDeps } from './deps.ts';
import { recordAct } from './pair.ts';
import type { DisplayRecord } from './store.ts';

/** Screens of a unit and below, or of all the caller's units, newest first. */
export async function listDisplays(
  deps: DisplaysDeps,
  principal: Principal,
  { unitId, cursor, limit }: QueryOf<typeof contract.list>,
): Promise<ResponseOf<typeof contract.list> | Refusal> {
  const conditions: Filter<DisplayRecord>[] = [{ state: { $ne: 'pairing' } }];
  if (unitId === undefined) {
    const units = unitsFor(principal, 'displays.manage');
    if (units !== null) conditions.push({ unitPath: { $in: [...units] } });
  } else {
    const unitPath = await deps.orgUnits.pathOf(unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'displays.manage', { unitPath })) return refuse('out_of_scope');
    conditions.push({ unitPath: unitId });
  }
  const found = await pageByDate(deps.displays, { $and: conditions }, { by: 'registeredAt', limit, cursor });
  if (isRefusal(found)) return found;
  return { items: await displayViews(deps, found.page), nextCursor: found.nextCursor };
}

/** A registered screen of the caller's units. */
async function manageable(
  deps: DisplaysDeps,
  principal: Principal,
  displayId: string,
): Promise<DisplayRecord | Refusal> {
  const display = await deps.displays.findOne({ _id: displayId, state: { $ne: 'pairing' } });
  if (display === null) return refuse('display_not_found');
  return permits(principal, 'displays.manage', { unitPath: display.unitPath }) ? display : refuse('out_of_scope');
}

/** Chooses what a hall's screen shows; nothing for null. */
export async function chooseActivity(
  deps: DisplaysDeps,
  principal: Principal,
  displayId: string,
  activityId: string | null,
): Promise<DisplayRecord | Refusal> {
  const display = await manageable(deps, principal, displayId);
  if (isRefusal(display)) return display;
  if (activityId !== null) {
    const activity = (await deps.activities([activityId])).get(activityId);
    if (activity === undefined) return refuse('activity_not_found');
    if (!permits(principal, 'activities.run', { unitPath: activity.unitPath })) return refuse('out_of_scope');
  }
  const chosen = await deps.displays.findOneAndUpdate(
    { _id: displayId, state: 'active', kind: 'hall' },
    { $set: { activityId } },
    { returnDocument: 'after' },
  );
  return chosen ?? refuse(display.state === 'revoked' ? 'display_revoked' : 'display_state_wrong');
}

/** Revokes a screen: from now on it shows nothing, and what it has shown is taken no more. */
export async function revokeDisplay(
  deps: DisplaysDeps,
  principal: Principal,
  displayId: string,
  reason: string,
): Promise<DisplayRecord | Refusal> {
  const display = await manageable(deps, principal, displayId);
  if (isRefusal(display)) return display;
  const revoked = await deps.displays.findOneAndUpdate(
    { _id: displayId, state: 'active' },
    { $set: { state: 'revoked', revoked: { at: new Date(deps.clock.now()), by: principal.userId, reason } } },
    { returnDocument: 'after' },
  );
  if (revoked === null) return refuse('display_state_wrong');
  await recordAct(deps, principal, 'displays.revoke', revoked);
  return revoked;
}

/** Lets a revoked screen show codes again, signed with another secret. Nobody restores their own device. */
export async function restoreDisplay(
  deps: DisplaysDeps,
  principal: Principal,
  displayId: string,
): Promise<DisplayRecord | Refusal> {
  const display = await manageable(deps, principal, displayId);
  if (isRefusal(display)) return display;
  if (display.userId === principal.userId) return refuse('forbidden');
  const restored = await deps.displays.findOneAndUpdate(
    { _id: displayId, state: 'revoked' },
    { $set: { state: 'active', revoked: null, codeSecret: deps.ids.next() + deps.ids.next() } },
    { returnDocument: 'after' },
  );
  if (restored === null) return refuse('display_state_wrong');
  await recordAct(deps, principal, 'displays.restore', restored);
  return restored;
}

/** Screens as the API shows them, with names in three queries for all. */
export async function displayViews(deps: DisplaysDeps, records: readonly DisplayRecord[]): Promise<Display[]> {
  const userIds = records.flatMap(({ registeredBy, revoked }) => [
    registeredBy,
    ...(revoked === null ? [] : [revoked.by]),
  ]);
  const activityIds = records.flatMap(({ activityId }) => (activityId === null ? [] : [activityId]));
  const [users, units, activities] = await Promise.all([
    deps.users.names(userIds),
    deps.orgUnits.names(records.map(({ unitId }) => unitId)),
    deps.activities(activityIds),
  ]);
  return records.map((record) => {
    const activity = record.activityId === null ? undefined : activities.get(record.activityId);
    const registeredByName = users.get(record.registeredBy) ?? '—';
    return {
      displayId: record._id,
      kind: record.kind,
      state: record.state === 'revoked' ? 'revoked' : 'active',
      name: record.kind === 'staff' ? registeredByName : record.name,
      unitId: record.unitId,
      unitName: units.get(record.unitId) ?? '—',
      activity: activity === undefined ? null : { activityId: activity.activityId, title: activity.title },
      registeredByName,
      registeredAt: record.registeredAt.toISOString(),
      lastSeenAt: record.lastSeenAt?.toISOString() ?? null,
      revokedAt: record.revoked?.at.toISOString() ?? null,
      revokedByName: record.revoked === null ? null : (users.get(record.revoked.by) ?? '—'),
      revokeReason: record.revoked?.reason ?? null,
    };
  });
}

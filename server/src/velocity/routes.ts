import {
  type BodyOf,
  velocity as contract,
  isRefusal,
  type Refusal,
  refuse,
  type VelocitySettings,
  type VelocityStop,
} from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { readUnitSetting } from '../org-units/index.ts';
import { unitOfReader } from '../reports/index.ts';
import type { VelocityDeps } from './deps.ts';
import type { VelocityStopRecord } from './store.ts';

const HOUR_MS = 3_600_000;

/** Serves limits on how fast may be redeemed over HTTP. */
export function velocityRoutes(router: ApiRouter, deps: VelocityDeps): void {
  route(router, contract.settings, ({ params, principal }) => settingsOf(deps, principal, params.unitId, 'watch.read'));
  route(router, contract.setSettings, ({ params, body, principal }) =>
    setSettings(deps, principal, params.unitId, body),
  );
  route(router, contract.stops, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'watch.read', query.unitId);
    if ('refused' in unit) return unit;
    const found = await pageByDate(deps.store.stops, { unitPath: unit.id }, { ...query, by: 'firstAt' });
    if (isRefusal(found)) return found;
    return { items: await stopViews(deps, principal, found.page), nextCursor: found.nextCursor };
  });
  route(router, contract.lift, async ({ params, body, principal, identity }) => {
    const lifted = await lift(deps, principal, params.stopId, body, identity());
    if (isRefusal(lifted)) return lifted;
    const [view] = await stopViews(deps, principal, [lifted]);
    if (view === undefined) throw new Error('a stop has no view');
    return view;
  });
}

async function settingsOf(
  deps: VelocityDeps,
  principal: Principal,
  unitId: string,
  action: Action,
): Promise<VelocitySettings | Refusal> {
  const read = await readUnitSetting(deps, principal, unitId, action);
  if (isRefusal(read)) return read;
  const { value: limits, setBy, version } = read;
  return { unitId, limits, setBy, version };
}

async function setSettings(
  deps: VelocityDeps,
  principal: Principal,
  unitId: string,
  { limits, version }: BodyOf<typeof contract.setSettings>,
): Promise<VelocitySettings | Refusal> {
  const before = await settingsOf(deps, principal, unitId, 'watch.settings');
  if (isRefusal(before)) return before;
  const change = { version, at: new Date(deps.clock.now()), by: principal.userId };
  if (!(await deps.settings.set(unitId, limits, change))) return refuse('velocity_settings_changed');
  const subject = { kind: 'unit', id: unitId };
  const detail = Object.fromEntries(Object.entries(limits ?? {}).map(([name, value]) => [name, value ?? 'none']));
  await deps.audit.record({ principal, action: 'velocity.settings', subject, unitId, detail });
  return settingsOf(deps, principal, unitId, 'watch.read');
}

/** Lets a shop or a pair redeem on for some hours, by somebody who does not work there, nor their household; on record. */
async function lift(
  deps: VelocityDeps,
  principal: Principal,
  stopId: string,
  lifting: BodyOf<typeof contract.lift>,
  request: RequestIdentity,
): Promise<VelocityStopRecord | Refusal> {
  const found = await deps.store.stops.findOne({ _id: stopId });
  if (found === null || !permits(principal, 'watch.read', { unitPath: found.unitPath }))
    return refuse('velocity_stop_not_found');
  if (!permits(principal, 'watch.dismiss', { unitPath: found.unitPath })) return refuse('out_of_scope');
  const again = repeats(found.lift?.request ?? null, request);
  if (isRefusal(again)) return again;
  if (again) return found;
  const [staff, isFamily, works] = await Promise.all([
    deps.users.personIdsOfShop(found.shopId),
    deps.memberships.familyOf(principal.personIds),
    deps.users.worksAt(principal.userId, found.shopId),
  ]);
  const concerned = [...staff, ...(found.personId === null ? [] : [found.personId])];
  if (works || concerned.some(isFamily)) return refuse('watch_not_independent');
  const { hours, reason } = lifting;
  const nowMs = deps.clock.now();
  if (nowMs >= found.endsAt.getTime()) return refuse('velocity_stop_over');
  const at = new Date(nowMs);
  const made = { by: principal.userId, at, until: new Date(nowMs + hours * HOUR_MS), reason, request };
  const lifted = await deps.store.stops.findOneAndUpdate(
    { _id: stopId, 'lift.request.key': found.lift?.request.key ?? null },
    { $set: { lift: made } },
    { returnDocument: 'after' },
  );
  // Lifted meanwhile, by this very request or by somebody else: looked at again.
  if (lifted === null) return lift(deps, principal, stopId, lifting, request);
  await deps.audit.record({
    principal,
    action: 'velocity.lift',
    subject: { kind: 'velocity_stop', id: stopId },
    unitId: lifted.unitPath.at(-1) ?? null,
    detail: { hours },
    request,
  });
  return lifted;
}

async function stopViews(
  deps: VelocityDeps,
  principal: Principal,
  records: readonly VelocityStopRecord[],
): Promise<VelocityStop[]> {
  const [shops, names, users] = await Promise.all([
    deps.shopNames([...new Set(records.map(({ shopId }) => shopId))]),
    deps.people.names(records.flatMap(({ personId }) => personId ?? [])),
    deps.users.names(records.flatMap(({ lift: made }) => made?.by ?? [])),
  ]);
  const nowMs = deps.clock.now();
  return records.map((record) => ({
    stopId: record._id,
    kind: record.kind,
    shopId: record.shopId,
    shopName: shops.get(record.shopId) ?? record.shopId,
    maskedName: record.personId === null ? null : (names.get(record.personId)?.masked ?? '—'),
    limit: record.limit,
    turnedAway: record.turnedAway,
    firstAt: record.firstAt.toISOString(),
    endsAt: record.endsAt.toISOString(),
    lift:
      record.lift === null
        ? null
        : {
            byName: users.get(record.lift.by) ?? '—',
            at: record.lift.at.toISOString(),
            until: record.lift.until.toISOString(),
            reason: record.lift.reason,
          },
    mayLift: nowMs < record.endsAt.getTime() && permits(principal, 'watch.dismiss', { unitPath: record.unitPath }),
  }));
}

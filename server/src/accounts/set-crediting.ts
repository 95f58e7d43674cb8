import {
  type BodyOf,
  type Crediting,
  type accounts as contract,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { creditingOn } from '@red-points/shared/domain/accounts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { AccountsDeps } from './deps.ts';
import { settingOf } from './store.ts';

/** Settings that a unit's page shows; a unit decides this a few times in its life. */
const SETTINGS_SHOWN_MAX = 50;

/** Decides for a unit and below whose account is credited from a day on. What was credited before stays where it is. */
export async function setCrediting(
  deps: AccountsDeps,
  principal: Principal,
  unitId: string,
  { creditedTo, from }: BodyOf<typeof contract.setCrediting>,
): Promise<Crediting | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'crediting.manage', { unitPath })) return refuse('out_of_scope');
  const nowMs = deps.clock.now();
  const today = businessDate(nowMs);
  const day = from ?? today;
  if (day < today) return refuse('crediting_date_past');
  await deps.crediting.insertOne({
    _id: deps.ids.next(),
    unitId,
    creditedTo,
    from: day,
    decidedAt: new Date(nowMs),
    decidedBy: principal.userId,
  });
  await deps.audit.record({
    principal,
    action: 'accounts.set_crediting',
    subject: { kind: 'unit', id: unitId },
    unitId,
    detail: { creditedTo, from: day },
  });
  return creditingOf(deps, unitId, unitPath);
}

/** What counts in a unit today, and what it set itself. */
export async function creditingOf(deps: AccountsDeps, unitId: string, unitPath: readonly string[]): Promise<Crediting> {
  const found = await deps.crediting
    .find({ unitId: { $in: [...unitPath] } })
    .sort({ from: -1, decidedAt: -1 })
    .toArray();
  const own = found.filter((setting) => setting.unitId === unitId).slice(0, SETTINGS_SHOWN_MAX);
  const today = businessDate(deps.clock.now());
  const inForce = creditingOn(found.map(settingOf), unitPath, today);
  const [units, users] = await Promise.all([
    deps.orgUnits.names(unitPath),
    deps.users.names(own.map(({ decidedBy }) => decidedBy)),
  ]);
  const setBy =
    inForce.unitId === null || inForce.from === null
      ? null
      : { unitId: inForce.unitId, unitName: units.get(inForce.unitId) ?? inForce.unitId, from: inForce.from };
  return {
    unitId,
    unitName: units.get(unitId) ?? unitId,
    creditedTo: inForce.creditedTo,
    setBy,
    settings: own.map(({ creditedTo, from, decidedAt, decidedBy }) => ({
      creditedTo,
      from,
      decidedAt: decidedAt.toISOString(),
      decidedByName: users.get(decidedBy) ?? '—',
    })),
  };
}

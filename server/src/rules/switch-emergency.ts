import {
  type BodyOf,
  type ruleSets as contract,
  type EmergencyEffect,
  type EmergencyState,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { emergencyOn, versionInForce } from '@red-points/shared/domain/rules';
import { differenceOf } from './compare-versions.ts';
import type { RulesDeps } from './deps.ts';
import { decisionOf, type EmergencyRecord, factsOf, type RuleVersionRecord } from './store.ts';
import { byCode, type PlacedVersion, place, versionView } from './views.ts';

/** Decisions that a unit's page shows; a unit makes a few in its life. */
const DECISIONS_SHOWN_MAX = 100;

/** Switches the emergency set in or out from a day on. What was priced before stays priced. */
export async function switchEmergency(
  deps: RulesDeps,
  principal: Principal,
  unitId: string,
  { turn, from, reason, documentNumber, suspendedCodes }: BodyOf<typeof contract.switchEmergency>,
): Promise<EmergencyState | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'rules.switch', { unitPath })) return refuse('out_of_scope');
  const nowMs = deps.clock.now();
  const today = businessDate(nowMs);
  const day = from ?? today;
  if (day < today) return refuse('emergency_date_past');
  const suspended = turn === 'in' ? [...new Set(suspendedCodes)].sort() : [];
  const known = await deps.rules.distinct('code', { code: { $in: suspended }, unitId: { $in: [...unitPath] } });
  if (known.length < suspended.length) return refuse('rule_not_found');
  if (await standsAlready(deps, unitId, day, turn, suspended)) return refuse('emergency_already');
  await deps.emergencies.insertOne({
    _id: deps.ids.next(),
    unitId,
    turn,
    from: day,
    reason,
    documentNumber,
    suspendedCodes: suspended,
    decidedAt: new Date(nowMs),
    decidedBy: principal.userId,
  });
  deps.finder.forgetEmergencies();
  await deps.audit.record({
    principal,
    action: 'rules.switch_emergency',
    subject: { kind: 'unit', id: unitId },
    unitId,
    detail: { turn, from: day, suspended: suspended.length },
  });
  return emergencyStateOf(deps, unitId, unitPath);
}

/** A switch that was never touched is out. Switched in again with other rules suspended, it is a new decision. */
async function standsAlready(
  { emergencies }: RulesDeps,
  unitId: string,
  day: string,
  turn: 'in' | 'out',
  suspended: readonly string[],
): Promise<boolean> {
  const on = emergencyOn((await emergencies.find({ unitId }).toArray()).map(decisionOf), [unitId], day);
  if (turn === 'out') return on === null;
  return on !== null && on.suspendedCodes.join() === suspended.join();
}

/** Whether the emergency set is in, what it changes, and who decided when. */
export async function emergencyStateOf(
  deps: RulesDeps,
  unitId: string,
  unitPath: readonly string[],
): Promise<EmergencyState> {
  const today = businessDate(deps.clock.now());
  const [records, versions] = await Promise.all([
    deps.emergencies
      .find({ unitId: { $in: [...unitPath] } })
      .sort({ from: -1, decidedAt: -1 })
      .toArray(),
    deps.rules
      .find({ unitId: { $in: [...unitPath] }, publishedAt: { $ne: null } })
      .sort({ code: 1 })
      .toArray(),
  ]);
  const own = records.filter((record) => record.unitId === unitId).slice(0, DECISIONS_SHOWN_MAX);
  const decisions = records.map(decisionOf);
  const on = emergencyOn(decisions, unitPath, today);
  const [units, users] = await Promise.all([
    deps.orgUnits.names(unitPath),
    deps.users.names(own.map(({ decidedBy }) => decidedBy)),
  ]);
  const nameOf = (id: string) => ({ unitId: id, unitName: units.get(id) ?? id });
  const viewOf = ({ decidedBy, decidedAt, suspendedCodes, ...rest }: EmergencyRecord) => ({
    ...nameOf(rest.unitId),
    turn: rest.turn,
    from: rest.from,
    reason: rest.reason,
    documentNumber: rest.documentNumber,
    suspendedCodes: [...suspendedCodes],
    decidedAt: decidedAt.toISOString(),
    decidedByName: users.get(decidedBy) ?? '—',
  });
  const coming = own.filter(({ from }) => from > today).at(-1);
  return {
    ...nameOf(unitId),
    on: on === null ? null : { since: on.since, byUnits: on.unitIds.map(nameOf) },
    own: emergencyOn(decisions, [unitId], today) === null ? 'out' : 'in',
    coming: coming === undefined ? null : viewOf(coming),
    effects: effectsOf(versions, today, on?.suspendedCodes ?? []),
    decisions: own.map(viewOf),
  };
}

/** What the emergency set adds, replaces and suspends on a day, whether it is in or would be. */
function effectsOf(
  versions: readonly RuleVersionRecord[],
  today: string,
  suspendedCodes: readonly string[],
): EmergencyEffect[] {
  return [...byCode(versions)].flatMap(([code, records]): EmergencyEffect[] => {
    const facts = records.map(factsOf);
    const ordinaryVersion = versionInForce(facts, today, false)?.version;
    const emergencyVersion = versionInForce(facts, today, true)?.version;
    const placed = place(records, today, null);
    const at = (version: number | undefined): PlacedVersion | undefined =>
      placed.find(({ record }) => record.version === version);
    const ordinary = at(ordinaryVersion);
    const emergency = emergencyVersion === ordinaryVersion ? undefined : at(emergencyVersion);
    const view = (each: PlacedVersion | undefined) => (each === undefined ? null : versionView(each, placed));
    const base = { code, ordinary: view(ordinary), emergency: view(emergency), difference: null };
    if (suspendedCodes.includes(code)) return [{ ...base, effect: 'suspended' as const, emergency: null }];
    if (emergency === undefined) return [];
    if (ordinary === undefined) return [{ ...base, effect: 'added' as const }];
    return [{ ...base, effect: 'replaced' as const, difference: differenceOf(ordinary.record, emergency.record) }];
  });
}

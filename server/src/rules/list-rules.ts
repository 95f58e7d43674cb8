import {
  type rules as contract,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  type RuleLine,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { mayEver, type Principal } from '@red-points/shared/domain/permissions';
import { ownSignIns } from '../auth/index.ts';
import type { RulesDeps } from './deps.ts';
import { mayReadVersion } from './drafts.ts';
import type { RuleVersionRecord } from './store.ts';
import { byCode, lineView, type PlacedVersion, place, representative, stateOf, versionView } from './views.ts';

type ListQuery = QueryOf<typeof contract.list>;

/**
 * The rules that hold in a unit, each by one version: in that named, else the caller's own. Rules are public in their unit, so
 * their scope is no secret; what is drafted is for those who manage rules.
 */
export async function listRules(
  deps: RulesDeps,
  principal: Principal,
  query: ListQuery,
): Promise<RuleLine[] | Refusal> {
  const unitIds = query.unitId === undefined ? await ownUnits(deps, principal) : [query.unitId];
  const paths = await Promise.all(unitIds.map((unitId) => deps.orgUnits.pathOf(unitId)));
  if (paths.some((path) => path === null)) return refuse('unit_unknown');
  const holding = [...new Set(paths.flatMap((path) => path ?? []))];
  const filter = holding.length > 0 ? { unitId: { $in: holding } } : {};
  const today = businessDate(deps.clock.now());
  const [records, emergency, mayRead] = await Promise.all([
    deps.rules.find(filter).sort({ code: 1, version: -1 }).toArray(),
    deps.finder.emergency(holding, today),
    mayReadVersion(deps, principal),
  ]);
  const isResident = principal.grants.every((grant) => grant.role === 'resident');
  const state = query.state ?? (isResident ? 'published' : undefined);
  const isOwn = mayEver(principal, 'rules.manage') ? await ownSignIns(deps.users, principal) : null;
  return [...byCode(records).values()].flatMap((versions) => {
    const placed = ofSet(place(versions, today, emergency), query.ruleSet).filter(({ record }) => mayRead(record));
    const shown = shownOf(placed, state, query.ruleSet);
    if (shown === undefined) return [];
    if (query.category !== undefined && shown.record.terms.category !== query.category) return [];
    return [lineView(shown, placed, isOwn)];
  });
}

function ofSet(placed: readonly PlacedVersion[], ruleSet: ListQuery['ruleSet']): readonly PlacedVersion[] {
  return ruleSet === undefined ? placed : placed.filter(({ facts }) => facts.ruleSet === ruleSet);
}

function shownOf(
  placed: readonly PlacedVersion[],
  state: ListQuery['state'],
  ruleSet: ListQuery['ruleSet'],
): PlacedVersion | undefined {
  const shown = representative(placed);
  if (shown === undefined || state === undefined) return shown;
  if (state === 'draft') return placed.find((each) => stateOf(each) === 'draft');
  if (state === 'retired') return stateOf(shown) === 'retired' ? shown : undefined;
  // What may be named in a claim or an activity: what holds or will, and of the emergency set where it was asked for.
  const usable = shown.phase === 'in_force' || shown.phase === 'scheduled';
  return usable || (ruleSet === 'emergency' && shown.phase === 'standby') ? shown : undefined;
}

async function ownUnits(deps: RulesDeps, principal: Principal): Promise<string[]> {
  const units = principal.grants.flatMap((grant) => (grant.unitId === null ? [] : [grant.unitId]));
  if (units.length > 0 || principal.actingPersonId === null) return units;
  const person = await deps.people.byId(principal.actingPersonId);
  return person === null ? [] : [person.unitId];
}

/** The versions of a rule that the caller may read, newest first, and where each stands in a unit: the rule's own unless said. */
export async function listVersions(
  deps: RulesDeps,
  principal: Principal,
  code: string,
  unitId: string | undefined,
): Promise<ResponseOf<typeof contract.versions> | Refusal> {
  const [all, mayRead] = await Promise.all([placedVersions(deps, code, unitId), mayReadVersion(deps, principal)]);
  const placed = all.filter(({ record }) => mayRead(record));
  return placed.length === 0 ? refuse('rule_not_found') : { items: placed.map((each) => versionView(each, placed)) };
}

/** The same, to be worked with. */
export async function placedVersions(
  deps: RulesDeps,
  code: string,
  unitId: string | undefined,
): Promise<PlacedVersion[]> {
  const records: RuleVersionRecord[] = await deps.rules.find({ code }).toArray();
  const [first] = records;
  if (first === undefined) return [];
  const today = businessDate(deps.clock.now());
  const unitPath = (await deps.orgUnits.pathOf(unitId ?? first.unitId)) ?? [first.unitId];
  return place(records, today, await deps.finder.emergency(unitPath, today));
}

/** The rules in force in a unit on a day, for everybody: no drafts, nobody's name. */
export async function publicRules(
  deps: RulesDeps,
  { unitId, date }: QueryOf<typeof contract.publicList>,
): Promise<ResponseOf<typeof contract.publicList> | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  const day = date ?? businessDate(deps.clock.now());
  const [records, emergency, names] = await Promise.all([
    deps.rules
      .find({ unitId: { $in: [...unitPath] }, publishedAt: { $ne: null } })
      .sort({ code: 1, version: -1 })
      .toArray(),
    deps.finder.emergency(unitPath, day),
    deps.orgUnits.names([unitId]),
  ]);
  const items = [...byCode(records).values()].flatMap((versions) => {
    const placed = place(versions, day, emergency);
    const inForce = placed.find(({ phase }) => phase === 'in_force');
    return inForce === undefined ? [] : [versionView(inForce, placed)];
  });
  return {
    unitId,
    unitName: names.get(unitId) ?? unitId,
    date: day,
    emergency: emergency === null ? null : { since: emergency.since },
    items,
  };
}

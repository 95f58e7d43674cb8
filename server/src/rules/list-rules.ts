import type { rules as contract, QueryOf, Refusal } from '@red-points/shared/contracts';
import { refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import type { RulesDeps } from './deps.ts';
import type { RuleVersionRecord } from './store.ts';

/**
 * The newest version of each rule that holds in a unit: that named, else the caller's own. Rules are public in their
 * unit, so their scope is no secret; what is drafted is for those who manage rules.
 */
export async function listRules(
  deps: RulesDeps,
  principal: Principal,
  query: QueryOf<typeof contract.list>,
): Promise<RuleVersionRecord[] | Refusal> {
  const unitIds = query.unitId === undefined ? await ownUnits(deps, principal) : [query.unitId];
  const paths = await Promise.all(unitIds.map((unitId) => deps.orgUnits.pathOf(unitId)));
  if (paths.some((path) => path === null)) return refuse('unit_unknown');
  const holding = [...new Set(paths.flatMap((path) => path ?? []))];
  const filter: Filter<RuleVersionRecord> = {};
  if (holding.length > 0) filter.unitId = { $in: holding };
  if (query.category !== undefined) filter['terms.category'] = query.category;
  if (query.state !== undefined) filter.state = query.state;
  else if (isResident(principal)) filter.state = 'published';
  const newest = new Map<string, RuleVersionRecord>();
  for (const record of await deps.rules.find(filter).sort({ code: 1, version: -1 }).toArray()) {
    if (!newest.has(record.code)) newest.set(record.code, record);
  }
  return [...newest.values()];
}

function isResident(principal: Principal): boolean {
  return principal.grants.every((grant) => grant.role === 'resident');
}

async function ownUnits(deps: RulesDeps, principal: Principal): Promise<string[]> {
  const units = principal.grants.flatMap((grant) => (grant.unitId === null ? [] : [grant.unitId]));
  if (units.length > 0 || principal.actingPersonId === null) return units;
  const home = await deps.homeUnitOf(principal.actingPersonId);
  return home === null ? [] : [home];
}

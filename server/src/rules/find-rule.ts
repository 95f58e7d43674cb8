import { type Refusal, type RuleTerms, refuse } from '@red-points/shared/contracts';
import { versionInForce } from '@red-points/shared/domain/rules';
import { factsOf, type RuleCollection, type RuleVersionFacts, ruleVersionId } from './store.ts';

/** A version of a rule with its terms. */
export interface RuleInForce {
  readonly code: string;
  readonly version: number;
  readonly unitId: string;
  readonly terms: RuleTerms;
}

/**
 * The version of a rule that prices an event of a business date in a unit. A rule holds in its unit and below.
 * @param unitPath the unit's ancestors and itself
 */
export async function ruleInForce(
  rules: RuleCollection,
  code: string,
  date: string,
  unitPath: readonly string[],
): Promise<RuleInForce | Refusal> {
  const versions = await rules.find({ code }).toArray();
  const [first] = versions;
  if (first === undefined) return refuse('rule_not_found');
  if (!unitPath.includes(first.unitId)) return refuse('rule_not_here');
  return versionInForce(versions.map(factsOf), date) ?? refuse('rule_not_in_force', { date });
}

/** Every version of every rule that holds in a unit, drafts included. */
export async function versionsHolding(rules: RuleCollection, unitPath: readonly string[]): Promise<RuleVersionFacts[]> {
  const records = await rules
    .find({ unitId: { $in: [...unitPath] } })
    .sort({ code: 1, version: -1 })
    .toArray();
  return records.map(factsOf);
}

/** Reads terms by version, each once: a version's terms never change. */
export function createTermsReader(rules: RuleCollection): (code: string, version: number) => Promise<RuleTerms> {
  const known = new Map<string, RuleTerms>();
  return async (code, version) => {
    const id = ruleVersionId(code, version);
    const cached = known.get(id);
    if (cached !== undefined) return cached;
    const found = await rules.findOne({ _id: id });
    if (found === null) throw new Error(`rule version ${id} is named by a record but does not exist`);
    known.set(id, found.terms);
    return found.terms;
  };
}

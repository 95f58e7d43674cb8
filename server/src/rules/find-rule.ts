import { isRefusal, type Refusal, type RuleTerms, refuse } from '@red-points/shared/contracts';
import { versionInForce } from '@red-points/shared/domain/rules';
import { factsOf, type RuleCollection, type RuleVersionFacts, ruleVersionId } from './store.ts';

/** A version of a rule with its terms. */
export interface RuleInForce {
  readonly code: string;
  readonly version: number;
  readonly unitId: string;
  readonly terms: RuleTerms;
}

/** Finds the version that prices an event; see `Rules.inForce`. */
export interface RuleFinder {
  inForce(code: string, date: string, unitPath: readonly string[]): Promise<RuleInForce | Refusal>;
  /** Reads a rule anew at the next question: this process has changed it. */
  forget(code: string): void;
}

/** A version published by another process is seen after this long at most, in milliseconds. */
const CACHE_MS = 3_000;

interface Known {
  readonly versions: readonly RuleVersionFacts[];
  readonly staleAtMs: number;
}

/**
 * Rules change a few times a year and price thousands of events an hour, so their versions are kept for seconds. Nothing
 * is refused on what was kept: before a refusal they are read again.
 */
export function createRuleFinder(rules: RuleCollection): RuleFinder {
  const known = new Map<string, Known>();
  const read = async (code: string): Promise<readonly RuleVersionFacts[]> => {
    const versions = (await rules.find({ code }).toArray()).map(factsOf);
    // Only the process's own timer counts here: a clock that tests set must not keep a rule for ever.
    known.set(code, { versions, staleAtMs: performance.now() + CACHE_MS });
    return versions;
  };
  return {
    inForce: async (code, date, unitPath) => {
      const kept = known.get(code);
      if (kept !== undefined && performance.now() < kept.staleAtMs) {
        const found = choose(kept.versions, date, unitPath);
        if (!isRefusal(found)) return found;
      }
      return choose(await read(code), date, unitPath);
    },
    forget: (code) => {
      known.delete(code);
    },
  };
}

function choose(
  versions: readonly RuleVersionFacts[],
  date: string,
  unitPath: readonly string[],
): RuleInForce | Refusal {
  const [first] = versions;
  if (first === undefined) return refuse('rule_not_found');
  if (!unitPath.includes(first.unitId)) return refuse('rule_not_here');
  return versionInForce(versions, date) ?? refuse('rule_not_in_force', { date });
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

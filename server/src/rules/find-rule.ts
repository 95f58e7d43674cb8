import { isRefusal, type Refusal, type RuleTerms, refuse } from '@red-points/shared/contracts';
import { type EmergencyDecision, type EmergencyOn, emergencyOn, versionInForce } from '@red-points/shared/domain/rules';
import {
  decisionOf,
  type EmergencyCollection,
  factsOf,
  type RuleCollection,
  type RuleVersionFacts,
  ruleVersionId,
  termsOf,
} from './store.ts';

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
  /** Whether an emergency is on in a unit on a business date; read anew. */
  emergency(unitPath: readonly string[], date: string): Promise<EmergencyOn | null>;
  /** Reads a rule anew at the next question: this process has changed it. */
  forget(code: string): void;
  /** Reads the emergency switches anew at the next question. */
  forgetEmergencies(): void;
}

/** What another process published or switched is seen after this long at most, in milliseconds. */
const CACHE_MS = 3_000;

interface Kept<T> {
  readonly value: T;
  readonly staleAtMs: number;
}

// Only the process's own timer counts here: a clock that tests set must not keep a rule for ever.
const keep = <T>(value: T): Kept<T> => ({ value, staleAtMs: performance.now() + CACHE_MS });
const fresh = <T>(kept: Kept<T> | undefined): T | undefined =>
  kept !== undefined && performance.now() < kept.staleAtMs ? kept.value : undefined;

/**
 * Rules change a few times a year and price thousands of events an hour, so their versions and the emergency switches
 * are kept for seconds. Nothing is refused on what was kept: before a refusal they are read again.
 */
export function createRuleFinder(rules: RuleCollection, emergencies: EmergencyCollection): RuleFinder {
  const known = new Map<string, Kept<readonly RuleVersionFacts[]>>();
  let switches: Kept<readonly EmergencyDecision[]> | undefined;
  const read = async (code: string): Promise<readonly RuleVersionFacts[]> => {
    const versions = (await rules.find({ code }).toArray()).map(factsOf);
    known.set(code, keep(versions));
    return versions;
  };
  // Units decide this a few times in their lives, and most never: the whole installation's fit into memory.
  const readSwitches = async (): Promise<readonly EmergencyDecision[]> => {
    const decisions = (await emergencies.find().toArray()).map(decisionOf);
    switches = keep(decisions);
    return decisions;
  };
  return {
    inForce: async (code, date, unitPath) => {
      const kept = { versions: fresh(known.get(code)), decisions: fresh(switches) };
      if (kept.versions !== undefined && kept.decisions !== undefined) {
        const found = choose(kept.versions, date, unitPath, emergencyOn(kept.decisions, unitPath, date));
        if (!isRefusal(found)) return found;
      }
      const [versions, decisions] = await Promise.all([read(code), readSwitches()]);
      return choose(versions, date, unitPath, emergencyOn(decisions, unitPath, date));
    },
    emergency: async (unitPath, date) => emergencyOn(await readSwitches(), unitPath, date),
    forget: (code) => {
      known.delete(code);
    },
    forgetEmergencies: () => {
      switches = undefined;
    },
  };
}

function choose(
  versions: readonly RuleVersionFacts[],
  date: string,
  unitPath: readonly string[],
  emergency: EmergencyOn | null,
): RuleInForce | Refusal {
  const [first] = versions;
  if (first === undefined) return refuse('rule_not_found');
  if (!unitPath.includes(first.unitId)) return refuse('rule_not_here');
  if (emergency?.suspendedCodes.includes(first.code) === true) return refuse('rule_suspended', { date });
  return versionInForce(versions, date, emergency !== null) ?? refuse('rule_not_in_force', { date });
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
  // Promises, not terms: an activity of thousands asks thousands of times before the first answer is there.
  const known = new Map<string, Promise<RuleTerms>>();
  const read = async (id: string): Promise<RuleTerms> => {
    const found = await rules.findOne({ _id: id });
    if (found === null) throw new Error(`rule version ${id} is named by a record but does not exist`);
    return termsOf(found);
  };
  return (code, version) => {
    const id = ruleVersionId(code, version);
    const asked = known.get(id);
    if (asked !== undefined) return asked;
    const reading = read(id);
    known.set(id, reading);
    // A failure is this moment's: whoever asks next tries anew.
    reading.catch(() => known.delete(id));
    return reading;
  };
}

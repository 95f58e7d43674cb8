import type { Refusal, RuleTerms } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ApiRouter } from '../http/route.ts';
import type { Platform } from '../platform/platform.ts';
import type { RulesDeps } from './deps.ts';
import { addDraft, type DraftRule, draftRule, newestVersions, setDraftAside } from './draft-rule.ts';
import { createRuleFinder, createTermsReader, type RuleInForce, versionsHolding } from './find-rule.ts';
import type { RuleKey } from './manageable.ts';
import { publishRule, retireRule } from './publish-rule.ts';
import { ruleRoutes } from './routes.ts';
import { emergencyCollection, type RuleVersionFacts, type RuleVersionRecord, ruleCollection } from './store.ts';

export type { DraftRule } from './draft-rule.ts';
export type { RuleInForce } from './find-rule.ts';
export type { RuleKey } from './manageable.ts';
export { ensureRules, type RuleVersionFacts, type RuleVersionRecord } from './store.ts';

/** The versioned rules of the scheme (积分标准), and the set that is switched in for an emergency. */
export interface Rules {
  draft(principal: Principal, input: DraftRule): Promise<RuleVersionRecord | Refusal>;
  /** Drafts in somebody's name whose right to do so was looked at when they asked. */
  draftFor(userId: string, input: DraftRule): Promise<RuleVersionRecord | Refusal>;
  /** The newest version of each of these rules, by code. */
  newest(codes: readonly string[]): Promise<ReadonlyMap<string, RuleVersionRecord>>;
  /** Sets a draft aside that nobody has published. */
  setAside(code: string, version: number): Promise<Refusal | null>;
  publish(principal: Principal, key: RuleKey): Promise<RuleVersionRecord | Refusal>;
  retire(principal: Principal, key: RuleKey): Promise<RuleVersionRecord | Refusal>;
  /**
   * The version that prices an event of a business date `YYYY-MM-DD` in a unit, given by its path: an emergency version while
   * the unit's switch is in. Refused where none holds, or where the emergency suspends the rule.
   */
  inForce(code: string, date: string, unitPath: readonly string[]): Promise<RuleInForce | Refusal>;
  /** The terms of a version that a record names; kept in memory, for they never change. */
  terms(code: string, version: number): Promise<RuleTerms>;
  /** Every version of every rule that holds in a unit. */
  versionsFor(unitId: string): Promise<RuleVersionFacts[]>;
  /** Whether an emergency is on in a unit on a business date. */
  inEmergency(unitId: string, date: string): Promise<boolean>;
  routes(router: ApiRouter): void;
}

export interface RulesNeeds extends Omit<RulesDeps, 'rules' | 'emergencies' | 'clock' | 'ids' | 'finder'> {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids'>;
}

export function createRules({ platform, ...needs }: RulesNeeds): Rules {
  const rules = ruleCollection(platform.db);
  const emergencies = emergencyCollection(platform.db);
  const finder = createRuleFinder(rules, emergencies);
  const deps: RulesDeps = { ...needs, rules, emergencies, finder, clock: platform.clock, ids: platform.ids };
  return {
    draft: (principal, input) => draftRule(deps, principal, input),
    draftFor: (userId, input) => addDraft(deps, userId, input),
    newest: (codes) => newestVersions(deps, codes),
    setAside: (code, version) => setDraftAside(deps, code, version),
    publish: (principal, key) => publishRule(deps, principal, key),
    retire: (principal, key) => retireRule(deps, principal, key),
    inForce: finder.inForce,
    terms: createTermsReader(deps.rules),
    versionsFor: async (unitId) => versionsHolding(deps.rules, (await deps.orgUnits.pathOf(unitId)) ?? []),
    inEmergency: async (unitId, date) =>
      (await finder.emergency((await deps.orgUnits.pathOf(unitId)) ?? [unitId], date)) !== null,
    routes: (router) => ruleRoutes(router, deps),
  };
}

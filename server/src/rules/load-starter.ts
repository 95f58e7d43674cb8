import {
  type BodyOf,
  type ruleSets as contract,
  isRefusal,
  type Refusal,
  type ResponseOf,
  type RuleTerms,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { STARTER_RULES, starterTerms } from '@red-points/shared/domain/rules';
import type { RulesDeps } from './deps.ts';
import { draftRule } from './draft-rule.ts';

const CODES = STARTER_RULES.map(({ code }) => code);

/** The starter catalogue, and which of its rules exist already in this installation. */
export async function starterClauses(deps: RulesDeps): Promise<ResponseOf<typeof contract.starter>> {
  const existing = new Set(await deps.rules.distinct('code', { code: { $in: CODES } }));
  const validFrom = businessDate(deps.clock.now());
  return {
    items: STARTER_RULES.map((rule) => ({
      code: rule.code,
      terms: termsFrom(rule, validFrom),
      exists: existing.has(rule.code),
    })),
  };
}

/**
 * Drafts the clauses of the catalogue that do not exist yet, by one act; somebody else publishes them. Done twice, it changes
 * nothing: a clause that exists in any version is left alone.
 */
export async function loadStarter(
  deps: RulesDeps,
  principal: Principal,
  { unitId, validFrom, codes, adoption }: BodyOf<typeof contract.loadStarter>,
): Promise<ResponseOf<typeof contract.loadStarter> | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'rules.manage', { unitPath })) return refuse('out_of_scope');
  const wanted = codes === undefined ? STARTER_RULES : STARTER_RULES.filter(({ code }) => codes.includes(code));
  if (codes !== undefined && wanted.length < new Set(codes).size) return refuse('rule_not_found');
  const existing = new Set(await deps.rules.distinct('code', { code: { $in: CODES } }));
  const drafted: string[] = [];
  for (const rule of wanted) {
    if (existing.has(rule.code)) continue;
    const terms = termsFrom(rule, validFrom);
    const draft = await draftRule(deps, principal, { code: rule.code, unitId, terms, adoption });
    if (!isRefusal(draft)) drafted.push(rule.code);
    // A colleague loads it at the same moment: theirs stands.
    else if (draft.refused === 'version_conflict' || draft.refused === 'rule_code_taken') existing.add(rule.code);
    else return draft;
  }
  return { drafted, existing: wanted.map(({ code }) => code).filter((code) => existing.has(code)) };
}

function termsFrom(rule: (typeof STARTER_RULES)[number], validFrom: string): RuleTerms {
  return { ...starterTerms(rule), validFrom };
}

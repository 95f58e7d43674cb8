import { type Refusal, type RuleAdoption, type RuleTerms, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { contradictions } from '@red-points/shared/domain/rules';
import { isDuplicateKey } from '../platform/database.ts';
import { adoptionRefusal } from './adopt-rule.ts';
import type { RulesDeps } from './deps.ts';
import { type RuleVersionRecord, ruleVersionId } from './store.ts';

export interface DraftRule {
  readonly code: string;
  readonly unitId: string;
  readonly terms: RuleTerms;
  /** Where it was adopted before it was written down here; recorded with the version. */
  readonly adoption?: RuleAdoption | null;
}

/**
 * Drafts a rule, or the next version of one. Versions are never edited: a newer draft sets the one before it aside.
 * Refuses a unit outside the caller's scope, a code of another unit, a category that is not offered, and terms that
 * contradict each other.
 */
export async function draftRule(
  deps: RulesDeps,
  principal: Principal,
  { code, unitId, terms, adoption = null }: DraftRule,
): Promise<RuleVersionRecord | Refusal> {
  const { rules, orgUnits, clock } = deps;
  const unitPath = await orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'rules.manage', { unitPath })) return refuse('out_of_scope');
  const now = new Date(clock.now());
  const wrong = (await termsRefusal(deps, terms)) ?? (adoption === null ? null : adoptionRefusal(adoption, now));
  if (wrong !== null) return wrong;
  const newest = await rules.findOne({ code }, { sort: { version: -1 } });
  if (newest !== null && newest.unitId !== unitId) return refuse('rule_code_taken');
  const version = (newest?.version ?? 0) + 1;
  const record: RuleVersionRecord = {
    code,
    unitId,
    terms,
    _id: ruleVersionId(code, version),
    version,
    state: 'draft',
    draftedBy: principal.userId,
    createdAt: now,
    publishedBy: null,
    publishedAt: null,
    retiredAt: null,
    withdrawnOn: null,
    adoption,
    ...(adoption === null ? {} : { adoptionRecordedBy: principal.userId }),
  };
  try {
    await rules.insertOne(record);
  } catch (error) {
    // A colleague drafted the same version at the same moment: theirs stands, and theirs is what one would have to read.
    if (isDuplicateKey(error)) return refuse('version_conflict');
    throw error;
  }
  await rules.updateMany(
    {
      code,
      version: { $lt: version },
      state: 'draft',
      'terms.ruleSet': terms.ruleSet === 'ordinary' ? { $ne: 'emergency' } : 'emergency',
    },
    { $set: { state: 'retired', retiredAt: now } },
  );
  return record;
}

async function termsRefusal({ categories }: RulesDeps, terms: RuleTerms): Promise<Refusal | null> {
  const wrong = contradictions(terms);
  if (wrong.length > 0) {
    const fields = wrong.map((field) => ({ path: `terms.${field}`, code: 'contradictory', message: field }));
    return refuse('rule_terms_contradictory', undefined, fields);
  }
  if (await categories.offers(terms.category)) return null;
  const field = { path: 'terms.category', code: 'rule_category_unknown', message: 'rule_category_unknown' };
  return refuse('rule_category_unknown', undefined, [field]);
}

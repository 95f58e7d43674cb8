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
  input: DraftRule,
): Promise<RuleVersionRecord | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(input.unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'rules.manage', { unitPath })) return refuse('out_of_scope');
  return addDraft(deps, principal.userId, input);
}

/** Adds the draft in somebody's name whose right to do so has been looked at. */
export async function addDraft(
  deps: RulesDeps,
  draftedBy: string,
  { code, unitId, terms, adoption = null }: DraftRule,
): Promise<RuleVersionRecord | Refusal> {
  const { rules, clock } = deps;
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
    draftedBy,
    createdAt: now,
    publishedBy: null,
    publishedAt: null,
    retiredAt: null,
    withdrawnOn: null,
    adoption,
    ...(adoption === null ? {} : { adoptionRecordedBy: draftedBy }),
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

/** The newest version of each of these rules of every day, by code, drafts that were set aside left out: one query for all. */
export async function newestVersions(
  { rules }: Pick<RulesDeps, 'rules'>,
  codes: readonly string[],
): Promise<ReadonlyMap<string, RuleVersionRecord>> {
  const found = await rules
    .find({ code: { $in: [...codes] }, 'terms.ruleSet': { $ne: 'emergency' }, $nor: [SET_ASIDE] })
    .sort({ version: 1 })
    .toArray();
  return new Map(found.map((record) => [record.code, record]));
}

const SET_ASIDE = { state: 'retired' as const, publishedAt: null };

/** Sets a draft aside that nobody has published; refused where somebody has. Safe to repeat. */
export async function setDraftAside(
  { rules, clock }: Pick<RulesDeps, 'rules' | 'clock'>,
  code: string,
  version: number,
): Promise<Refusal | null> {
  const _id = ruleVersionId(code, version);
  await rules.updateOne({ _id, state: 'draft' }, { $set: { state: 'retired', retiredAt: new Date(clock.now()) } });
  const found = await rules.findOne({ _id }, { projection: { publishedAt: 1 } });
  return found !== null && found.publishedAt !== null ? refuse('import_rule_published') : null;
}

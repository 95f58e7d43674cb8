import { type Refusal, type RuleTerms, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { contradictions } from '@red-points/shared/domain/rules';
import { isDuplicateKey } from '../platform/database.ts';
import type { RulesDeps } from './deps.ts';
import { type RuleVersionRecord, ruleVersionId } from './store.ts';

export interface DraftRule {
  readonly code: string;
  readonly unitId: string;
  readonly terms: RuleTerms;
}

/**
 * Drafts a rule, or the next version of one. Versions are never edited: a newer draft sets the one before it aside.
 * Refuses a unit outside the caller's scope, a code of another unit, and terms that contradict each other.
 */
export async function draftRule(
  { rules, orgUnits, clock }: RulesDeps,
  principal: Principal,
  input: DraftRule,
): Promise<RuleVersionRecord | Refusal> {
  const unitPath = await orgUnits.pathOf(input.unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'rules.manage', { unitPath })) return refuse('out_of_scope');
  const wrong = contradictions(input.terms);
  if (wrong.length > 0) {
    const fields = wrong.map((field) => ({ path: `terms.${field}`, code: 'contradictory', message: field }));
    return refuse('rule_terms_contradictory', undefined, fields);
  }
  const newest = await rules.findOne({ code: input.code }, { sort: { version: -1 } });
  if (newest !== null && newest.unitId !== input.unitId) return refuse('rule_code_taken');
  const now = new Date(clock.now());
  const record: RuleVersionRecord = {
    ...input,
    _id: ruleVersionId(input.code, (newest?.version ?? 0) + 1),
    version: (newest?.version ?? 0) + 1,
    state: 'draft',
    draftedBy: principal.userId,
    createdAt: now,
    publishedBy: null,
    publishedAt: null,
    retiredAt: null,
    withdrawnOn: null,
  };
  try {
    await rules.insertOne(record);
  } catch (error) {
    // A colleague drafted the same version at the same moment: theirs stands, and theirs is what one would have to read.
    if (isDuplicateKey(error)) return refuse('version_conflict');
    throw error;
  }
  await rules.updateMany(
    { code: input.code, version: { $lt: record.version }, state: 'draft' },
    { $set: { state: 'retired', retiredAt: now } },
  );
  return record;
}

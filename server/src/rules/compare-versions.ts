import { type Refusal, type RuleDifference, refuse } from '@red-points/shared/contracts';
import { differencesBetween, examplesBetween } from '@red-points/shared/domain/rules';
import type { RulesDeps } from './deps.ts';
import { type RuleVersionRecord, ruleVersionId, termsOf } from './store.ts';

/** What differs between two versions of a rule, field by field, and what usual events would earn under either. */
export async function compareVersions(
  { rules }: Pick<RulesDeps, 'rules'>,
  code: string,
  versions: { readonly before: number; readonly after: number },
): Promise<RuleDifference | Refusal> {
  const [before, after] = await Promise.all(
    [versions.before, versions.after].map((version) => rules.findOne({ _id: ruleVersionId(code, version) })),
  );
  return !before || !after ? refuse('rule_not_found') : differenceOf(before, after);
}

export function differenceOf(before: RuleVersionRecord, after: RuleVersionRecord): RuleDifference {
  const [old, next] = [termsOf(before), termsOf(after)];
  return {
    code: before.code,
    before: before.version,
    after: after.version,
    changes: differencesBetween(old, next),
    examples: examplesBetween(old, next),
  };
}

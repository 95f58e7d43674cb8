import { type Refusal, type RuleDifference, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { differencesBetween, examplesBetween } from '@red-points/shared/domain/rules';
import type { RulesDeps } from './deps.ts';
import { mayReadVersion } from './drafts.ts';
import { type RuleVersionRecord, ruleVersionId, termsOf } from './store.ts';

/** What differs between two versions of a rule that the caller may read, field by field, and what usual events would earn under either. */
export async function compareVersions(
  deps: Pick<RulesDeps, 'rules' | 'orgUnits'>,
  principal: Principal,
  code: string,
  versions: { readonly before: number; readonly after: number },
): Promise<RuleDifference | Refusal> {
  const [before, after] = await Promise.all(
    [versions.before, versions.after].map((version) => deps.rules.findOne({ _id: ruleVersionId(code, version) })),
  );
  const mayRead = await mayReadVersion(deps, principal);
  return !before || !after || !mayRead(before) || !mayRead(after)
    ? refuse('rule_not_found')
    : differenceOf(before, after);
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

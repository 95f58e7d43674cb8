import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { RulesDeps } from './deps.ts';
import { type RuleVersionRecord, ruleVersionId } from './store.ts';

export interface RuleKey {
  readonly code: string;
  readonly version: number;
}

/** A version that the caller may manage. */
export async function manageable(
  { rules, orgUnits }: RulesDeps,
  principal: Principal,
  key: RuleKey,
): Promise<RuleVersionRecord | Refusal> {
  const found = await rules.findOne({ _id: ruleVersionId(key.code, key.version) });
  if (found === null) return refuse('rule_not_found');
  const unitPath = await orgUnits.pathOf(found.unitId);
  return permits(principal, 'rules.manage', { unitPath: unitPath ?? [] }) ? found : refuse('out_of_scope');
}

export async function traceRule(
  deps: RulesDeps,
  principal: Principal,
  action: string,
  rule: RuleVersionRecord,
): Promise<void> {
  await deps.audit.record({ principal, action, subject: { kind: 'rule', id: rule._id }, unitId: rule.unitId });
}

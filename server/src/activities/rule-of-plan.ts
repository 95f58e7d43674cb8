import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { paysByCase } from '@red-points/shared/domain/mediation';
import { earnsText } from '@red-points/shared/domain/rules';
import type { RuleInForce } from '../rules/index.ts';
import type { ActivitiesDeps } from './deps.ts';
import type { ActivityRecord } from './store.ts';

/** What an activity keeps of the rule that it goes by. */
type Kept = Pick<ActivityRecord, 'asks' | 'earnsEn' | 'earnsZh' | 'publicityDays'>;

/** The rule that holds for an activity on its day, and what is kept of it; or why it cannot go by that rule. */
export async function ruleOfPlan(
  { rules }: Pick<ActivitiesDeps, 'rules'>,
  { ruleCode, category, startsAt, unitPath }: Pick<ActivityRecord, 'ruleCode' | 'category' | 'startsAt' | 'unitPath'>,
): Promise<{ readonly rule: RuleInForce; readonly kept: Kept } | Refusal> {
  const rule = await rules.inForce(ruleCode, businessDate(startsAt.getTime()), unitPath);
  if (isRefusal(rule)) return rule;
  const { terms } = rule;
  if (terms.category !== category) return refuse('rule_category_mismatch');
  // Everybody who comes would be credited with the whole case.
  if (paysByCase(terms)) return refuse('rule_by_case');
  const { zh: earnsZh, en: earnsEn } = earnsText(terms);
  return { rule, kept: { asks: terms.notEligible, earnsZh, earnsEn, publicityDays: terms.publicityDays } };
}

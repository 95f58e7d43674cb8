import { claimDateRefusal, claimMinutesRefusal } from '../claims/index.ts';
import { paysByCase } from '../mediation/index.ts';
import { type PricingTerms, price } from '../rules/index.ts';
import type { BatchKind, BatchProvenance } from './items.ts';

/** Why an item cannot be posted: a problem code with what its words name. */
export interface ItemProblem {
  readonly code: ItemProblemCode;
  readonly detail?: Readonly<Record<string, string | number>>;
}

export type ItemProblemCode =
  | 'person_not_found'
  | 'batch_item_person_unclear'
  | 'person_other_community'
  | 'person_closed'
  | 'guardian_consent_missing'
  | 'claim_in_future'
  | 'claim_too_old'
  | 'claim_minutes_missing'
  | 'claim_earns_nothing'
  | 'batch_needs_publicity'
  | 'rule_by_case'
  | 'batch_item_malformed'
  | 'ledger_nothing_to_post';

/** What an item asks for. */
export interface AskedItem {
  readonly date: string;
  readonly minutes: number;
  readonly points: number;
}

/** Whom it is for, as far as that decides; null where nobody was found. */
export interface ItemPerson {
  readonly unitPath: readonly string[];
  readonly isClosed: boolean;
}

/** What a batch says of all its items. */
export interface BatchFacts {
  readonly unitId: string;
  readonly kind: BatchKind;
  readonly provenance: BatchProvenance;
  readonly today: string;
}

/** What an item comes to. */
export type CheckedItem = { readonly problem: ItemProblem } | { readonly points: number; readonly minutes: number };

const problem = (code: ItemProblemCode, detail?: ItemProblem['detail']): { problem: ItemProblem } => ({
  problem: detail === undefined ? { code } : { code, detail },
});

/** Whether an item's person may be given anything by this batch. */
export function personProblem(
  facts: Pick<BatchFacts, 'unitId'>,
  person: ItemPerson | null,
  named: 'by_id' | 'by_name',
): ItemProblem | null {
  if (person === null) return { code: named === 'by_id' ? 'person_not_found' : 'batch_item_person_unclear' };
  if (!person.unitPath.includes(facts.unitId)) return { code: 'person_other_community' };
  return person.isClosed ? { code: 'person_closed' } : null;
}

/** An item of a rule: its points are what the rule gives, by the function that prices everything else. */
export function checkRuleItem(
  facts: BatchFacts,
  item: AskedItem,
  terms: PricingTerms & { readonly category: string; readonly publicityDays: number },
): CheckedItem {
  if (item.points !== 0) return problem('batch_item_malformed', { field: 'points' });
  if (item.minutes < 0) return problem('batch_item_malformed', { field: 'minutes' });
  if (paysByCase(terms)) return problem('rule_by_case');
  if (terms.publicityDays > 0) return problem('batch_needs_publicity');
  const missing = claimMinutesRefusal(terms.unit, item.minutes);
  if (missing !== null) return problem(missing);
  const { points, minutes, workingZh } = price(terms, { minutes: item.minutes, provenance: facts.provenance });
  return points === 0 && minutes === 0 ? problem('claim_earns_nothing', { reason: workingZh }) : { points, minutes };
}

/** An item of a correction: what two persons say, up or down. */
export function checkCorrection({ points, minutes }: AskedItem): CheckedItem {
  return points === 0 && minutes === 0 ? problem('ledger_nothing_to_post') : { points, minutes };
}

/** Whether something of that day can be entered now: neither of days to come nor of long ago. */
export function dateProblem(
  { today }: Pick<BatchFacts, 'today'>,
  { date }: Pick<AskedItem, 'date'>,
): ItemProblem | null {
  const code = claimDateRefusal(date, today);
  return code === null ? null : { code };
}

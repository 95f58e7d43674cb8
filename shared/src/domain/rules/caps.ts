import { type Cap, capKey } from '../ledger/index.ts';

/** Caps of a rule per person, in points; null where there is none. */
export interface CapTerms {
  readonly caps: { readonly perDay: number | null; readonly perMonth: number | null; readonly perYear: number | null };
}

/** The caps that a credit of this rule counts against, by the business periods in which it happened. */
export function capsFor(ruleCode: string, terms: CapTerms, effectiveAtMs: number): Cap[] {
  const caps: Cap[] = [];
  const { perDay, perMonth, perYear } = terms.caps;
  if (perDay !== null) caps.push({ key: capKey(ruleCode, 'day', effectiveAtMs), pointsMax: perDay });
  if (perMonth !== null) caps.push({ key: capKey(ruleCode, 'month', effectiveAtMs), pointsMax: perMonth });
  if (perYear !== null) caps.push({ key: capKey(ruleCode, 'year', effectiveAtMs), pointsMax: perYear });
  return caps;
}

import { type Cap, capKey } from '../ledger/index.ts';

/** Caps in points; null where there is none. */
export interface CapsByPeriod {
  readonly perDay: number | null;
  readonly perMonth: number | null;
  readonly perYear: number | null;
}

export interface CapTerms {
  /** Per person. */
  readonly caps: CapsByPeriod;
  /** Of a whole household together, where its account is shared; absent in versions from before households. */
  readonly householdCaps?: CapsByPeriod | undefined;
}

/**
 * The caps that a credit of this rule counts against, by the business periods in which it happened.
 * @param memberId whose earning it is, where the account is a household's: each member has the caps of a person, counted
 *   under keys of their own, and the household has its own caps; null in a person's own account
 */
export function capsFor(
  ruleCode: string,
  terms: CapTerms,
  effectiveAtMs: number,
  memberId: string | null = null,
): Cap[] {
  if (memberId === null) return capsOf(ruleCode, terms.caps, effectiveAtMs);
  return [
    ...capsOf(`${ruleCode}:${memberId}`, terms.caps, effectiveAtMs),
    ...(terms.householdCaps === undefined ? [] : capsOf(ruleCode, terms.householdCaps, effectiveAtMs)),
  ];
}

function capsOf(prefix: string, { perDay, perMonth, perYear }: CapsByPeriod, effectiveAtMs: number): Cap[] {
  const caps: Cap[] = [];
  if (perDay !== null) caps.push({ key: capKey(prefix, 'day', effectiveAtMs), pointsMax: perDay });
  if (perMonth !== null) caps.push({ key: capKey(prefix, 'month', effectiveAtMs), pointsMax: perMonth });
  if (perYear !== null) caps.push({ key: capKey(prefix, 'year', effectiveAtMs), pointsMax: perYear });
  return caps;
}

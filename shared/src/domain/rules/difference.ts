import type { CapsByPeriod, HouseholdCaps } from './caps.ts';
import { type PricingTerms, price } from './price.ts';

/** What a version says, as far as two versions are held against each other. */
export interface ComparedTerms extends PricingTerms {
  readonly title: string;
  readonly category: string;
  readonly caps: CapsByPeriod;
  readonly householdCaps: HouseholdCaps;
  readonly notEligible: readonly string[];
  readonly oncePerEvent: boolean;
  readonly evidenceNeeds: readonly { readonly kind: string; readonly countMin: number }[];
  readonly evidenceWanted: string;
  readonly publicityDays: number;
  readonly expiry: { readonly kind: string; readonly months?: number };
  readonly ruleSet: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly adoptedBy: string;
}

/** The fields of a rule, in the order in which a clause is read. */
export const RULE_FIELDS = [
  'title',
  'category',
  'ruleSet',
  'unit',
  'points',
  'coefficient',
  'minutesMin',
  'pointsMinPerEvent',
  'pointsMaxPerEvent',
  'caps.perDay',
  'caps.perWeek',
  'caps.perMonth',
  'caps.perYear',
  'householdCaps.perEvent',
  'householdCaps.perDay',
  'householdCaps.perWeek',
  'householdCaps.perMonth',
  'householdCaps.perYear',
  'notEligible',
  'oncePerEvent',
  'evidenceNeeds',
  'evidenceWanted',
  'spendableProvenances',
  'publicityDays',
  'expiry',
  'validFrom',
  'validUntil',
  'adoptedBy',
] as const;
export type RuleField = (typeof RULE_FIELDS)[number];

export type FieldValue = string | number | boolean | null | FieldValue[] | { [key: string]: FieldValue };

export interface FieldChange {
  readonly field: RuleField;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** What differs between two versions, field by field. Lists that only stand in another order do not differ. */
export function differencesBetween(before: ComparedTerms, after: ComparedTerms): FieldChange[] {
  return RULE_FIELDS.flatMap((field) => {
    const [old, next] = [fieldOf(before, field), fieldOf(after, field)];
    return JSON.stringify(old) === JSON.stringify(next) ? [] : [{ field, before: old, after: next }];
  });
}

function fieldOf(terms: ComparedTerms, field: RuleField): FieldValue {
  switch (field) {
    case 'notEligible':
    case 'spendableProvenances':
      return [...terms[field]].sort();
    case 'evidenceNeeds':
      return terms.evidenceNeeds
        .map(({ kind, countMin }) => ({ kind, countMin }))
        .sort((left, right) => (left.kind < right.kind ? -1 : 1));
    case 'expiry':
      return terms.expiry.months === undefined
        ? { kind: terms.expiry.kind }
        : { ...terms.expiry, months: terms.expiry.months };
    default: {
      const [outer, inner] = field.split('.') as [keyof ComparedTerms, string | undefined];
      const value: unknown = terms[outer];
      return ((inner === undefined ? value : (value as Record<string, unknown>)[inner]) ?? null) as FieldValue;
    }
  }
}

/** One event, and what it would earn before and after. */
export interface ExamplePriced {
  readonly minutes: number;
  readonly cases: number;
  readonly before: number;
  readonly after: number;
}

const EXAMPLE_MINUTES = [30, 60, 120, 240, 480];
const EXAMPLE_CASES = [1, 2, 3];

/** What usual events would earn under either version, by the function that posts; those that earn the same are left out. */
export function examplesBetween(before: PricingTerms, after: PricingTerms): ExamplePriced[] {
  const byCase = before.unit === 'case' && after.unit === 'case';
  const events = byCase
    ? EXAMPLE_CASES.map((cases) => ({ minutes: Math.max(before.minutesMin, after.minutesMin), cases }))
    : EXAMPLE_MINUTES.map((minutes) => ({ minutes, cases: 1 }));
  return events.flatMap(({ minutes, cases }) => {
    const event = { minutes, cases, provenance: 'qr_rotating' as const };
    const [old, next] = [price(before, event).points, price(after, event).points];
    return old === next ? [] : [{ minutes, cases, before: old, after: next }];
  });
}

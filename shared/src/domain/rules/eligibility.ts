/** Who is paid for it already, and therefore earns no points by a rule that says so. */
export const INELIGIBILITIES = ['paid_on_duty', 'paid_per_case'] as const;
export type Ineligibility = (typeof INELIGIBILITIES)[number];

/** What somebody answered when they were asked; an answer that is missing was not given. */
export type Declarations = Readonly<Partial<Record<Ineligibility, boolean | undefined>>>;

export type Eligibility =
  | { readonly kind: 'eligible' }
  | { readonly kind: 'not_asked'; readonly questions: readonly Ineligibility[] }
  | { readonly kind: 'not_eligible'; readonly reasons: readonly Ineligibility[] };

/** Whether somebody may earn by a rule, by what they declared. A question that was not answered leaves it open. */
export function eligibilityOf(
  terms: { readonly notEligible?: readonly Ineligibility[] | undefined },
  declared: Declarations,
): Eligibility {
  const asked = terms.notEligible ?? [];
  const reasons = asked.filter((question) => declared[question] === true);
  if (reasons.length > 0) return { kind: 'not_eligible', reasons };
  const questions = asked.filter((question) => declared[question] === undefined);
  return questions.length > 0 ? { kind: 'not_asked', questions } : { kind: 'eligible' };
}

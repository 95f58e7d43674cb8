/** The category whose rules price mediation; its code stays for ever. */
export const MEDIATION_CATEGORY = 'mediation';

/**
 * Whether a rule pays for a case of mediation as a whole: its points are shared exactly by everybody who mediated that case, so
 * that nobody is credited by it but as a part of one. A meeting or an hour of advice in the same category is everybody's own.
 */
export function paysByCase({ category, unit }: { readonly category: string; readonly unit: string }): boolean {
  return category === MEDIATION_CATEGORY && unit === 'case';
}

/** 调解成功, 未达成, 转交律师团. */
export const MEDIATION_OUTCOMES = ['settled', 'not_settled', 'referred'] as const;
export type MediationOutcome = (typeof MEDIATION_OUTCOMES)[number];

/** What a follow-up visit found: 未再发生, 有反复, 没有见到. */
export const VISIT_FINDINGS = ['calm', 'recurred', 'not_met'] as const;
export type VisitFinding = (typeof VISIT_FINDINGS)[number];

/** Mediators of one case. */
export const MEDIATORS_MAX = 6;
/** Days from the mediation to the follow-up visit, and from one visit to the next. */
export const VISIT_AFTER_DAYS = 30;
/** How long the parties' details are kept, in days: as long as evidence. */
export const CASE_DAYS_SEALED = 730;

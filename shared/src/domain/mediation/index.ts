export { shareExactly } from './share.ts';
export {
  CASE_DAYS_SEALED,
  MEDIATION_CATEGORY,
  MEDIATION_OUTCOMES,
  MEDIATORS_MAX,
  type MediationOutcome,
  paysByCase,
  VISIT_AFTER_DAYS,
  VISIT_FINDINGS,
  type VisitFinding,
} from './terms.ts';

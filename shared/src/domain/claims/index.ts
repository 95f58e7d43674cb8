export {
  CLAIM_AGE_DAYS_MAX,
  type ClaimFacts,
  claimDateRefusal,
  claimMinutesRefusal,
  duplicateText,
  EVIDENCE_DAYS_KEPT,
} from './claim.ts';
export { publicityEndsAt } from './publicity.ts';
export {
  decisionRefusal,
  type IndependenceRefusal,
  independenceRefusal,
  type ReviewDecision,
  type Reviewer,
  type ReviewParties,
  stateAfterDecision,
} from './review.ts';

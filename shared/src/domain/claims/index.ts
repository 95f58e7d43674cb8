export {
  CLAIM_AGE_DAYS_MAX,
  type ClaimFacts,
  claimDateRefusal,
  claimMinutesRefusal,
  DRAFT_DAYS_KEPT,
  DRAFTS_MAX,
  duplicateText,
  EVIDENCE_DAYS_KEPT,
  LOOSE_EVIDENCE_DAYS_KEPT,
  LOOSE_EVIDENCE_MAX,
} from './claim.ts';
export {
  bandsNear,
  isFeatureless,
  isSamePicture,
  PICTURE_GRID_SIDE,
  type PictureHash,
  pictureBands,
  pictureDistance,
  pictureHashOf,
} from './picture-hash.ts';
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
export { claimedSpan, type Span, sharesTime, staySpan } from './times.ts';

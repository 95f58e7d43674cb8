export { applyFact, endingOf, ImpossibleFactError } from './apply-fact.ts';
export * from './assurance.ts';
export {
  AGREEMENT_ENDING_DAYS,
  isAgreed,
  type OfferRefusalCode,
  type ShopRefusalCode,
  takesPart,
  whyNotOnOffer,
  whyNotServing,
} from './availability.ts';
export { decide, whyOver } from './decide.ts';
export * from './pin.ts';
export * from './shop-caps.ts';
export { isLooser, type RedemptionLimits, strictestOf } from './strictness.ts';
export * from './terms.ts';
export * from './types.ts';

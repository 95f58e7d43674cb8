export { type CapTerms, capsFor } from './caps.ts';
export {
  earnsText,
  PRICE_NOTES,
  type Priced,
  type PricedEvent,
  type PriceNote,
  type PricingTerms,
  price,
} from './price.ts';
export { contradictions, type VersionFacts, versionInForce } from './versions.ts';

export {
  CAP_PERIODS,
  CAP_SCOPES,
  type CapRoom,
  type CapSubject,
  type CapTerms,
  capRooms,
  capsFor,
  type NamedCap,
  namedCapsFor,
} from './caps.ts';
export { STARTER_RULES, type StarterRule, starterTerms } from './catalogue.ts';
export {
  type ComparedTerms,
  differencesBetween,
  type ExamplePriced,
  examplesBetween,
  type FieldChange,
  type FieldValue,
  RULE_FIELDS,
  type RuleField,
} from './difference.ts';
export {
  type Declarations,
  type Eligibility,
  eligibilityOf,
  INELIGIBILITIES,
  type Ineligibility,
} from './eligibility.ts';
export {
  EMERGENCY_TURNS,
  type EmergencyDecision,
  type EmergencyOn,
  type EmergencyTurn,
  emergencyOn,
} from './emergency.ts';
export { EVIDENCE_KINDS, type EvidenceGiven, type EvidenceKind, type EvidenceNeed, evidenceShort } from './evidence.ts';
export {
  earnsText,
  PRICE_NOTES,
  type Priced,
  type PricedEvent,
  type PriceNote,
  type PricingTerms,
  price,
} from './price.ts';
export {
  contradictions,
  lastDayOf,
  phaseOf,
  RULE_SETS,
  type RuleSet,
  VERSION_PHASES,
  type VersionFacts,
  type VersionPhase,
  versionInForce,
} from './versions.ts';

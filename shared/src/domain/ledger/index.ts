export {
  ENTRY_MINUTES_MAX,
  givesBackTooMuch,
  refundablePoints,
  refusalOfCorrection,
  type Touched,
  touchedBy,
  UNTOUCHED,
} from './correction.ts';
export {
  type CapPeriod,
  capKey,
  capPeriodClosesAt,
  capPeriodStartsAt,
  grantUnderCaps,
  lateCapKey,
} from './counters.ts';
export { type DebtPart, openDebts } from './debts.ts';
export { decide } from './decide.ts';
export { decidePair, isPairRepetition, type PairDecision } from './decide-pair.ts';
export type { Decision, EntryDraft, OriginalFacts } from './decision.ts';
export {
  canonicalContent,
  canonicalState,
  chainHash,
  contentHashOf,
  type EntryContent,
  FIRST_PREVIOUS_HASH,
  type Sha256,
} from './encoding.ts';
export {
  accountOfEntryId,
  entryId,
  entryIdRange,
  isAccountId,
  isRepetition,
  isSameRequest,
  recordedAfter,
  SEQ_MAX,
  sealEntry,
  seqOfEntryId,
  upcast,
} from './entry.ts';
export { expiryOf } from './expiry.ts';
export {
  available,
  cutFromNewest,
  dueLots,
  giveLots,
  heldPoints,
  nextExpiryOf,
  takeOldest,
  takePreferring,
} from './lots.ts';
export { assertState, emptyState, StateInvariantError } from './state.ts';
export { applyEntry, creditChange } from './transition.ts';
export * from './types.ts';

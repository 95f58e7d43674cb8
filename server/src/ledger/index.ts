export type { CheckScope, LedgerCheck, MakeLedgerCheck } from './check.ts';
export { DUE_LOTS_COLLECTION, ensureLedgerCollection, LEDGER_COLLECTION, type StoredEntry } from './collection.ts';
export { collectionCheck } from './collection-check.ts';
export { collectionMatcher } from './collection-matcher.ts';
export { createLedger, type LedgerDependencies, STATEMENT_LIMIT_MAX } from './create-ledger.ts';
export { accountsWithLotsUntil, type LotExpiry } from './due-lots.ts';
export {
  type ExpiryDependencies,
  type ExpiryResult,
  expireDueLots,
  expireDueLotsOf,
  expiryJob,
} from './expire-due-lots.ts';
export { FirstBad } from './first-bad.ts';
export { keyCheck } from './key-check.ts';
export { capsCountedLate, countersOf } from './late-caps.ts';
export { AppendOnlyError, ledgerEntryModel } from './model.ts';
export { pairCheck } from './pair-check.ts';
export { type ExpectedEntry, type RecordMatcher, recordCheck } from './record-match.ts';
export { isReversed, reversedEntries } from './reversed-entries.ts';
export { createProductionRole, SERVER_ROLE } from './role.ts';
export { TimeLimitError } from './time-limit.ts';
export * from './types.ts';
export { type VerifyOptions, type VerifyProgress, type VerifyResult, verifyLedger } from './verify.ts';

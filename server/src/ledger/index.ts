export type { CheckScope, LedgerCheck, MakeLedgerCheck } from './check.ts';
export { DUE_LOTS_COLLECTION, ensureLedgerCollection, LEDGER_COLLECTION, type StoredEntry } from './collection.ts';
export { createLedger, type LedgerDependencies, STATEMENT_LIMIT_MAX } from './create-ledger.ts';
export { type ExpiryDependencies, type ExpiryResult, expireDueLots, expiryJob } from './expire-due-lots.ts';
export { AppendOnlyError, ledgerEntryModel } from './model.ts';
export { type ExpectedEntry, type RecordMatcher, recordCheck } from './record-match.ts';
export { createProductionRole, SERVER_ROLE } from './role.ts';
export * from './types.ts';
export { type VerifyOptions, type VerifyResult, verifyLedger } from './verify.ts';

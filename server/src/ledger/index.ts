export { ensureLedgerCollection, LEDGER_COLLECTION } from './collection.ts';
export { createLedger, type LedgerDependencies, STATEMENT_LIMIT_MAX } from './create-ledger.ts';
export * from './types.ts';

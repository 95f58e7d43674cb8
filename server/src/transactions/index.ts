export { reversalMatcher } from './match-ledger.ts';
export type { ReverseInput, Reverser } from './reverse.ts';
export { createTransactions, ensureTransactions, type Transactions, type TransactionsDeps } from './transactions.ts';

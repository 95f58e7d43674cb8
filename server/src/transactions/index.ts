export { reversalMatcher } from './match-ledger.ts';
export { createTransactions, ensureTransactions, type Transactions, type TransactionsDeps } from './transactions.ts';

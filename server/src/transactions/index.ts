export { createTransactions, ensureTransactions, type Transactions, type TransactionsDeps } from './transactions.ts';

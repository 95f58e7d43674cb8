export type { ImportNeeds, ImportRuleVersion } from './deps.ts';
export { createImports, type Imports } from './imports.ts';
export { importRowMatcher } from './match-ledger.ts';
export { IMPORT_POSTING_JOB } from './posting-job.ts';
export { ensureImports, type ImportRow } from './store.ts';

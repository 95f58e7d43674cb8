import type { CheckScope, LedgerCheck, MakeLedgerCheck } from './ledger/index.ts';
import { pairCheck, recordCheck } from './ledger/index.ts';
import { recordMatchers } from './record-matchers.ts';

/** All that the ledger must agree with beside itself; one line each. */
const checks: readonly MakeLedgerCheck[] = [pairCheck, (scope) => recordCheck(scope, recordMatchers(scope.db))];

/** The checks of one verification, fresh. */
export function ledgerChecks(scope: CheckScope): LedgerCheck[] {
  return checks.flatMap((make) => make(scope) ?? []);
}

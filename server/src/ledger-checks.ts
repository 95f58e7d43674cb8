import { ENTRY_KINDS, type EntryKind } from '@red-points/shared/domain/ledger';
import { budgetCheck } from './budgets/index.ts';
import { attendanceCheck } from './check-ins/index.ts';
import { claimCheck } from './claims/index.ts';
import { digestCheck } from './digests/index.ts';
import {
  type CheckScope,
  collectionCheck,
  keyCheck,
  type LedgerCheck,
  type MakeLedgerCheck,
  pairCheck,
  recordCheck,
} from './ledger/index.ts';
import { objectionCheck } from './objections/index.ts';
import { stockCheck } from './offers/index.ts';
import { recordMatchers } from './record-matchers.ts';
import { rollupPorts } from './rollup-ports.ts';
import { rollupCheck } from './rollups/index.ts';
import { serviceCheck } from './service/index.ts';
import { settlementCheck } from './settlements/index.ts';

/** What nobody's record stands behind follows from the account itself: lots that are due. */
const UNRECORDED_KINDS: readonly EntryKind[] = ['expire'];
const RECORDED_KINDS = ENTRY_KINDS.filter((kind) => !UNRECORDED_KINDS.includes(kind));

/** All that a verification of the ledger compares with it beside replaying it; one line each. */
const checks: readonly MakeLedgerCheck[] = [
  collectionCheck,
  keyCheck,
  pairCheck,
  (scope) => recordCheck(scope, recordMatchers(scope.db), RECORDED_KINDS),
  stockCheck,
  claimCheck,
  attendanceCheck,
  objectionCheck,
  budgetCheck,
  settlementCheck,
  serviceCheck,
  digestCheck,
  (scope) => rollupCheck(scope, rollupPorts(scope.db)),
];

/** The checks of one verification, fresh. */
export function ledgerChecks(scope: CheckScope): LedgerCheck[] {
  return checks.flatMap((make) => make(scope) ?? []);
}

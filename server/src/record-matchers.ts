import type { Db } from 'mongodb';
import { closingMatcher, joiningMatcher } from './account-changes/index.ts';
import { adjustmentMatcher } from './adjustments/index.ts';
import { batchItemMatcher } from './batches/index.ts';
import { attendanceMatcher, claimMatcher } from './credits/index.ts';
import { donationMatcher } from './donations/index.ts';
import { importRowMatcher } from './imports/index.ts';
import type { RecordMatcher } from './ledger/index.ts';
import { redemptionMatcher } from './redemptions/index.ts';
import { reversalMatcher } from './transactions/index.ts';

/** Every noun whose records stand behind entries; one line each. `ledger:verify` matches them with the ledger both ways. */
const matchers: readonly ((db: Db) => RecordMatcher)[] = [
  claimMatcher,
  attendanceMatcher,
  importRowMatcher,
  batchItemMatcher,
  redemptionMatcher,
  donationMatcher,
  reversalMatcher,
  closingMatcher,
  joiningMatcher,
  adjustmentMatcher,
];

/** The independent records that the ledger must agree with. */
export function recordMatchers(db: Db): RecordMatcher[] {
  return matchers.map((matcher) => matcher(db));
}

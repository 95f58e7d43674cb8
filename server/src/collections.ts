import type { Db } from 'mongodb';
import { ensureAccountChanges } from './account-changes/index.ts';
import { ensureAccounts } from './accounts/index.ts';
import { ensureAdjustments } from './adjustments/index.ts';
import { ensureAudit } from './audit/index.ts';
import { ensureAuth } from './auth/index.ts';
import { ensureBatches } from './batches/index.ts';
import { ensureBudgets } from './budgets/index.ts';
import { ensureCategories } from './categories/index.ts';
import { ensureConsents } from './consents/index.ts';
import { ensureContests } from './contests/index.ts';
import { ensureDemoAccess } from './demo-access/index.ts';
import { ensureDigests } from './digests/index.ts';
import { ensureDonations } from './donations/index.ts';
import { ensureEarning } from './earning/index.ts';
import { ensureHolidays } from './holidays/index.ts';
import { ensureRateLimits } from './http/limits.ts';
import { ensureImports } from './imports/index.ts';
import { ensureLedgerCollection } from './ledger/index.ts';
import { ensureMemberships } from './memberships/index.ts';
import { ensureNotifications } from './notifications/index.ts';
import { ensureObjections } from './objections/index.ts';
import { ensureOrgUnits } from './org-units/index.ts';
import { ensureOwnData } from './own-data/index.ts';
import { ensurePeople } from './people/index.ts';
import { dropRetiredIndexes } from './platform/database.ts';
import { ensurePersonalData } from './platform/personal-data.ts';
import { ensurePublicity } from './publicity/index.ts';
import { ensureRedeeming } from './redemptions/index.ts';
import { RETIRED_INDEXES } from './retired-indexes.ts';
import { ensureRollups } from './rollups/index.ts';
import { ensureRules } from './rules/index.ts';
import { ensureService } from './service/index.ts';
import { ensureSettlements } from './settlements/index.ts';
import { ensureShopApplications } from './shop-applications/index.ts';
import { ensureShopStaff } from './shop-staff/index.ts';
import { ensureSpotChecks } from './spot-checks/index.ts';
import { ensureTransactions } from './transactions/index.ts';
import { ensureVelocity } from './velocity/index.ts';
import { ensureVerifications } from './verifications/index.ts';
import { ensureWatch } from './watch/index.ts';

/** Every noun's collections and indexes; one line each. */
const ensures: readonly ((db: Db) => Promise<unknown>)[] = [
  ensureLedgerCollection,
  ensurePersonalData,
  ensureRateLimits,
  ensureAuth,
  ensureAudit,
  ensureOrgUnits,
  ensurePeople,
  ensureMemberships,
  ensureAccounts,
  ensureDonations,
  ensureAccountChanges,
  ensureAdjustments,
  ensureContests,
  ensureService,
  ensureRollups,
  ensureTransactions,
  ensureVerifications,
  ensureDemoAccess,
  ensureCategories,
  ensureConsents,
  ensureRules,
  ensureHolidays,
  ensureBudgets,
  ensureImports,
  ensureBatches,
  ensurePublicity,
  ensureEarning,
  ensureObjections,
  ensureWatch,
  ensureSpotChecks,
  ensureRedeeming,
  ensureSettlements,
  ensureVelocity,
  ensureShopStaff,
  ensureShopApplications,
  ensureOwnData,
  ensureNotifications,
  ensureDigests,
];

/**
 * Makes every collection and index that is missing. Safe to repeat, and to run while servers run: an index is built
 * beside the traffic. Indexes of earlier versions that nothing asks any more are dropped last.
 */
export async function ensureCollections(db: Db): Promise<void> {
  for (const ensure of ensures) await ensure(db);
  await dropRetiredIndexes(db, RETIRED_INDEXES);
}

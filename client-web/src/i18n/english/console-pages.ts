import { checkInScreen } from '../en/check-in-screen.ts';
import { consoleAccounts } from '../en/console-accounts.ts';
import { consoleActivities } from '../en/console-activities.ts';
import { consoleActivityLife } from '../en/console-activity-life.ts';
import { consoleAdjustments } from '../en/console-adjustments.ts';
import { consoleBatches } from '../en/console-batches.ts';
import { consoleBookings } from '../en/console-bookings.ts';
import { consoleBudgets } from '../en/console-budgets.ts';
import { consoleDataRequests } from '../en/console-data-requests.ts';
import { consoleDisplays } from '../en/console-displays.ts';
import { consoleHome } from '../en/console-home.ts';
import { consoleImports } from '../en/console-imports.ts';
import { consoleLedger } from '../en/console-ledger.ts';
import { consoleOversight } from '../en/console-oversight.ts';
import { consolePeople } from '../en/console-people.ts';
import { consolePrint } from '../en/console-print.ts';
import { consoleReports } from '../en/console-reports.ts';
import { consoleReview } from '../en/console-review.ts';
import { consoleReviewOffice } from '../en/console-review-office.ts';
import { consoleRules } from '../en/console-rules.ts';
import { consoleShopWork } from '../en/console-shop-work.ts';
import { consoleShops } from '../en/console-shops.ts';
import { consoleStaff } from '../en/console-staff.ts';
import { consoleTeams } from '../en/console-teams.ts';
import { consoleVerify } from '../en/console-verify.ts';
import { consoleWatch } from '../en/console-watch.ts';
import { service } from '../en/service.ts';
import { settlementEvidence } from '../en/settlement-evidence.ts';
import { settlements } from '../en/settlements.ts';
import { signSheet } from '../en/sign-sheet.ts';

/** The English texts of the console's pages. */
export const consolePages = {
  checkInScreen,
  consoleAccounts,
  consoleDataRequests,
  consoleActivities,
  consoleActivityLife,
  consoleAdjustments,
  consoleBatches,
  consoleBookings,
  consoleBudgets,
  consoleDisplays,
  consoleHome,
  consoleImports,
  consoleLedger,
  consoleOversight,
  consolePeople,
  consolePrint,
  consoleReports,
  consoleReview,
  consoleReviewOffice,
  consoleRules,
  consoleShopWork,
  consoleShops,
  consoleStaff,
  consoleTeams,
  consoleVerify,
  consoleWatch,
  service,
  settlementEvidence,
  settlements,
  signSheet,
};

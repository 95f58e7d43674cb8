import { checkInScreen } from '../i18n/zh/check-in-screen.ts';
import { consoleAccounts } from '../i18n/zh/console-accounts.ts';
import { consoleActivities } from '../i18n/zh/console-activities.ts';
import { consoleActivityLife } from '../i18n/zh/console-activity-life.ts';
import { consoleAdjustments } from '../i18n/zh/console-adjustments.ts';
import { consoleBatches } from '../i18n/zh/console-batches.ts';
import { consoleBookings } from '../i18n/zh/console-bookings.ts';
import { consoleBudgets } from '../i18n/zh/console-budgets.ts';
import { consoleDataRequests } from '../i18n/zh/console-data-requests.ts';
import { consoleDisplays } from '../i18n/zh/console-displays.ts';
import { consoleHome } from '../i18n/zh/console-home.ts';
import { consoleImports } from '../i18n/zh/console-imports.ts';
import { consoleLedger } from '../i18n/zh/console-ledger.ts';
import { consoleOversight } from '../i18n/zh/console-oversight.ts';
import { consolePeople } from '../i18n/zh/console-people.ts';
import { consolePrint } from '../i18n/zh/console-print.ts';
import { consoleReports } from '../i18n/zh/console-reports.ts';
import { consoleReview } from '../i18n/zh/console-review.ts';
import { consoleReviewOffice } from '../i18n/zh/console-review-office.ts';
import { consoleRules } from '../i18n/zh/console-rules.ts';
import { consoleShopWork } from '../i18n/zh/console-shop-work.ts';
import { consoleShops } from '../i18n/zh/console-shops.ts';
import { consoleStaff } from '../i18n/zh/console-staff.ts';
import { consoleTeams } from '../i18n/zh/console-teams.ts';
import { consoleVerify } from '../i18n/zh/console-verify.ts';
import { consoleWatch } from '../i18n/zh/console-watch.ts';
import { service } from '../i18n/zh/service.ts';
import { settlementEvidence } from '../i18n/zh/settlement-evidence.ts';
import { settlements } from '../i18n/zh/settlements.ts';
import { signSheet } from '../i18n/zh/sign-sheet.ts';

/** The Chinese texts of the console's pages. */
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
export type ConsolePages = typeof consolePages;

import { consoleActivities } from '../i18n/zh/console-activities.ts';
import { consoleHome } from '../i18n/zh/console-home.ts';
import { consoleLedger } from '../i18n/zh/console-ledger.ts';
import { consolePeople } from '../i18n/zh/console-people.ts';
import { consolePrint } from '../i18n/zh/console-print.ts';
import { consoleReview } from '../i18n/zh/console-review.ts';
import { consoleRules } from '../i18n/zh/console-rules.ts';

/** The Chinese texts of the console's pages. */
export const consolePages = {
  consoleActivities,
  consoleHome,
  consoleLedger,
  consolePeople,
  consolePrint,
  consoleReview,
  consoleRules,
};
export type ConsolePages = typeof consolePages;

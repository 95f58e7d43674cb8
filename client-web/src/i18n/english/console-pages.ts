import { consoleActivities } from '../en/console-activities.ts';
import { consoleHome } from '../en/console-home.ts';
import { consoleLedger } from '../en/console-ledger.ts';
import { consolePeople } from '../en/console-people.ts';
import { consolePrint } from '../en/console-print.ts';
import { consoleReview } from '../en/console-review.ts';
import { consoleRules } from '../en/console-rules.ts';

/** The English texts of the console's pages. */
export const consolePages = {
  consoleActivities,
  consoleHome,
  consoleLedger,
  consolePeople,
  consolePrint,
  consoleReview,
  consoleRules,
};

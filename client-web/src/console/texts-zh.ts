import { consoleHome } from '../i18n/zh/console-home.ts';
import { consoleReview } from '../i18n/zh/console-review.ts';

/** The Chinese texts of the console's pages. */
export const consolePages = { consoleHome, consoleReview };
export type ConsolePages = typeof consolePages;

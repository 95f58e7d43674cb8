import { consoleHome } from '../en/console-home.ts';
import { consoleReview } from '../en/console-review.ts';

/** The English texts of the console's pages. */
export const consolePages = { consoleHome, consoleReview };

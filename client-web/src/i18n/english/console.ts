import { claimForm } from '../en/claim-form.ts';
import { common } from '../en/common.ts';
import { console } from '../en/console.ts';
import { contests } from '../en/contests.ts';
import { debt } from '../en/debt.ts';
import { domain } from '../en/domain.ts';
import { notices } from '../en/notices.ts';
import { objections } from '../en/objections.ts';
import { ownData } from '../en/own-data.ts';
import { receipts } from '../en/receipts.ts';
import { ruleWords } from '../en/rule-words.ts';
import { signIn } from '../en/sign-in.ts';
import { statement } from '../en/statement.ts';
import { consolePages } from './console-pages.ts';

/** The English texts of the console, fetched only when somebody asks for English. */
export const english = {
  claimForm,
  common,
  contests,
  console,
  debt,
  domain,
  notices,
  objections,
  ownData,
  receipts,
  ruleWords,
  signIn,
  statement,
  ...consolePages,
};

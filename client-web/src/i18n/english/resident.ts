import { bookings } from '../en/bookings.ts';
import { claimForm } from '../en/claim-form.ts';
import { common } from '../en/common.ts';
import { contests } from '../en/contests.ts';
import { debt } from '../en/debt.ts';
import { domain } from '../en/domain.ts';
import { notices } from '../en/notices.ts';
import { objections } from '../en/objections.ts';
import { ownData } from '../en/own-data.ts';
import { receipts } from '../en/receipts.ts';
import { resident } from '../en/resident.ts';
import { residentAccounts } from '../en/resident-accounts.ts';
import { residentTeams } from '../en/resident-teams.ts';
import { ruleWords } from '../en/rule-words.ts';
import { service } from '../en/service.ts';
import { shopWork } from '../en/shop-work.ts';
import { signIn } from '../en/sign-in.ts';
import { statement } from '../en/statement.ts';

/** The English texts of the residents' pages, fetched only when somebody asks for English. */
export const english = {
  bookings,
  claimForm,
  common,
  contests,
  debt,
  domain,
  notices,
  objections,
  ownData,
  receipts,
  resident,
  residentAccounts,
  residentTeams,
  ruleWords,
  service,
  shopWork,
  signIn,
  statement,
};

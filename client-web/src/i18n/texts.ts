/**
 * The namespaces and their Chinese texts, as types only: importing this file adds nothing to a bundle.
 * Each namespace is one file in `zh/` and one in `en/`; a test holds their keys equal.
 */
import type { ConsolePages } from '../console/texts-zh.ts';
import type { bookings } from './zh/bookings.ts';
import type { claimForm } from './zh/claim-form.ts';
import type { common } from './zh/common.ts';
import type { console } from './zh/console.ts';
import type { contests } from './zh/contests.ts';
import type { debt } from './zh/debt.ts';
import type { desk } from './zh/desk.ts';
import type { digests } from './zh/digests.ts';
import type { domain } from './zh/domain.ts';
import type { merchant } from './zh/merchant.ts';
import type { notices } from './zh/notices.ts';
import type { objections } from './zh/objections.ts';
import type { ownData } from './zh/own-data.ts';
import type { publicTexts } from './zh/public.ts';
import type { publicActivities } from './zh/public-activities.ts';
import type { publicNotice } from './zh/public-notice.ts';
import type { publicRules } from './zh/public-rules.ts';
import type { publicSpotChecks } from './zh/public-spot-checks.ts';
import type { receipts } from './zh/receipts.ts';
import type { resident } from './zh/resident.ts';
import type { residentAccounts } from './zh/resident-accounts.ts';
import type { residentTeams } from './zh/resident-teams.ts';
import type { ruleWords } from './zh/rule-words.ts';
import type { shopOrders } from './zh/shop-orders.ts';
import type { shopWork } from './zh/shop-work.ts';
import type { signIn } from './zh/sign-in.ts';
import type { signSheet } from './zh/sign-sheet.ts';
import type { statement } from './zh/statement.ts';

export interface Texts extends ConsolePages {
  bookings: typeof bookings;
  claimForm: typeof claimForm;
  common: typeof common;
  contests: typeof contests;
  shopOrders: typeof shopOrders;
  shopWork: typeof shopWork;
  signSheet: typeof signSheet;
  signIn: typeof signIn;
  statement: typeof statement;
  domain: typeof domain;
  debt: typeof debt;
  desk: typeof desk;
  notices: typeof notices;
  objections: typeof objections;
  ownData: typeof ownData;
  console: typeof console;
  resident: typeof resident;
  residentAccounts: typeof residentAccounts;
  residentTeams: typeof residentTeams;
  merchant: typeof merchant;
  public: typeof publicTexts;
  publicActivities: typeof publicActivities;
  publicNotice: typeof publicNotice;
  publicRules: typeof publicRules;
  publicSpotChecks: typeof publicSpotChecks;
  digests: typeof digests;
  receipts: typeof receipts;
  ruleWords: typeof ruleWords;
}

export type Namespace = keyof Texts;

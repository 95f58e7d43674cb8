import {
  ACTIVITY_STATES,
  BATCH_OUTCOMES,
  CLAIM_STATES,
  REDEMPTION_STATES,
  REVIEW_SHOWS,
  RULE_STATES,
  SHOP_STATES,
  SUBJECT_KINDS,
} from '@red-points/shared/contracts';
import { ENTRY_KINDS } from '@red-points/shared/domain/ledger';
import { RULE_SETS } from '@red-points/shared/domain/rules';
import { WATCH_KINDS } from '@red-points/shared/domain/watch';
import { z } from 'zod';
import { PERIOD_KINDS } from './reports/period.ts';

/**
 * What the addresses of the console's pages may say after the question mark: a filter that somebody shares opens the
 * same list. Anything else is ignored (`catch`), so that an old link still opens the page.
 */
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

export const reviewSearch = z.object({
  category: optional(z.string()),
  order: optional(z.enum(['oldest', 'newest'])),
  show: optional(z.enum(REVIEW_SHOWS)),
  /** A unit in which the reader reviews as a deputy. */
  unit: optional(z.string()),
});
export type ReviewSearch = z.infer<typeof reviewSearch>;

export const publicitySearch = z.object({
  show: optional(z.enum(['waiting', 'batches', 'all'])),
  /** The objection or publication whose drawer is open. */
  open: optional(z.string()),
});
export type PublicitySearch = z.infer<typeof publicitySearch>;

export const activitiesSearch = z.object({
  state: optional(z.enum(ACTIVITY_STATES)),
  category: optional(z.string()),
  when: optional(z.enum(['today', 'coming', 'past', 'all'])),
  /** Those that other communities share with this one. */
  shared: optional(z.boolean()),
  /** The activity whose drawer is open. */
  open: optional(z.string()),
});
export type ActivitiesSearch = z.infer<typeof activitiesSearch>;

export const peopleSearch = z.object({
  search: optional(z.string()),
  kind: optional(z.enum(SUBJECT_KINDS)),
  status: optional(z.enum(['unverified', 'verified', 'closed'])),
  open: optional(z.string()),
});
export type PeopleSearch = z.infer<typeof peopleSearch>;

export const transactionsSearch = z.object({
  kind: optional(z.enum(ENTRY_KINDS)),
  category: optional(z.string()),
  from: optional(z.iso.date()),
  until: optional(z.iso.date()),
  open: optional(z.string()),
});
export type TransactionsSearch = z.infer<typeof transactionsSearch>;

export const rulesSearch = z.object({
  category: optional(z.string()),
  ruleSet: optional(z.enum(RULE_SETS)),
  state: optional(z.enum(RULE_STATES)),
  open: optional(z.string()),
});
export type RulesSearch = z.infer<typeof rulesSearch>;

export const accountsSearch = z.object({ show: optional(z.enum(['waiting', 'all'])), open: optional(z.string()) });
export type AccountsSearch = z.infer<typeof accountsSearch>;

export const fundSearch = z.object({ to: optional(z.enum(['fund', 'organisation'])) });
export type FundSearch = z.infer<typeof fundSearch>;

/** How many lines of a statement are drawn. */
export const evidenceSearch = z.object({ size: optional(z.number().int().min(1).max(50)) });
export type EvidenceSearch = z.infer<typeof evidenceSearch>;

export const importsSearch = z.object({
  open: optional(z.string()),
  show: optional(z.enum(['all', 'rejected', 'warnings', 'kept', 'accepted', 'existing'])),
});
export type ImportsSearch = z.infer<typeof importsSearch>;

export const budgetsSearch = z.object({
  year: optional(z.number().int()),
  /** The budget whose drawer is open. */
  open: optional(z.string()),
});
export type BudgetsSearch = z.infer<typeof budgetsSearch>;

export const SETTLEMENT_TABS = ['statements', 'dues', 'disputes', 'funding', 'matrix'] as const;
export const settlementsSearch = z.object({
  tab: optional(z.enum(SETTLEMENT_TABS)),
  show: optional(z.enum(['all', 'open', 'unpaid'])),
  /** The statement whose drawer is open. */
  open: optional(z.string()),
});
export type SettlementsSearch = z.infer<typeof settlementsSearch>;

export const batchesSearch = z.object({
  /** The batch on the page; `new` for the form. */
  open: optional(z.string()),
  show: optional(z.enum(['all', ...BATCH_OUTCOMES])),
});
export type BatchesSearch = z.infer<typeof batchesSearch>;

export const merchantsSearch = z.object({
  tab: optional(z.enum(['shops', 'redemptions', 'bookings', 'applications'])),
  /** Which shops are listed; all but closed ones where it says nothing. */
  shops: optional(z.enum([...SHOP_STATES, 'all'])),
  application: optional(z.string()),
  shop: optional(z.string()),
  state: optional(z.enum(REDEMPTION_STATES)),
  waiting: optional(z.enum(['refund', 'word'])),
  /** Whose drawer is open: of the bookings or of the redemptions, whichever are listed. */
  open: optional(z.string()),
});
export type MerchantsSearch = z.infer<typeof merchantsSearch>;

/** Which verification is shown, and which entry's drawer is open. */
export const ledgerSearch = z.object({ run: optional(z.string()), open: optional(z.string()) });
export type LedgerSearch = z.infer<typeof ledgerSearch>;

export const claimsSearch = z.object({
  state: optional(z.enum(CLAIM_STATES)),
  show: optional(z.enum(['visits'])),
  open: optional(z.string()),
});
export type ClaimsSearch = z.infer<typeof claimsSearch>;

export const oversightSearch = z.object({
  tab: optional(z.enum(['watch', 'speed', 'spot'])),
  show: optional(z.enum(['open', 'all'])),
  kind: optional(z.enum(WATCH_KINDS)),
  /** The finding or the draw whose drawer is open. */
  open: optional(z.string()),
});
export type OversightSearch = z.infer<typeof oversightSearch>;

export const reportsSearch = z.object({
  kind: optional(z.enum(PERIOD_KINDS)),
  from: optional(z.iso.date()),
  until: optional(z.iso.date()),
  known: optional(z.iso.date()),
});
export type ReportsSearch = z.infer<typeof reportsSearch>;

export const reportPrintSearch = z.object({
  /** The unit above in the shell, and this month, where the address names none. */
  unitId: optional(z.string()),
  from: optional(z.iso.date()),
  until: optional(z.iso.date()),
  knownOn: optional(z.iso.date()),
});
export type ReportPrintSearch = z.infer<typeof reportPrintSearch>;

/** This month where the address names no days. */
export const statementPrintSearch = z.object({ from: optional(z.iso.date()), until: optional(z.iso.date()) });
export type StatementPrintSearch = z.infer<typeof statementPrintSearch>;

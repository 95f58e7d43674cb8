import { correctionStanding, createAdjustments } from './adjustments/index.ts';
import { createBatches } from './batches/index.ts';
import { createBudgets } from './budgets/index.ts';
import type { PeopleNouns } from './compose-people.ts';
import { createContests } from './contests/index.ts';
import { createEarning } from './earning/index.ts';
import { createImports } from './imports/index.ts';
import { createObjections } from './objections/index.ts';
import type { Platform } from './platform/platform.ts';
import { createPublicity } from './publicity/index.ts';
import { createReports } from './reports/index.ts';
import { reviewSettingsReader } from './reviews/index.ts';
import { createRollups } from './rollups/index.ts';
import { createService } from './service/index.ts';
import { createTransactions } from './transactions/index.ts';

/** How points come about and what is said of them: budgets, sheets, claims and activities, corrections, hours, reports. */
export function composeEarning(platform: Platform, base: PeopleNouns) {
  const {
    sharedLimit,
    live,
    ledger,
    orgUnits,
    users,
    audit,
    starLevels,
    people,
    memberships,
    accounts,
    categories,
    consents,
    rules,
    holidays,
  } = base;
  const budgets = createBudgets({ platform, orgUnits, audit, userNames: users.names });
  const batches = createBatches({
    platform,
    ledger,
    accounts,
    memberships,
    budgets,
    people,
    rules,
    consents,
    orgUnits,
    audit,
    users,
  });
  const rollups = createRollups(platform, {
    audit,
    unitPath: async (unitId) => (await orgUnits.pathOf(unitId)) ?? [unitId],
    subjectKinds: async (accounts) => {
      const owners = await people.byAccounts(accounts);
      return new Map([...owners].map(([account, owner]) => [account, owner.kind]));
    },
  });
  const reports = createReports({ ...platform, orgUnits, rollups, memberships, users, audit });
  const publicity = createPublicity({ ...platform, people, audit });
  const earning = createEarning({
    platform,
    ledger,
    orgUnits,
    people,
    memberships,
    accounts,
    users,
    audit,
    live,
    rules,
    consents,
    holidays,
    reports,
    budgets,
    publicity,
    sharedLimit,
  });
  const objections = createObjections({
    ...platform,
    ...earning,
    holidays,
    people,
    memberships,
    orgUnits,
    users,
    audit,
  });
  const transactions = createTransactions({
    ...platform,
    ledger,
    users,
    people,
    memberships,
    orgUnits,
    rollups,
    audit,
    budgets,
    correctionOf: correctionStanding(platform.db),
    ruleTitle: async (code, version) => (await rules.terms(code, version)).title,
    evidenceOf: async (kind, id) => (kind === 'claim' ? earning.claims.evidenceOf(id) : []),
  });
  const imports = createImports({
    platform,
    accounts,
    activities: earning.activities,
    audit,
    budgets,
    categories,
    ledger,
    lists: earning.checkIns.lists,
    memberships,
    orgUnits,
    people,
    rules,
    transactions,
    users,
  });
  const adjustments = createAdjustments({
    ...platform,
    reviewSettings: reviewSettingsReader(platform.db),
    budgets,
    ledger,
    people,
    memberships,
    orgUnits,
    transactions,
    users,
    audit,
  });
  const contests = createContests({
    ...platform,
    ledger,
    people,
    accounts,
    memberships,
    orgUnits,
    transactions,
    adjustments,
    users,
    audit,
  });
  const service = createService({
    ...platform,
    publicUrl: platform.config.publicUrl,
    ledger,
    people,
    memberships,
    orgUnits,
    users,
    audit,
    starLevels,
    sharedLimit,
  });
  return {
    budgets,
    imports,
    batches,
    rollups,
    reports,
    ...earning,
    transactions,
    service,
    adjustments,
    contests,
    publicity,
    objections,
  };
}

export type EarningNouns = ReturnType<typeof composeEarning>;

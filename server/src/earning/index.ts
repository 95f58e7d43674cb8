import type { Accounts } from '../accounts/index.ts';
import { type Activities, createActivities, ensureActivities } from '../activities/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Budgets } from '../budgets/index.ts';
import { type Calendars, createCalendars, ensureCalendars } from '../calendars/index.ts';
import { type Cards, createCards, ensureCards } from '../cards/index.ts';
import { type CheckIns, createAttendances, createCheckIns, ensureCheckIns } from '../check-ins/index.ts';
import { type Claims, createClaims, ensureClaims } from '../claims/index.ts';
import type { Consents } from '../consents/index.ts';
import { type Credits, createCredits, ensureCredits } from '../credits/index.ts';
import { createDelegations, type Delegations, ensureDelegations } from '../delegations/index.ts';
import { createDisplays, type Displays, ensureDisplays } from '../displays/index.ts';
import type { Holidays } from '../holidays/index.ts';
import type { SharedLimit, SharedLimitOptions } from '../http/limits.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Live } from '../live/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Publicity } from '../publicity/index.ts';
import type { Reports } from '../reports/index.ts';
import { createReviews, ensureReviews, type Reviews } from '../reviews/index.ts';
import type { Rules } from '../rules/index.ts';
import { createTeams, ensureTeams, type Teams } from '../teams/index.ts';
import { addEarningTasks } from './tasks.ts';

export interface EarningDeps {
  readonly platform: Platform;
  readonly ledger: Ledger;
  readonly orgUnits: OrgUnits;
  readonly people: People;
  readonly accounts: Accounts;
  readonly memberships: Memberships;
  readonly users: Users;
  readonly audit: Audit;
  readonly live: Live;
  readonly rules: Rules;
  readonly consents: Consents;
  readonly holidays: Holidays;
  readonly reports: Pick<Reports, 'addTaskSource'>;
  readonly budgets: Budgets;
  readonly publicity: Publicity;
  readonly sharedLimit: (options: SharedLimitOptions) => SharedLimit;
}

/** The nouns by which points are earned. */
export interface Earning {
  readonly credits: Credits;
  readonly claims: Claims;
  readonly activities: Activities;
  readonly teams: Teams;
  readonly calendars: Calendars;
  readonly displays: Displays;
  readonly cards: Cards;
  readonly checkIns: CheckIns;
  readonly delegations: Delegations;
  readonly reviews: Reviews;
}

/**
 * Puts the nouns of earning together. Claims and check-ins bring what is reviewed; reviews decide it; credits carry what was
 * approved into the ledger.
 */
export function createEarning(deps: EarningDeps): Earning {
  const attendances = createAttendances({ db: deps.platform.db, rules: deps.rules });
  const credits = createCredits(deps);
  const activities = createActivities({ ...deps, attendances });
  const delegations = createDelegations({ ...deps, ...deps.platform });
  const claims = createClaims({ ...deps, credits, attendances, activities, delegations });
  const displays = createDisplays({
    ...deps,
    activities: (activityIds) => activities.factsOfMany(activityIds),
    activityOfQr: (qrId) => activities.factsByQrId(qrId),
  });
  const cards = createCards(deps);
  const checkIns = createCheckIns({ ...deps, credits, attendances, activities, displays, cards });
  const sources = [claims.reviewSource, checkIns.reviewSource];
  const reviews = createReviews({ ...deps, credits, delegations, sources });
  const teams = createTeams({ ...deps, attendances, activities });
  const calendars = createCalendars({ ...deps.platform, ...deps, activities });
  const { reports, platform } = deps;
  addEarningTasks({ clock: platform.clock, reports, reviews, activities, credits, claims, checkIns });
  return { credits, claims, activities, teams, calendars, displays, cards, checkIns, delegations, reviews };
}

/** Makes the collections of everything by which points are earned, rules apart. */
export async function ensureEarning(db: Platform['db']): Promise<void> {
  const attending = [ensureActivities, ensureTeams, ensureCalendars, ensureDisplays, ensureCards, ensureCheckIns];
  for (const ensure of [ensureCredits, ensureClaims, ...attending, ensureDelegations, ensureReviews]) await ensure(db);
}

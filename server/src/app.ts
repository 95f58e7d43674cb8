import { permits } from '@red-points/shared/domain/permissions';
import type { Express } from 'express';
import { createAccountChanges } from './account-changes/index.ts';
import { createAccounts } from './accounts/index.ts';
import { createAdjustments } from './adjustments/index.ts';
import { createAudit } from './audit/index.ts';
import { type CodeSender, createAuth, createUsers } from './auth/index.ts';
import { createBatches } from './batches/index.ts';
import { createBookings } from './bookings/index.ts';
import { createBudgets } from './budgets/index.ts';
import { createCategories } from './categories/index.ts';
import type { RunningConfig } from './config.ts';
import { createConsents } from './consents/index.ts';
import { createContests } from './contests/index.ts';
import { countPostings } from './count-postings.ts';
import { createDemoAccess } from './demo-access/index.ts';
import { createDigests } from './digests/index.ts';
import { createDonations } from './donations/index.ts';
import { createEarning } from './earning/index.ts';
import { createHolidays } from './holidays/index.ts';
import { createHttpApp } from './http/app.ts';
import { createAuthenticate } from './http/authenticate.ts';
import { createGeneralLimit, createSharedLimits } from './http/limits.ts';
import type { ApiRouter } from './http/route.ts';
import { createSessionTokens } from './http/session-token.ts';
import { createImports } from './imports/index.ts';
import { createLedger, expiryJob } from './ledger/index.ts';
import { createLive, type Live } from './live/index.ts';
import { createMemberships } from './memberships/index.ts';
import { addNoticeSources } from './notice-sources.ts';
import { createNotifications, type TextSender } from './notifications/index.ts';
import { createObjections } from './objections/index.ts';
import { addOfficeTasks } from './office-tasks.ts';
import { createOrgUnits, type OrgUnits } from './org-units/index.ts';
import { createOwnData } from './own-data/index.ts';
import { createPeople, type People } from './people/index.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Database } from './platform/database.ts';
import { createRandomIds, type Ids } from './platform/ids.ts';
import { createJobRunner } from './platform/jobs.ts';
import { deriveKeys } from './platform/keys.ts';
import { createLogger, type Logger } from './platform/logger.ts';
import { createMetrics } from './platform/metrics.ts';
import { createPersonalData } from './platform/personal-data.ts';
import type { Platform } from './platform/platform.ts';
import { createPublicity } from './publicity/index.ts';
import { createRedeeming } from './redemptions/index.ts';
import { createReports } from './reports/index.ts';
import { createRollups } from './rollups/index.ts';
import { createRules } from './rules/index.ts';
import { createService, createStarLevels } from './service/index.ts';
import { createSettlements } from './settlements/index.ts';
import { createShopApplications } from './shop-applications/index.ts';
import { createShopStaff } from './shop-staff/index.ts';
import { createSpotChecks } from './spot-checks/index.ts';
import { createTransactions } from './transactions/index.ts';
import { createVelocity } from './velocity/index.ts';
import { createVerifications } from './verifications/index.ts';
import { createWatch } from './watch/index.ts';

export interface AppDeps {
  readonly config: RunningConfig;
  readonly database: Database;
  /** The system's unless given. */
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly logger?: Logger;
  /** How one-time codes reach a phone; by the configuration unless given. */
  readonly codeSender?: CodeSender;
  /** How other text messages reach a phone; by the configuration unless given. */
  readonly textSender?: TextSender;
  /** Throw where an answer does not keep its contract. */
  readonly strictAnswers?: boolean;
  /** Count memory, event loop and the like too: once per process. */
  readonly processMetrics?: boolean;
}

export type AppContext = Platform & ReturnType<typeof composeNouns>;

export interface App {
  /** What supertest drives and a server listens with. */
  readonly app: Express;
  /** Platform and nouns, for commands, generators and tests. */
  readonly context: AppContext;
  /** Ids of the endpoints that are served. */
  readonly served: ReadonlySet<string>;
  /** Begins background work: jobs and live events. Requests are served without it too. */
  start(): Promise<void>;
  /** Ends background work and waits for postings in flight; the database stays open. */
  close(): Promise<void>;
}

function createPlatform(deps: AppDeps): Platform {
  const { config, database } = deps;
  const clock = deps.clock ?? systemClock;
  const ids = deps.ids ?? createRandomIds();
  const keys = deriveKeys(config.masterSecret);
  const logger = deps.logger ?? createLogger(config.logLevel);
  return {
    config,
    db: database.db,
    connection: database.connection,
    clock,
    ids,
    keys,
    logger,
    metrics: createMetrics(deps.processMetrics ?? false),
    jobs: createJobRunner(database.db, clock, ids, {
      onError: (job, error) => logger.error({ job, error }, 'a job failed'),
    }),
    personalData: createPersonalData({ db: database.db, keys, clock }),
  };
}

/**
 * Puts the nouns together. Each gets the platform and the faces of the nouns before it.
 * A noun is made by a line here and named in what is returned; its `routes` are found there. Its collections: collections.ts.
 */
function composeNouns(platform: Platform, { codeSender, textSender }: Pick<AppDeps, 'codeSender' | 'textSender'>) {
  const sharedLimit = createSharedLimits(platform);
  const tokens = createSessionTokens(platform);
  const live = createLive(platform);
  const ledger = countPostings(createLedger(platform), platform.metrics);
  platform.jobs.register(expiryJob({ ...platform, ledger }));
  const orgUnits = createOrgUnits(platform);
  const users = createUsers(platform);
  const audit = createAudit({ ...platform, orgUnits, userNames: users.names });
  const starLevels = createStarLevels(platform);
  const people = createPeople({ ...platform, orgUnits, users, audit, ledger, starHours: () => starLevels.hours() });
  const memberships = createMemberships({ ...platform, people, audit });
  const accounts = createAccounts({ ...platform, ledger, memberships, orgUnits, people, users, audit });
  const auth = createAuth({
    ...platform,
    tokens,
    sharedLimit,
    orgUnits,
    users,
    people,
    codeSender,
    onSessionEnded: live.endSession,
  });
  live.provideEndedSessions((sessionId) => auth.endedSessions.has(sessionId));
  const categories = createCategories({ ...platform, audit });
  const consents = createConsents({ ...platform, people, orgUnits, users, categories, audit });
  const rules = createRules({ platform, categories, orgUnits, audit, people, accounts, ledger, users });
  const holidays = createHolidays({ ...platform, users, audit });
  const budgets = createBudgets({ platform, orgUnits, audit, userNames: users.names });
  const batches = createBatches({
    platform,
    ledger,
    accounts,
    memberships,
    budgets,
    people,
    rules,
    orgUnits,
    audit,
    userNames: users.names,
  });
  const rollups = createRollups(platform, {
    audit,
    unitPath: async (unitId) => (await orgUnits.pathOf(unitId)) ?? [unitId],
    subjectKinds: async (accounts) => {
      const owners = await people.byAccounts(accounts);
      return new Map([...owners].map(([account, owner]) => [account, owner.kind]));
    },
  });
  const reports = createReports({ ...platform, orgUnits, rollups, audit });
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
  const verifications = createVerifications({ ...platform, people, users, audit });
  const transactions = createTransactions({
    ...platform,
    ledger,
    people,
    memberships,
    orgUnits,
    rollups,
    audit,
    budgets,
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
    userNames: users.names,
  });
  const adjustments = createAdjustments({
    ...platform,
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
  const digests = createDigests({ ...platform, ledger, people, accounts, transactions });
  const spotChecks = createSpotChecks({
    sheets: [batches.sheets, imports.sheets],
    platform,
    credits: earning.credits,
    ledger,
    adjustments,
    memberships,
    users,
    orgUnits,
    audit,
    digestOf: (day) => digests.ofDay(day),
  });
  const donations = createDonations({ ...platform, ledger, accounts, people, orgUnits, rollups });
  const shopNames = async (shopIds: readonly string[]): Promise<ReadonlyMap<string, string>> =>
    new Map([...(await redeeming.merchants.findMany(shopIds))].map(([shopId, { name }]) => [shopId, name]));
  const velocity = createVelocity({
    ...platform,
    memberships,
    orgUnits,
    people,
    users,
    audit,
    shopNames,
  });
  const redeeming = createRedeeming({
    velocity,
    holidays,
    rules,
    ...platform,
    ledger,
    orgUnits,
    people,
    accounts,
    users,
    auth,
    audit,
    live,
    memberships,
    cards: earning.cards,
    sharedLimit,
  });
  const watch = createWatch({
    platform,
    sheets: [batches.sheets, imports.sheets],
    credits: earning.credits,
    sources: [earning.claims.reviewSource, earning.checkIns.reviewSource],
    activities: earning.activities,
    redemptions: redeeming.redemptions,
    shopNames,
    people,
    memberships,
    users,
    orgUnits,
    audit,
  });
  const bookings = createBookings({
    platform,
    port: redeeming.redemptions.bookings,
    ...redeeming,
    pins: redeeming.redemptionPins,
    people,
    accounts,
    memberships,
    claims: earning.claims,
    rules,
    orgUnits,
    users,
    audit,
  });
  earning.checkIns.providePersonOfCode(redeeming.redemptions.personOfCode);
  users.provideShopPeople({
    ofPhones: async (phoneIndexes) => (await people.byPhoneIndexes(phoneIndexes)).map(({ personId }) => personId),
    sameMerchant: redeeming.merchants.sameMerchant,
  });
  const shopStaff = createShopStaff({ ...platform, merchants: redeeming.merchants, users, auth, audit });
  const shopApplications = createShopApplications({
    ...platform,
    merchants: redeeming.merchants,
    users,
    people,
    memberships,
    orgUnits,
    audit,
  });
  const settlements = createSettlements({
    ...platform,
    merchants: redeeming.merchants,
    offers: redeeming.offers,
    ledger,
    digests,
    sampleRule: (unitPath) => spotChecks.ruleOf(unitPath),
    orgUnits,
    people,
    memberships,
    users,
    audit,
  });
  const accountChanges = createAccountChanges({
    ...platform,
    ledger,
    people,
    memberships,
    donations,
    places: earning.activities,
    cards: earning.cards,
    pins: redeeming.redemptionPins,
    redemptions: redeeming.redemptions,
    orgUnits,
    users,
    audit,
  });
  const notifications = createNotifications({ ...platform, ledger, people, memberships, live, textSender });
  const ownData = createOwnData({
    ...platform,
    ...earning,
    sharedLimit,
    consents,
    ledger,
    people,
    auth,
    accountChanges,
    memberships,
    redemptions: redeeming.redemptions,
    objections,
    contests,
    shopStaff,
    shopApplications,
    notifications,
    holidays,
    orgUnits,
    users,
    audit,
  });
  addOfficeTasks({
    reports,
    people,
    imports,
    merchants: redeeming.merchants,
    batches,
    accountChanges,
    adjustments,
    contests,
    objections,
    orgUnits,
    verifications,
    watch,
    spotChecks,
    settlements,
    bookings,
    redemptions: redeeming.redemptions,
    velocity,
    shopApplications,
    ownData,
  });
  addNoticeSources({
    notifications,
    contests,
    objections,
    settlements,
    shopApplications,
    ownData,
    ...earning,
    ...redeeming,
  });
  const demoAccess = createDemoAccess({ ...platform, auth });
  authorizeTopics(live, orgUnits, people);
  return {
    sharedLimit,
    tokens,
    live,
    ledger,
    orgUnits,
    users,
    audit,
    people,
    memberships,
    accounts,
    auth,
    categories,
    consents,
    rules,
    holidays,
    budgets,
    imports,
    batches,
    rollups,
    reports,
    ...earning,
    transactions,
    service,
    donations,
    digests,
    verifications,
    watch,
    spotChecks,
    accountChanges,
    adjustments,
    contests,
    publicity,
    objections,
    ...redeeming,
    bookings,
    velocity,
    settlements,
    shopStaff,
    shopApplications,
    ownData,
    notifications,
    demoAccess,
  };
}

/** Topics that belong to no single noun: a person's own and those who may read them, a unit's for who reads its figures. */
function authorizeTopics(live: Live, orgUnits: OrgUnits, people: People): void {
  live.authorize('person', async (principal, personId) => {
    if (principal.personIds.includes(personId)) return true;
    const person = await people.byId(personId);
    return person !== null && permits(principal, 'people.read', { unitPath: person.unitPath });
  });
  live.authorize('unit', async (principal, unitId) => {
    const unitPath = await orgUnits.pathOf(unitId);
    return unitPath !== null && permits(principal, 'reports.read', { unitPath });
  });
}

/** Every noun that serves endpoints registers them. */
function registerRoutes(nouns: object, router: ApiRouter): void {
  for (const noun of Object.values(nouns) as unknown[]) {
    if (typeof noun !== 'object' || noun === null || !('routes' in noun)) continue;
    (noun as { routes(router: ApiRouter): void }).routes(router);
  }
}

/** The composition root: what is needed in, an Express app out. Listens nowhere and starts nothing by itself. */
export function createApp(deps: AppDeps): App {
  const platform = createPlatform(deps);
  const nouns = composeNouns(platform, deps);
  const context: AppContext = { ...platform, ...nouns };
  const { app, served } = createHttpApp({
    config: platform.config,
    db: platform.db,
    ids: platform.ids,
    clock: platform.clock,
    http: {
      authenticate: createAuthenticate(context.tokens, context.auth.endedSessions),
      generalLimit: createGeneralLimit(platform.config.rateLimitPerMinute),
      logger: platform.logger,
      metrics: platform.metrics,
      strictAnswers: deps.strictAnswers ?? false,
    },
    register: (router) => registerRoutes(nouns, router),
  });
  return {
    app,
    context,
    served,
    start: async () => {
      await context.auth.start();
      await context.live.start();
      await context.jobs.start();
    },
    close: async () => {
      await context.jobs.stop();
      await context.live.close();
      await context.auth.close();
      await context.ledger.close();
    },
  };
}

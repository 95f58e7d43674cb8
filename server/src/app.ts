import { permits } from '@red-points/shared/domain/permissions';
import type { Express } from 'express';
import type { CodeSender, Passwords } from './auth/index.ts';
import { composeEarning } from './compose-earning.ts';
import { composeOversight } from './compose-oversight.ts';
import { composePeople } from './compose-people.ts';
import { composeRedeeming } from './compose-redeeming.ts';
import type { RunningConfig } from './config.ts';
import { createHttpApp } from './http/app.ts';
import { createAuthenticate } from './http/authenticate.ts';
import { createGeneralLimit } from './http/limits.ts';
import type { ApiRouter } from './http/route.ts';
import type { Live } from './live/index.ts';
import type { TextSender } from './notifications/index.ts';
import type { OrgUnits } from './org-units/index.ts';
import type { People } from './people/index.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Database } from './platform/database.ts';
import { createRandomIds, type Ids } from './platform/ids.ts';
import { createJobRunner } from './platform/jobs.ts';
import { deriveKeys } from './platform/keys.ts';
import { createLogger, type Logger } from './platform/logger.ts';
import { createMetrics } from './platform/metrics.ts';
import { createPersonalData } from './platform/personal-data.ts';
import type { Platform } from './platform/platform.ts';

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
  /** What hashes and compares passwords: argon2 unless given. */
  readonly passwords?: Passwords;
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
 * Puts the nouns together, area by area: each gets the platform and the faces of the nouns before it. A noun is made by a line in
 * its area's `compose-….ts` and named in what is returned there; its `routes` are found here. Its collections: collections.ts.
 */
function composeNouns(platform: Platform, given: Pick<AppDeps, 'codeSender' | 'textSender' | 'passwords'>) {
  const base = composePeople(platform, given);
  const earning = composeEarning(platform, base);
  const redeeming = composeRedeeming(platform, base, earning);
  const oversight = composeOversight(platform, base, earning, redeeming, given);
  authorizeTopics(base.live, base.orgUnits, base.people);
  return { ...base, ...earning, ...redeeming, ...oversight };
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

import { createApp } from '@red-points/server/app';
import { ensureCollections } from '@red-points/server/collections';
import { readConfig } from '@red-points/server/config';
import type { Person } from '@red-points/server/people/index';
import { connectDatabase } from '@red-points/server/platform/database';
import { isRefusal, ruleTermsSchema } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { seedUnits } from '../support/units.ts';
import { accountsOf, benchEarn } from './commands.ts';
import { MASTER_SECRET } from './ledger-server.ts';
import type { Served } from './server-process.ts';

const RESIDENTS = 5_000;
const ENTERED_AT_ONCE = 500;
const UNIT = 'jinxiu';
const GRID = 'jinxiu-g1';
const RULE = 'ZY-01';
const DAY_MS = 86_400_000;

type Context = ReturnType<typeof createApp>['context'];

/** The whole product with residents who have points, and two of the community's staff. Background work is off: it would load what is measured beside it. */
export async function productServer(uri: string): Promise<Served> {
  const config = readConfig({
    ...{ MONGODB_URI: uri, MASTER_SECRET, LOG_LEVEL: 'silent' },
    ...{ RATE_LIMIT_PER_MINUTE: '0', PUBLIC_URL: 'http://127.0.0.1' },
  });
  const database = await connectDatabase(uri);
  await ensureCollections(database.db);
  const { app, context } = createApp({ config: { ...config, publicUrl: 'http://127.0.0.1' }, database });
  await seedUnits(context.orgUnits);
  const people = await enterResidents(context);
  await Promise.all(people.map(({ accountId }) => context.ledger.post(benchEarn(accountId, 1_000))));
  await publishRule(context);
  return {
    app,
    headers: people.map(({ personId }) =>
      tokenOf(context, {
        userId: `user-of-${personId}`,
        sessionId: `session-of-${personId}`,
        face: 'resident',
        actingPersonId: personId,
        personIds: [personId],
        grants: [{ role: 'resident', unitId: null, shopId: null }],
      }),
    ),
    bulk: {
      filer: tokenOf(context, staff('filer')),
      confirmer: tokenOf(context, staff('confirmer')),
      unitId: UNIT,
      ruleCode: RULE,
      personIds: people.map(({ personId }) => personId),
    },
  };
}

function tokenOf({ tokens }: Context, principal: Principal): { authorization: string } {
  return { authorization: `Bearer ${tokens.issue(principal).accessToken}` };
}

function staff(name: string): Principal {
  return {
    userId: `user-${name}`,
    sessionId: `session-${name}`,
    face: 'console',
    actingPersonId: null,
    personIds: [],
    grants: [{ role: 'community_admin', unitId: UNIT, shopId: null }],
  };
}

async function enterResidents({ people }: Context): Promise<Person[]> {
  const entered: Person[] = [];
  const accounts = accountsOf('residents', RESIDENTS);
  for (let first = 0; first < RESIDENTS; first += ENTERED_AT_ONCE) {
    const some = accounts.slice(first, first + ENTERED_AT_ONCE).map((accountId) => ({
      ...{ accountId, kind: 'person' as const, name: '陈秀英', phone: null, sharedPhone: false },
      ...{ unitId: GRID, serveUnitId: null, birthDate: null, address: null },
      ...{ enteredBy: null, consentVersion: '1', verified: true },
    }));
    entered.push(...(await people.enterMany(some)));
  }
  return entered;
}

/** Hours at two points, without caps: what is measured is posting, not refusing. */
async function publishRule({ rules, clock }: Context): Promise<void> {
  const terms = ruleTermsSchema.parse({
    ...{ title: '环境整治志愿服务', category: 'volunteering', unit: 'hour', points: 2 },
    ...{ validFrom: businessDate(clock.now() - 30 * DAY_MS), adoptedBy: '居民代表会议' },
  });
  const drafted = await rules.draft(staff('filer'), { code: RULE, unitId: UNIT, terms });
  if (isRefusal(drafted)) throw new Error(`the rule was not drafted: ${drafted.refused}`);
  const published = await rules.publish(staff('confirmer'), { code: RULE, version: drafted.version });
  if (isRefusal(published)) throw new Error(`the rule was not published: ${published.refused}`);
}

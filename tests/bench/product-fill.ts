/** Fills the product's database, in a process of its own: residents who have points, and a rule. Answers with the residents' ids. */
import type { createApp } from '@red-points/server/app';
import { ensureCollections } from '@red-points/server/collections';
import type { Person } from '@red-points/server/people/index';
import { connectDatabase } from '@red-points/server/platform/database';
import { isRefusal, ruleTermsSchema } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { seedUnits } from '../support/units.ts';
import { answerParent } from './child.ts';
import { accountsOf, benchEarn } from './commands.ts';
import { productOn, RULE, staff, UNIT } from './product-server.ts';

const RESIDENTS = 5_000;
const ENTERED_AT_ONCE = 500;
const GRID = 'jinxiu-g1';
const DAY_MS = 86_400_000;

type Context = ReturnType<typeof createApp>['context'];

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

async function fill(uri: string): Promise<readonly string[]> {
  const database = await connectDatabase(uri);
  await ensureCollections(database.db);
  const { context } = productOn(database, uri);
  await seedUnits(context.orgUnits);
  const people = await enterResidents(context);
  await Promise.all(people.map(({ accountId }) => context.ledger.post(benchEarn(accountId, 1_000))));
  await publishRule(context);
  return people.map(({ personId }) => personId);
}

const [uri = ''] = process.argv.slice(2);
answerParent<object, readonly string[]>(() => fill(uri));

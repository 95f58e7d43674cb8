import { createApp } from '@red-points/server/app';
import { ensureCollections } from '@red-points/server/collections';
import { readConfig } from '@red-points/server/config';
import { connectDatabase } from '@red-points/server/platform/database';
import { seedUnits } from '../support/units.ts';
import { accountsOf, benchEarn } from './commands.ts';
import { MASTER_SECRET } from './ledger-server.ts';
import type { Served } from './server-process.ts';

const RESIDENTS = 500;
const GRID = 'jinxiu-g1';

/** The whole product with some residents who have points. Background work is off: it would load what is measured beside it. */
export async function productServer(uri: string): Promise<Served> {
  const config = readConfig({
    ...{ MONGODB_URI: uri, MASTER_SECRET, LOG_LEVEL: 'silent' },
    ...{ RATE_LIMIT_PER_MINUTE: '0', PUBLIC_URL: 'http://127.0.0.1' },
  });
  const database = await connectDatabase(uri);
  await ensureCollections(database.db);
  const { app, context } = createApp({ config: { ...config, publicUrl: 'http://127.0.0.1' }, database });
  await seedUnits(context.orgUnits);
  const people = await context.people.enterMany(
    accountsOf('residents', RESIDENTS).map((accountId) => ({
      ...{ accountId, kind: 'person' as const, name: '陈秀英', phone: null, sharedPhone: false },
      ...{ unitId: GRID, serveUnitId: null, birthDate: null, address: null },
      ...{ enteredBy: null, consentVersion: '1', verified: true },
    })),
  );
  await Promise.all(people.map(({ accountId }) => context.ledger.post(benchEarn(accountId, 1_000))));
  const headers = people.map(({ personId }) => {
    const { accessToken } = context.tokens.issue({
      userId: `user-of-${personId}`,
      sessionId: `session-of-${personId}`,
      face: 'resident',
      actingPersonId: personId,
      personIds: [personId],
      grants: [{ role: 'resident', unitId: null, shopId: null }],
    });
    return { authorization: `Bearer ${accessToken}` };
  });
  return { app, headers };
}

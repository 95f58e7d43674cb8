import { createApp } from '@red-points/server/app';
import { type RunningConfig, readConfig } from '@red-points/server/config';
import { connectDatabase, type Database } from '@red-points/server/platform/database';
import type { Principal } from '@red-points/shared/domain/permissions';
import { startChild } from './child.ts';
import { MASTER_SECRET } from './ledger-server.ts';
import type { Served } from './server-process.ts';

export const UNIT = 'jinxiu';
export const RULE = 'ZY-01';
/** Residents who ask for their balance; all that were entered are credited by batches. */
const ASKING = 500;

type Context = ReturnType<typeof createApp>['context'];

/** The whole product on a database. Background work is off: it would load what is measured beside it. */
export function productOn(database: Database, uri: string): ReturnType<typeof createApp> {
  return createApp({ config: benchConfig(uri), database });
}

export function benchConfig(uri: string): RunningConfig {
  const config = readConfig({
    ...{ MONGODB_URI: uri, MASTER_SECRET, LOG_LEVEL: 'silent' },
    ...{ RATE_LIMIT_PER_MINUTE: '0', PUBLIC_URL: 'http://127.0.0.1' },
  });
  return { ...config, publicUrl: 'http://127.0.0.1' };
}

/**
 * The product with residents who have points, and two of the community's staff. They are entered by a process of its own: a
 * server does not enter 5,000 people at once, and its memory is one of the figures.
 */
export async function productServer(uri: string): Promise<Served> {
  const fill = startChild<object, readonly string[]>('product-fill', [uri]);
  const personIds = await fill.ask({});
  await fill.stop();
  const { app, context } = productOn(await connectDatabase(uri), uri);
  return {
    app,
    headers: personIds.slice(0, ASKING).map((personId) =>
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
      personIds,
    },
  };
}

function tokenOf({ tokens }: Context, principal: Principal): { authorization: string } {
  return { authorization: `Bearer ${tokens.issue(principal).accessToken}` };
}

/** A member of the community's staff. */
export function staff(name: string): Principal {
  return {
    userId: `user-${name}`,
    sessionId: `session-${name}`,
    face: 'console',
    actingPersonId: null,
    personIds: [],
    grants: [{ role: 'community_admin', unitId: UNIT, shopId: null }],
  };
}

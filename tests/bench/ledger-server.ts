import { readConfig } from '@red-points/server/config';
import { createHttpApp } from '@red-points/server/http/app';
import { createAuthenticate } from '@red-points/server/http/authenticate';
import { createGeneralLimit } from '@red-points/server/http/limits';
import { type ApiRouter, route } from '@red-points/server/http/route';
import { createSessionTokens } from '@red-points/server/http/session-token';
import { createLedger, ensureLedgerCollection, type Ledger } from '@red-points/server/ledger/index';
import { systemClock } from '@red-points/server/platform/clock';
import { createRandomIds } from '@red-points/server/platform/ids';
import { deriveKeys } from '@red-points/server/platform/keys';
import { createLogger } from '@red-points/server/platform/logger';
import { createMetrics } from '@red-points/server/platform/metrics';
import { defineEndpoint, refuse } from '@red-points/shared/contracts';
import { MongoClient } from 'mongodb';
import { z } from 'zod';
import { accountsOf, benchEarn } from './commands.ts';
import { PATIENT } from './patience.ts';
import type { Served } from './server-process.ts';

export const MASTER_SECRET = 'bench bench bench bench bench bench';

/** The server's own, so that no other process makes old what it knows of them. */
export const HTTP_ACCOUNTS = 'http';

const itemSchema = z.object({
  account: z.string().min(1).max(64),
  points: z.int().min(1).max(1_000),
  minutes: z.int().min(0),
});

export const postEntry = defineEndpoint({
  id: 'bench.post',
  method: 'POST',
  path: '/bench/entries',
  summary: 'One posting',
  access: 'signed_in',
  body: itemSchema,
  response: z.object({ id: z.string(), seq: z.int(), balance: z.int() }),
  status: 201,
  idempotent: true,
});

/** The product's own HTTP stack (token, limits, contract checks) with endpoints that do one thing to the ledger. */
export async function ledgerServer(uri: string): Promise<Served> {
  const config = readConfig({
    ...{ MONGODB_URI: uri, MASTER_SECRET, LOG_LEVEL: 'silent' },
    ...{ RATE_LIMIT_PER_MINUTE: '0', PUBLIC_URL: 'http://127.0.0.1' },
  });
  const db = new MongoClient(uri).db();
  await ensureLedgerCollection(db);
  const ledger = createLedger({ db, clock: systemClock, settings: PATIENT });
  await Promise.all(accountsOf(HTTP_ACCOUNTS).map((account) => ledger.post(benchEarn(account, 1_000))));
  const tokens = createSessionTokens({ keys: deriveKeys(MASTER_SECRET), clock: systemClock });
  const { app } = createHttpApp({
    config: { ...config, publicUrl: 'http://127.0.0.1' },
    db,
    ids: createRandomIds(),
    clock: systemClock,
    http: {
      authenticate: createAuthenticate(tokens, { has: () => false }),
      generalLimit: createGeneralLimit(0),
      logger: createLogger(config.logLevel),
      metrics: createMetrics(false),
      strictAnswers: false,
    },
    register: (router) => registerPosting(router, ledger),
  });
  const { accessToken } = tokens.issue({
    userId: 'bench-user',
    sessionId: 'bench-session',
    face: 'console',
    actingPersonId: null,
    personIds: [],
    grants: [{ role: 'community_admin', unitId: 'jinxiu', shopId: null }],
  });
  return { app, headers: [{ authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }] };
}

function registerPosting(router: ApiRouter, ledger: Ledger): void {
  route(router, postEntry, async ({ body, idempotencyKey }) => {
    const earn = { ...benchEarn(body.account, body.points), minutes: body.minutes };
    const outcome = await ledger.post({ ...earn, key: `operation:${idempotencyKey}` });
    if (outcome.status === 'refused') return refuse(`ledger_${outcome.refusal.code}`);
    const { _id, seq, state } = outcome.entry;
    return { id: _id, seq, balance: state.balance };
  });
}

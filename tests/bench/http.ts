import { fork } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { readConfig } from '@red-points/server/config';
import { createHttpApp } from '@red-points/server/http/app';
import { createAuthenticate } from '@red-points/server/http/authenticate';
import { createGeneralLimit } from '@red-points/server/http/limits';
import { route } from '@red-points/server/http/route';
import { createSessionTokens } from '@red-points/server/http/session-token';
import type { Ledger } from '@red-points/server/ledger/index';
import { systemClock } from '@red-points/server/platform/clock';
import { createRandomIds } from '@red-points/server/platform/ids';
import { deriveKeys } from '@red-points/server/platform/keys';
import { createLogger } from '@red-points/server/platform/logger';
import { createMetrics } from '@red-points/server/platform/metrics';
import { API_BASE, defineEndpoint, refuse } from '@red-points/shared/contracts';
import express, { type Express } from 'express';
import type { Db } from 'mongodb';
import { z } from 'zod';
import { accountIds, benchEarn } from './commands.ts';

const postEntry = defineEndpoint({
  id: 'bench.post',
  method: 'POST',
  path: '/bench/entries',
  summary: 'One posting',
  access: 'signed_in',
  body: z.object({ account: z.string().min(1).max(64), points: z.int().min(1).max(1_000), minutes: z.int().min(0) }),
  response: z.object({ id: z.string(), seq: z.int(), balance: z.int() }),
  status: 201,
  idempotent: true,
});

export interface BenchServer {
  readonly url: string;
  readonly headers: Record<string, string>;
  close(): Promise<void>;
}

/** A server with the product's own HTTP stack (token, limits, contract checks) whose one endpoint posts one entry. */
export async function postingServer(db: Db, uri: string, ledger: Ledger): Promise<BenchServer> {
  const masterSecret = 'bench bench bench bench bench bench';
  const config = readConfig({
    ...{ MONGODB_URI: uri, MASTER_SECRET: masterSecret, LOG_LEVEL: 'silent' },
    ...{ RATE_LIMIT_PER_MINUTE: '0', PUBLIC_URL: 'http://127.0.0.1' },
  });
  const logger = createLogger(config.logLevel);
  const keys = deriveKeys(masterSecret);
  const tokens = createSessionTokens({ keys, clock: systemClock });
  const { app } = createHttpApp({
    config: { ...config, publicUrl: 'http://127.0.0.1' },
    db,
    ids: createRandomIds(),
    http: {
      authenticate: createAuthenticate(tokens, { has: () => false }),
      generalLimit: createGeneralLimit(0),
      logger,
      metrics: createMetrics(false),
      strictAnswers: false,
    },
    register: (router) =>
      route(router, postEntry, async ({ body, idempotencyKey }) => {
        const earn = { ...benchEarn(body.account, body.points), minutes: body.minutes };
        const outcome = await ledger.post({ ...earn, key: `operation:${idempotencyKey}` });
        if (outcome.status === 'refused') return refuse(`ledger_${outcome.refusal.code}`);
        const { _id, seq, state } = outcome.entry;
        return { id: _id, seq, balance: state.balance };
      }),
  });
  const { accessToken } = tokens.issue({
    userId: 'bench-user',
    sessionId: 'bench-session',
    face: 'console',
    actingPersonId: null,
    personIds: [],
    grants: [{ role: 'community_admin', unitId: 'jinxiu', shopId: null }],
  });
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  return listen(app, `${API_BASE}${postEntry.path}`, headers);
}

/** An Express app with one route and nothing else: what HTTP itself costs here. */
export async function emptyServer(): Promise<BenchServer> {
  const app = express();
  app.get('/', (_req, res) => {
    res.json({ ok: true });
  });
  return listen(app, '/', {});
}

/** Requests per second over 64 connections, from another process. */
export async function httpLoad(server: BenchServer, method: 'GET' | 'POST', seconds: number): Promise<number> {
  const bodies =
    method === 'GET' ? [] : accountIds.map((account) => JSON.stringify({ account, points: 3, minutes: 90 }));
  const load = { url: server.url, method, headers: server.headers, bodies, connections: 64, seconds };
  const file = fileURLToPath(new URL('./http-load.ts', import.meta.url));
  const child = fork(file, { execArgv: ['--import', 'tsx'] });
  child.send(load);
  const { perSecond, failed } = await new Promise<{ perSecond: number; failed: number }>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
  });
  if (failed > 0) throw new Error(`${failed} requests failed`);
  return perSecond;
}

async function listen(app: Express, path: string, headers: Record<string, string>): Promise<BenchServer> {
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}${path}`,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type App, createApp } from './app.ts';
import { ensureCollections } from './collections.ts';
import type { RunningConfig, ServerConfig } from './config.ts';
import { connectDatabase } from './platform/database.ts';

export interface RunningServer {
  /** Where it listens; people may reach it by `PUBLIC_URL`. */
  readonly url: string;
  readonly port: number;
  readonly app: App;
  /** Takes no new connections, finishes what is under way, and closes the database. */
  close(): Promise<void>;
}

/** Requests still under way after this long when stopping are cut off, in milliseconds. */
const DRAIN_MS = 4_000;

const notReadyYet: RequestListener = (_req, res) => {
  res.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '1' }).end('starting\n');
};

function createServerFor(config: ServerConfig): Server {
  if (config.tls === null) return createHttpServer();
  return createHttpsServer({ cert: readFileSync(config.tls.certFile), key: readFileSync(config.tls.keyFile) });
}

function listen(server: Server, config: ServerConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * Starts one server process: listens first, so that a taken port is known at once (`EADDRINUSE`), then connects,
 * makes missing collections, and serves.
 */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const server = createServerFor(config);
  server.on('request', notReadyYet);
  const port = await listen(server, config);
  try {
    const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
    const url = `${config.tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
    const { app, closeApp } = await connectAndCompose({ ...config, port, publicUrl: config.publicUrl ?? url });
    server.off('request', notReadyYet);
    server.on('request', app.app);
    const close = async () => {
      const closed = drained(server);
      // Live connections never end by themselves.
      await app.context.live.close();
      await closed;
      await closeApp();
    };
    return { url, port, app, close };
  } catch (error) {
    server.closeAllConnections();
    server.close();
    throw error;
  }
}

async function connectAndCompose(config: RunningConfig): Promise<{ app: App; closeApp: () => Promise<void> }> {
  const database = await connectDatabase(config.mongodbUri);
  try {
    if (config.ensureCollections) await ensureCollections(database.db);
    const app = createApp({ config, database, processMetrics: true });
    await app.start();
    const closeApp = async () => {
      await app.close();
      await database.close();
    };
    return { app, closeApp };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function drained(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
    server.closeIdleConnections();
  });
}

import { loadDemo } from '@red-points/scripts/demo/load';
import { freshDatabase } from '@red-points/scripts/mongo/index';
import type { ServerConfig } from '@red-points/server/config';
import { startServer } from '@red-points/server/main';

export interface DemoServer {
  readonly url: string;
  /** Milliseconds that the load of the demo took. */
  readonly loadMs: number;
  close(): Promise<void>;
}

/** A real server on a database of its own with the whole demo district, as `npm start` makes it. */
export async function startDemoServer(): Promise<DemoServer> {
  const fresh = freshDatabase();
  const config: ServerConfig = {
    mongodbUri: fresh.uri,
    masterSecret: 'a master secret for browser tests, known to everybody',
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    demo: true,
    ensureCollections: true,
    logLevel: 'warn',
    trustProxy: 0,
    rateLimitPerMinute: 0,
    tls: null,
    webFolder: null,
    smsGateway: null,
    noticeGateway: null,
  };
  const startedAtMs = performance.now();
  await loadDemo({ config, nowMs: Date.now(), signal: new AbortController().signal, report: () => undefined });
  const loadMs = performance.now() - startedAtMs;
  const server = await startServer(config);
  return {
    url: server.url,
    loadMs,
    close: async () => {
      await server.close();
      await fresh.drop();
    },
  };
}

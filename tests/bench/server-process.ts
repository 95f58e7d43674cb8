/**
 * A server under measure in a process of its own, as in production: `empty` is Express with one route and nothing else,
 * `ledger` the product's HTTP stack over the ledger alone, `product` the whole product. Asked once where it listens,
 * then how much memory it has had.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundHeapGrowth } from '@red-points/server/platform/heap';
import express, { type Express } from 'express';
import { answerParent, memoryMegabytes } from './child.ts';

export type ServerKind = 'empty' | 'ledger' | 'product';

/** What a server under measure needs to be asked. */
export interface Served {
  readonly app: Express;
  /** One per caller; a request takes one at random. */
  readonly headers: readonly Headers[];
  /** What a batch is filed and confirmed with, where the server takes batches. */
  readonly bulk?: BulkAccess;
}

type Headers = Readonly<Record<string, string>>;

/** Two people of a unit's staff, and whom and by which rule they may credit. */
export interface BulkAccess {
  readonly filer: Headers;
  readonly confirmer: Headers;
  readonly unitId: string;
  readonly ruleCode: string;
  readonly personIds: readonly string[];
}

export interface ServerAnswer {
  readonly origin: string;
  readonly headers: Served['headers'];
  readonly bulk?: BulkAccess | undefined;
  readonly megabytes: number;
}

function emptyServer(): Served {
  const app = express();
  app.get('/', (_req, res) => {
    res.json({ ok: true });
  });
  return { app, headers: [{}] };
}

boundHeapGrowth();

const [kind = '', uri = ''] = process.argv.slice(2);

/** Loads no more than the kind needs. */
async function made(): Promise<Served> {
  if (kind === 'empty') return emptyServer();
  if (kind === 'ledger') return (await import('./ledger-server.ts')).ledgerServer(uri);
  return (await import('./product-server.ts')).productServer(uri);
}

async function serve(): Promise<Omit<ServerAnswer, 'megabytes'>> {
  const { app, ...access } = await made();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...access };
}

const serving = serve();
answerParent<object, ServerAnswer>(async () => ({ ...(await serving), megabytes: memoryMegabytes() }));

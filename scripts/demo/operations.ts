import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  API_BASE,
  type BodyInput,
  type Endpoint,
  IDEMPOTENCY_HEADER,
  type ParamsInput,
  type QueryInput,
  type ResponseOf,
  sessions,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type DemoWorld, granted } from './world.ts';

export interface OperationInput<E> {
  readonly params?: ParamsInput<E>;
  readonly query?: QueryInput<E>;
  readonly body?: BodyInput<E>;
  /** A file to upload, where the operation takes one. */
  readonly file?: Buffer;
  /** The Idempotency-Key, where the operation moves points or money: the same at every load. */
  readonly key?: string;
}

/** The operations of the product's contract, as its own pages ask for them: over HTTP, checked and allowed like theirs. */
export interface Operations {
  /** Carries an operation out as somebody, or as nobody where it is public; a refusal is a mistake in the demo's plan. */
  done<E extends Endpoint>(who: Principal | null, endpoint: E, input?: OperationInput<E>): Promise<ResponseOf<E>>;
  /** Tries an operation that is refused, and says by which problem code; null where it was not. */
  refused<E extends Endpoint>(who: Principal, endpoint: E, input?: OperationInput<E>): Promise<string | null>;
}

/** Serves the world's app on this machine alone while the work goes on. */
export async function withOperations<T>(world: DemoWorld, work: (operations: Operations) => Promise<T>): Promise<T> {
  const server = createServer(world.app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${API_BASE}`;
  const ask = (who: Principal | null, endpoint: Endpoint, input: OperationInput<Endpoint>) =>
    fetch(`${base}${pathOf(endpoint, input)}`, {
      method: endpoint.method,
      headers: headersOf(world, who, input),
      body: bodyOf(input),
    });
  try {
    return await work({
      done: async (who, endpoint, input = {}) => {
        const answer = await ask(who, endpoint, input as OperationInput<Endpoint>);
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${endpoint.id}: ${answer.status} ${text}`);
        return text === '' ? undefined : JSON.parse(text);
      },
      refused: async (who, endpoint, input = {}) => {
        const answer = await ask(who, endpoint, input as OperationInput<Endpoint>);
        const text = await answer.text();
        return answer.ok ? null : String(JSON.parse(text).code);
      },
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function pathOf({ path }: Endpoint, { params = {}, query = {} }: OperationInput<Endpoint>): string {
  const values = params as Readonly<Record<string, unknown>>;
  const filled = path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(values[name])));
  const asked = Object.entries(query as object).map(([name, value]) => [name, String(value)]);
  return asked.length === 0 ? filled : `${filled}?${new URLSearchParams(asked)}`;
}

function headersOf({ context }: DemoWorld, who: Principal | null, { body, key }: OperationInput<Endpoint>) {
  return {
    ...(who === null ? {} : { Authorization: `Bearer ${context.tokens.issue(who).accessToken}` }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(key === undefined ? {} : { [IDEMPOTENCY_HEADER]: key }),
  };
}

function bodyOf({ body, file }: OperationInput<Endpoint>): string | Uint8Array<ArrayBuffer> | undefined {
  if (file !== undefined) return new Uint8Array(file);
  return body === undefined ? undefined : JSON.stringify(body);
}

/** Somebody who signed in with a phone by one-time code. */
export async function signedInByPhone({ context }: DemoWorld, { done }: Operations, phone: string): Promise<Principal> {
  await done(null, sessions.sendCode, { body: { phone } });
  const code = (await context.auth.newestCode(phone)) ?? '';
  const { accessToken } = await done(null, sessions.signInByCode, { body: { phone, code } });
  return granted(context.tokens.verify(accessToken), phone);
}

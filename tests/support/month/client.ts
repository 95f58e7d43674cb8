import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { API_BASE, type Endpoint, IDEMPOTENCY_HEADER, type ResponseOf, sessions } from '@red-points/shared/contracts';
import { type CallInput, nextKey, TEST_PASSWORD, type TestApp } from '../app.ts';

/** What came back from a request over the network. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly body: Body;
}

/** A request that was expected to succeed and did not, with what the server said. */
export class Refused extends Error {}

/** Tokens last for fifteen minutes: whoever comes back later asks for a new one. */
const TOKEN_GOOD_MS = 10 * 60_000;

/** A browser or a phone somewhere: its own address, its own cookies, somebody signed in. Everything goes over HTTP. */
export class Client {
  private token: string | null = null;
  private tokenAtMs = 0;
  private cookie = '';

  constructor(
    private readonly town: { readonly origin: string; readonly now: () => number },
    private readonly address: string,
    private readonly face: 'console' | 'merchant' | 'resident',
    private readonly signIn: (client: Client) => Promise<string>,
  ) {}

  /** Sends a request and gives the answer, whatever it is. */
  async ask<E extends Endpoint>(
    endpoint: E,
    input: CallInput = {},
  ): Promise<Answer<ResponseOf<E> & { code?: string }>> {
    if (endpoint.access !== 'public') await this.stayedSignedIn();
    return this.send(endpoint, input);
  }

  /** Sends a request that has to succeed, and gives its body. */
  async call<E extends Endpoint>(endpoint: E, input: CallInput = {}): Promise<ResponseOf<E>> {
    const { status, body } = await this.ask(endpoint, input);
    if (status >= 400)
      throw new Refused(`${endpoint.id} ${status} ${JSON.stringify(body)} to ${JSON.stringify(input)}`);
    return body;
  }

  /** Everything of a list, page by page. */
  async all<E extends Endpoint, Item>(
    endpoint: E,
    input: CallInput,
    itemsOf: (body: ResponseOf<E>) => readonly Item[],
  ): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const body = await this.call(endpoint, { ...input, query: { ...input.query, limit: 100, cursor } });
      items.push(...itemsOf(body));
      cursor = (body as { nextCursor?: string | null }).nextCursor ?? undefined;
    } while (cursor !== undefined);
    return items;
  }

  private async stayedSignedIn(): Promise<void> {
    if (this.token !== null && this.town.now() - this.tokenAtMs < TOKEN_GOOD_MS) return;
    const refreshed = this.token === null ? null : await this.send(sessions.refresh, { body: { face: this.face } });
    this.token = refreshed?.status === 200 ? refreshed.body.accessToken : await this.signIn(this);
    this.tokenAtMs = this.town.now();
  }

  /** Signs in anew next time: what somebody has become since is not in an old token. */
  forgetToken(): void {
    this.tokenAtMs = 0;
  }

  async send<E extends Endpoint>(endpoint: E, input: CallInput): Promise<Answer<ResponseOf<E> & { code?: string }>> {
    const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) =>
      encodeURIComponent(input.params?.[name] ?? ''),
    );
    const url = new URL(`${this.town.origin}${API_BASE}${path}`);
    for (const [name, value] of Object.entries(input.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const headers: Record<string, string> = { 'x-forwarded-for': this.address, ...input.headers };
    if (this.token !== null && endpoint.access !== 'public') headers.authorization = `Bearer ${this.token}`;
    if (this.cookie !== '') headers.cookie = this.cookie;
    if (endpoint.idempotent) headers[IDEMPOTENCY_HEADER.toLowerCase()] = input.key ?? nextKey();
    const { body } = input;
    // Files and forms say themselves what they are.
    const isFile = body instanceof Blob || body instanceof FormData;
    if (body !== undefined && !isFile) headers['content-type'] = 'application/json';
    const response = await fetch(url, {
      method: endpoint.method,
      headers,
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    if (set.length > 0) this.cookie = set.join('; ');
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }
}

/** A gateway for text messages, as an installation would have one: what it was given to send, by phone. */
export async function startSmsGateway(): Promise<{ url: string; codes: Map<string, string>; close(): Promise<void> }> {
  const codes = new Map<string, string>();
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const { phone, code } = JSON.parse(Buffer.concat(parts).toString());
    codes.set(phone, code);
    res.writeHead(200).end();
  });
  const url = await listening(server);
  return { url: `${url}/send`, codes, close: () => closed(server) };
}

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Signs in with user name and password, as staff and shops do. */
export function byPassword(face: 'console' | 'merchant', username: string) {
  return async (client: Client): Promise<string> => {
    const body = { face, username, password: TEST_PASSWORD };
    return succeeded(await client.send(sessions.signInByPassword, { body })).accessToken;
  };
}

/** Signs in with the code that came by text message. */
export function byPhone(phone: string, codes: ReadonlyMap<string, string>) {
  return async (client: Client): Promise<string> => {
    succeeded(await client.send(sessions.sendCode, { body: { phone } }));
    return succeeded(await client.send(sessions.signInByCode, { body: { phone, code: codes.get(phone) } })).accessToken;
  };
}

function succeeded<Body>({ status, body }: Answer<Body>): Body {
  if (status >= 400) throw new Refused(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** The server of a test app behind a real port. */
export async function serve(test: TestApp): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer(test.app.app);
  return { origin: await listening(server), close: () => closed(server) };
}

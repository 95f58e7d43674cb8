import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { live } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';

interface LiveEvent {
  id: string | null;
  event: string;
  data: { topic?: string; payload?: Record<string, unknown>; resumed?: boolean };
}

/** A client's connection: what it was told so far. */
interface Connection {
  events: LiveEvent[];
  ended: boolean;
  close(): void;
}

let test: TestApp;
let server: http.Server;
let port: number;
let officer: SignedInUser;

function parse(block: string): LiveEvent | null {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
  const data = field('data');
  return data === null ? null : { id: field('id'), event: field('event') ?? 'message', data: JSON.parse(data) };
}

function connect(token: string, topics: string, lastEventId?: string): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
    if (lastEventId !== undefined) headers['Last-Event-ID'] = lastEventId;
    const path = `/api/v1/events?topics=${encodeURIComponent(topics)}`;
    const request = http.get({ host: '127.0.0.1', port, path, headers }, (response) => {
      const connection: Connection = { events: [], ended: false, close: () => request.destroy() };
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        const blocks = (rest + part).split('\n\n');
        rest = blocks.pop() ?? '';
        connection.events.push(...blocks.flatMap((block) => parse(block) ?? []));
      });
      response.on('close', () => {
        connection.ended = true;
      });
      resolve(connection);
    });
    request.on('error', reject);
  });
}

const changesOf = ({ events }: Connection) => events.filter(({ event }) => event === 'change');

beforeAll(async () => {
  test = await startTestApp();
  test.context.live.watch({
    collection: 'people',
    topicsOf: ({ id, document }) => [`person:${id}`, `unit:${String(document?.unitId)}`],
    payloadOf: ({ operation, document }) => ({ operation, status: document?.status }),
  });
  await test.app.start();
  server = http.createServer(test.app.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  officer = await test.signIn('grid_officer', 'jinxiu');
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await test.close();
});

describe('live events', () => {
  it('tell what changes in a topic, as it happens, and nothing of other topics', async () => {
    const { personId } = await test.enterResident({ verified: false });
    const connection = await connect(officer.token, `person:${personId}`);
    await expect
      .poll(() => connection.events[0], { timeout: 10_000 })
      .toEqual({
        id: null,
        event: 'hello',
        data: { resumed: false },
      });
    await test.enterResident();
    const principal = {
      ...officer,
      sessionId: 's',
      face: 'console',
      grants: [],
      personIds: [],
      actingPersonId: null,
    } as const;
    await test.context.people.verify(personId, principal);
    await expect.poll(() => changesOf(connection), { timeout: 20_000 }).toHaveLength(1);
    expect(changesOf(connection)[0]).toMatchObject({
      data: { topic: `person:${personId}`, payload: { operation: 'update', status: 'verified' } },
    });
    connection.close();
  });

  it('go on where a connection broke off', async () => {
    const first = await connect(officer.token, 'unit:jinxiu-g1');
    await test.enterResident({ unitId: 'jinxiu-g1' });
    await expect.poll(() => changesOf(first), { timeout: 20_000 }).toHaveLength(1);
    const seen = changesOf(first)[0]?.id ?? '';
    await test.enterResident({ unitId: 'jinxiu-g1' });
    await expect.poll(() => changesOf(first), { timeout: 20_000 }).toHaveLength(2);
    first.close();
    const second = await connect(officer.token, 'unit:jinxiu-g1', seen);
    await expect.poll(() => changesOf(second), { timeout: 20_000 }).toHaveLength(1);
    expect(second.events[0]).toMatchObject({ event: 'hello', data: { resumed: true } });
    expect(changesOf(second)[0]?.id).toBe(changesOf(first)[1]?.id);
    second.close();
  });

  it('tell a resident of themselves, and of nobody else', async () => {
    const phone = nextPhone();
    const resident = await test.signInResident({ phone });
    const own = await connect(resident.token, `person:${resident.personId}`);
    await expect.poll(() => own.events.length, { timeout: 10_000 }).toBe(1);
    own.close();
    const { personId } = await test.enterResident();
    const refused = await resident.call(live.events, { query: { topics: `person:${personId}` } }).expect(403);
    expect(refused.body.code).toBe('out_of_scope');
  });

  it.each([
    ['unit:hechi', 403, 'out_of_scope'],
    ['unit:nowhere', 403, 'out_of_scope'],
    ['secrets:all', 400, 'validation_failed'],
    ['person', 400, 'validation_failed'],
    ['unit:jinxiu,unit:hechi', 403, 'out_of_scope'],
  ])('are refused for %s', async (topics, status, code) => {
    const answer = await officer.call(live.events, { query: { topics } });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('are refused without a sign-in', async () => {
    expect((await test.call(live.events, { query: { topics: 'unit:jinxiu' } }).expect(401)).body.code).toBe(
      'not_signed_in',
    );
  });

  it('forget a client that went away, and end when the server stops', async () => {
    const before = test.context.live.clientCount;
    const gone = await connect(officer.token, 'unit:jinxiu');
    const stays = await connect(officer.token, 'unit:jinxiu');
    expect(test.context.live.clientCount).toBe(before + 2);
    gone.close();
    await expect.poll(() => test.context.live.clientCount, { timeout: 10_000 }).toBe(before + 1);
    await test.context.live.close();
    await expect.poll(() => stays.ended, { timeout: 10_000 }).toBe(true);
  });
});

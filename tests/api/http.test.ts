import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createHttpApp } from '@red-points/server/http/app';
import { createGeneralLimit } from '@red-points/server/http/limits';
import { allEndpoints } from '@red-points/server/http/openapi';
import { publicRoute } from '@red-points/server/http/route';
import { LedgerBusyError, OutcomeUnknownError } from '@red-points/server/ledger/index';
import { defineEndpoint, orgUnits, PROBLEMS, people, sessions } from '@red-points/shared/contracts';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '../support/app.ts';

let test: TestApp;
let webFolder: string;
const LARGE_SCRIPT = `export const words = '${'积分'.repeat(2_000)}';`;

beforeAll(async () => {
  webFolder = mkdtempSync(path.join(os.tmpdir(), 'red-points-web-'));
  for (const face of ['', 'console', 'app', 'shop', 'assets'])
    mkdirSync(path.join(webFolder, face), { recursive: true });
  for (const page of ['index.html', 'console/index.html', 'app/index.html', 'shop/index.html']) {
    writeFileSync(path.join(webFolder, page), `<!doctype html><title>${page}</title>`);
  }
  writeFileSync(path.join(webFolder, 'assets/entry-a1b2c3.js'), 'export {};');
  writeFileSync(path.join(webFolder, 'assets/large-d4e5f6.js'), LARGE_SCRIPT);
  test = await startTestApp({ config: { webFolder } });
});
afterAll(async () => {
  await test.close();
  rmSync(webFolder, { recursive: true, force: true });
});

describe('requests that cannot be read', () => {
  const post = () => test.http.post('/api/v1/sessions/password');

  it('are answered with a problem document that names the request', async () => {
    const answer = await post().set('Content-Type', 'application/json').send('{"face": ').expect(400);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'urn:red-points:problem:body_not_json',
      title: PROBLEMS.body_not_json.zh,
      status: 400,
      code: 'body_not_json',
      requestId: answer.get('X-Request-Id'),
    });
  });

  it('speak English to those who ask for it', async () => {
    const answer = await post().set('Accept-Language', 'en-GB').send({}).expect(400);
    expect(answer.body.title).toBe(PROBLEMS.validation_failed.en);
    expect(answer.get('Content-Language')).toBe('en');
    expect(answer.body.fields.map(({ path: field }: { path: string }) => field)).toEqual([
      'face',
      'username',
      'password',
    ]);
  });

  it.each([
    ['another kind of content', 'text/plain', 'hello', 415, 'media_type_unsupported'],
    ['a body that is no object', 'application/json', '"text"', 400, 'body_not_json'],
    ['a body of 300 kB', 'application/json', JSON.stringify({ face: 'x'.repeat(300_000) }), 413, 'body_too_large'],
    ['an unknown character set', 'application/json; charset=latin9', '{}', 415, 'media_type_unsupported'],
    ['no body', 'application/json', '', 400, 'validation_failed'],
    ['a mark of byte order before it', 'application/json', '\ufeff{}', 400, 'validation_failed'],
    [
      'a mark of byte order, its character set said',
      'application/json; charset=utf-8',
      '\ufeff{}',
      400,
      'validation_failed',
    ],
    [
      'brackets 100,000 deep',
      'application/json',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      400,
      'validation_failed',
    ],
  ])('with %s', async (_what, type, body, status, code) => {
    const answer = await post().set('Content-Type', type).send(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('with parameters or filters that are none name the field', async () => {
    const officer = await test.signIn('grid_officer', 'jinxiu');
    const query = await officer.call(people.list, { query: { limit: 0 } }).expect(400);
    expect(query.body.fields[0].path).toBe('limit');
    const params = await officer.call(people.get, { params: { personId: 'a b' } }).expect(400);
    expect(params.body.fields[0].path).toBe('personId');
    const undecodable = await test.http.get('/api/v1/people/%E0%A4%A').set('Authorization', `Bearer ${officer.token}`);
    expect([undecodable.status, undecodable.body.code]).toEqual([404, 'not_found']);
  });

  it('for paths that the API does not have', async () => {
    for (const method of ['get', 'post', 'delete'] as const) {
      const answer = await test.http[method]('/api/v1/nothing/here').expect(404);
      expect(answer.body.code).toBe('not_found');
    }
  });

  it('are refused with an authorization that is no bearer token', async () => {
    const answer = await test.http.get('/api/v1/me').set('Authorization', 'Basic abc').expect(401);
    expect(answer.body.code).toBe('token_invalid');
    expect(answer.get('WWW-Authenticate')).toBe('Bearer');
  });
});

describe('every answer', () => {
  it('tells the server’s own time, and may be kept by nobody: clients learn from it how wrong their clock is', async () => {
    const answers = [
      await test.http.get('/api/v1/org-units').expect(200),
      await test.http.post('/api/v1/sessions/refresh').send({ face: 'resident' }).expect(401),
      await test.http.get('/api/v1/nowhere').expect(404),
    ];
    const now = new Date(Math.floor(test.clock.now() / 1000) * 1000).toUTCString();
    for (const answer of answers) expect(answer.get('Date')).toBe(now);
    for (const answer of answers.slice(1)) expect(answer.get('Cache-Control')).toBe('no-store');
  });
});

describe('idempotency keys', () => {
  let callers: Awaited<ReturnType<TestApp['signIn']>>[];

  // Once for all: so many phones sign in within an hour, and there are more endpoints.
  beforeAll(async () => {
    callers = [
      await test.signIn('community_admin', 'jinxiu'),
      await test.signIn('merchant_owner', null, { shopId: 'shop' }),
      await test.signInResident(),
    ];
  });

  it.each(
    allEndpoints()
      .filter(({ idempotent }) => idempotent)
      .map((endpoint) => [endpoint.id, endpoint] as const),
  )('are required by %s', async (_id, endpoint) => {
    const url = `/api/v1${endpoint.path.replace(/:\w+/g, 'x')}`;
    const send = (role: Awaited<ReturnType<TestApp['signIn']>>) =>
      test.http[endpoint.method.toLowerCase() as 'post'](url).set('Authorization', `Bearer ${role.token}`).send({});
    const codes = await Promise.all(callers.map(async (caller) => (await send(caller)).body.code as string));
    expect(codes).toContain('idempotency_key_missing');
    expect(codes.every((code) => code === 'idempotency_key_missing' || code === 'forbidden')).toBe(true);
  });
});

describe('failures of the server', () => {
  const failing = (error: unknown) => {
    const endpoint = defineEndpoint({
      id: 'things.fail',
      method: 'POST',
      path: '/things',
      summary: 'Fails',
      access: 'public',
      body: z.object({ kind: z.string().optional() }),
      response: z.object({ kind: z.string() }),
    });
    const { logger, metrics } = test.context;
    const { app } = createHttpApp({
      config: test.config,
      db: test.context.db,
      ids: test.context.ids,
      clock: test.clock,
      http: {
        authenticate: () => null,
        generalLimit: createGeneralLimit(0),
        logger,
        metrics,
        strictAnswers: true,
      },
      register: (router) => {
        publicRoute(router, endpoint, async () => {
          if (error === 'outside the contract') return { kind: 7 } as never;
          throw error;
        });
      },
    });
    return supertest(app).post('/api/v1/things').send({});
  };
  const unreachable = Object.assign(new Error('no primary at db-3.internal:27017'), {
    name: 'MongoServerSelectionError',
  });

  it.each([
    ['a bug', new Error('E11000 duplicate key: phone 13800000000'), 500, 'internal_error'],
    ['a thrown word', 'secret', 500, 'internal_error'],
    ['a database that cannot be reached', unreachable, 503, 'unavailable'],
    ['an outcome that is not known', new OutcomeUnknownError('entry 7 of account x'), 503, 'outcome_unknown'],
    ['a ledger that is busy', new LedgerBusyError('4096 waiting'), 503, 'ledger_busy'],
    ['an answer that does not keep its contract', 'outside the contract', 500, 'internal_error'],
  ])('show nothing of %s but its code', async (_what, error, status, code) => {
    const answer = await failing(error);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(Object.keys(answer.body).sort()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
    expect(answer.text).not.toMatch(/E11000|138|internal:27017|secret|account x|4096|at /);
    if (status === 503) expect(answer.get('Retry-After')).toBe('2');
  });
});

describe('limits', () => {
  it('of general routes are told in headers, counted by caller, and refuse with the time to wait', async () => {
    const limited = await startTestApp({ sharing: test, config: { rateLimitPerMinute: 3 } });
    try {
      const first = await limited.call(orgUnits.list).expect(200);
      expect(first.get('RateLimit-Policy')).toBe('"general";q=3;w=60');
      expect(first.get('RateLimit')).toMatch(/^"general";r=2;t=\d+$/);
      await limited.call(orgUnits.list).expect(200);
      await limited.call(orgUnits.list).expect(200);
      const refused = await limited.call(orgUnits.list).expect(429);
      expect(refused.body.code).toBe('rate_limited');
      expect(Number(refused.get('Retry-After'))).toBe(refused.body.detail.seconds);
      // Whoever is signed in is counted apart from their address.
      const officer = await test.signIn('grid_officer', 'jinxiu');
      await limited.call(sessions.me, { token: officer.token }).expect(200);
    } finally {
      await limited.close();
    }
  });
});

describe('the description of the API', () => {
  it('lists every endpoint of the contracts with its answer and its problems', async () => {
    const { body } = await test.http.get('/api/openapi.json').expect(200);
    expect(body.openapi).toBe('3.1.0');
    for (const endpoint of allEndpoints()) {
      const described = body.paths[`/api/v1${endpoint.path.replace(/:(\w+)/g, '{$1}')}`][endpoint.method.toLowerCase()];
      expect(described.operationId).toBe(endpoint.id);
      expect(described.responses[endpoint.status ?? 200]).toBeDefined();
      expect(described.responses[500].content['application/problem+json'].schema.$ref).toBe(
        '#/components/schemas/Problem',
      );
      expect(described.security).toEqual(endpoint.access === 'public' ? [] : [{ session: [] }]);
    }
  });

  it('describes nothing that is not served, and nothing is served that it does not describe', () => {
    expect([...test.app.served].sort()).toEqual(allEndpoints().map(({ id }) => id));
  });

  it('can be read in a browser without scripts from elsewhere or inline', async () => {
    const page = await test.http.get('/api/docs/').expect(200);
    const scripts = [...page.text.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes = '', inline = ''] of scripts) {
      expect(inline.trim()).toBe('');
      const source = /src="([^"]+)"/.exec(attributes)?.[1] ?? '';
      expect(source).not.toMatch(/^(https?:)?\/\//);
      await test.http.get(new URL(source, 'http://x/api/docs/').pathname).expect(200);
    }
    const settings = await test.http.get('/api/docs/swagger-ui-init.js').expect(200);
    expect(settings.text).toContain('/api/openapi.json');
    await test.http.get('/api/docs').expect(301).expect('Location', '/api/docs/');
    expect(page.get('Content-Security-Policy')).toContain("script-src 'self' 'wasm-unsafe-eval'");
  });
});

describe('health', () => {
  it('says that the process answers, that it can serve, and how it does', async () => {
    await test.http.get('/healthz').expect(200, { status: 'ok' });
    await test.http.get('/readyz').expect(200, { status: 'ready' });
    await test.call(orgUnits.list).expect(200);
    const metrics = await test.http.get('/metrics').expect(200);
    expect(metrics.text).toMatch(/red_points_http_request_seconds_count\{endpoint="orgUnits.list",status="200"\} \d+/);
  });
});

describe('pages', () => {
  it.each([
    ['/', 'index.html'],
    ['/notice/jinxiu', 'index.html'],
    ['/activities/a1', 'index.html'],
    ['/digest', 'index.html'],
    ['/receipt', 'index.html'],
    ['/console', 'console/index.html'],
    ['/console/people/p1', 'console/index.html'],
    ['/app/', 'app/index.html'],
    ['/shop/orders', 'shop/index.html'],
  ])('%s is answered by %s, never from a cache without asking', async (url, page) => {
    const answer = await test.http.get(url).expect(200);
    expect(answer.text).toContain(`<title>${page}</title>`);
    expect(answer.get('Cache-Control')).toBe('no-cache');
    expect(answer.get('Content-Security-Policy')).toContain("default-src 'self'");
  });

  it.each([
    ['br', 'gzip, deflate, br'],
    ['gzip', 'gzip'],
    ['identity', 'identity'],
  ])('send built files as %s to those who understand %s', async (encoding, understood) => {
    const answer = await test.http.get('/assets/large-d4e5f6.js').set('Accept-Encoding', understood).expect(200);
    expect(answer.get('Content-Encoding')).toBe(encoding === 'identity' ? undefined : encoding);
    expect(answer.get('Vary')).toContain('Accept-Encoding');
    expect(answer.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    expect(answer.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    if (encoding !== 'identity') expect(Number(answer.get('Content-Length'))).toBeLessThan(1_000);
    if (encoding !== 'br') expect(answer.text).toBe(LARGE_SCRIPT);
  });

  it('keep built files for ever, and miss plainly what is not there', async () => {
    const built = await test.http.get('/assets/entry-a1b2c3.js').expect(200);
    expect(built.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    await test.http.get('/assets/missing.js').expect(404);
    await test.http.get('/console/missing.js').expect(404);
    await test.http.get('/nowhere').expect(404);
    await test.http.get('/..%2fpackage.json').expect(404);
  });

  it.each([
    ['/K/AB12', '/app/check-in?code=AB12'],
    ['/k/AB12', '/app/check-in?code=AB12'],
    ['/S/AB12', '/app/shop-code?code=AB12'],
    ['/C/AB12', '/app/code-info'],
    ['/K/A%26B', '/app/check-in?code=A%26B'],
  ])('the code %s leads to %s', async (url, target) => {
    const answer = await test.http.get(url).expect(302);
    expect(answer.get('Location')).toBe(target);
    expect(answer.get('Referrer-Policy')).toBe('no-referrer');
  });
});

import { type App, type AppContext, createApp } from '@red-points/server/app';
import { argon2Passwords } from '@red-points/server/auth/index';
import type { RunningConfig } from '@red-points/server/config';
import { createSettableClock, type SettableClock } from '@red-points/server/platform/clock';
import { connectDatabase, type Database } from '@red-points/server/platform/database';
import { API_BASE, type Endpoint, IDEMPOTENCY_HEADER, isRefusal, type SignedIn } from '@red-points/shared/contracts';
import type { Role } from '@red-points/shared/domain/permissions';
import supertest from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { takeDatabase } from './database-pool.ts';
import { rememberedPasswords } from './passwords.ts';
import { seedUnits } from './units.ts';

/** Noon of a Monday in Shanghai: where the tests' clock stands first. */
export const TEST_START_MS = Date.parse('2026-11-23T04:00:00Z');

export const TEST_PASSWORD = 'correct horse battery staple';

const MERCHANT_ROLES: readonly Role[] = ['merchant_owner', 'merchant_staff'];

export interface TestAppOptions {
  /** Departures from the usual test configuration. */
  readonly config?: Partial<RunningConfig>;
  readonly startMs?: number;
  /** Use a database that another test app uses too: two processes of one installation. */
  readonly sharing?: TestApp;
  /** Hash each password and compare it anew, for tests of just that: elsewhere it is done once. */
  readonly passwordsAnew?: boolean;
  /** Begin background work (jobs, live events); off unless asked for. */
  readonly started?: boolean;
}

/** Somebody signed in, with what a request needs. */
export interface SignedInUser {
  readonly userId: string;
  readonly token: string;
  readonly me: SignedIn['me'];
  /** Sends a request to an endpoint of the contract. */
  call(endpoint: Endpoint, input?: CallInput): supertest.Test;
}

export interface CallInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** The Idempotency-Key; one is made for endpoints that need one. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestApp {
  readonly app: App;
  readonly context: AppContext;
  readonly clock: SettableClock;
  readonly config: RunningConfig;
  readonly database: Database;
  readonly http: TestAgent;
  /** Sends a request to an endpoint of the contract, without a sign-in unless `token` is given. */
  call(endpoint: Endpoint, input?: CallInput & { readonly token?: string }): supertest.Test;
  /** Makes a member of staff with this role in this unit and signs them in. Residents: see `signInResident`. */
  signIn(role: Role, unitId: string | null, extra?: StaffExtra): Promise<SignedInUser>;
  /** Signs in with a phone by one-time code, through the API. */
  signInByPhone(phone: string): Promise<SignedInUser>;
  /** Enters a resident (verified unless said otherwise) and signs them in by their phone. */
  signInResident(
    resident?: NewResident,
  ): Promise<SignedInUser & { personId: string; accountId: string; phone: string }>;
  /** Enters a resident without signing in. */
  enterResident(resident?: NewResident): Promise<{ personId: string; accountId: string; phone: string }>;
  close(): Promise<void>;
}

export interface StaffExtra {
  readonly personId?: string;
  readonly shopId?: string;
  readonly displayName?: string;
}

export interface NewResident {
  readonly name?: string;
  readonly phone?: string;
  readonly unitId?: string;
  readonly verified?: boolean;
  readonly birthDate?: string | null;
  readonly address?: string | null;
}

/** The apps that share each one's database. */
const appsBeside = new WeakMap<TestApp, Set<TestApp>>();

let counter = 0;

/** A phone number that no other resident of this run has. */
export function nextPhone(): string {
  counter += 1;
  return `139${String(counter).padStart(8, '0')}`;
}

export function nextKey(): string {
  counter += 1;
  return `test-key-${counter}`;
}

function testConfig(uri: string): RunningConfig {
  return {
    mongodbUri: uri,
    masterSecret: 'a master secret for tests, known to everybody',
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://127.0.0.1:3000',
    demo: false,
    ensureCollections: true,
    logLevel: 'silent',
    trustProxy: 0,
    rateLimitPerMinute: 0,
    tls: null,
    webFolder: null,
    smsGateway: null,
    noticeGateway: null,
  };
}

function pathOf(endpoint: Endpoint, params: Readonly<Record<string, string>> = {}): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params[name] ?? ''));
  return `${API_BASE}${path}`;
}

function request(http: TestAgent, endpoint: Endpoint, input: CallInput & { token?: string }): supertest.Test {
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const test = http[method](pathOf(endpoint, input.params));
  if (input.token !== undefined) test.set('Authorization', `Bearer ${input.token}`);
  const key = input.key ?? (endpoint.idempotent ? nextKey() : undefined);
  if (key !== undefined) test.set(IDEMPOTENCY_HEADER, key);
  for (const [name, value] of Object.entries(input.headers ?? {})) test.set(name, value);
  const query = Object.entries(input.query ?? {}).filter(([, value]) => value !== undefined);
  if (query.length > 0) test.query(Object.fromEntries(query));
  if (input.body !== undefined) test.send(input.body as object);
  return test;
}

/**
 * A real app on a database of its own, like new, in the shared replica set, with units seeded and a clock that stands still.
 * Answers are checked against their contracts.
 */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const own = options.sharing === undefined ? await takeDatabase() : null;
  const uri = own?.uri ?? options.sharing?.config.mongodbUri ?? '';
  const database = await connectDatabase(uri, { poolSizeMax: 20 });
  const config = { ...testConfig(uri), ...options.config };
  const clock = options.sharing?.clock ?? createSettableClock(options.startMs ?? TEST_START_MS);
  const passwords = options.passwordsAnew === true ? argon2Passwords : rememberedPasswords;
  const app = createApp({ config, database, clock, strictAnswers: true, passwords });
  const { context } = app;
  if (own !== null) await seedUnits(context.orgUnits);
  if (options.started === true) await app.start();
  const http = supertest(app.app) as unknown as TestAgent;

  const signedIn = (answer: SignedIn): SignedInUser => ({
    userId: answer.me.userId,
    token: answer.accessToken,
    me: answer.me,
    call: (endpoint, input = {}) => request(http, endpoint, { ...input, token: answer.accessToken }),
  });

  const beside = new Set<TestApp>();
  let isClosed = false;
  const test: TestApp = {
    app,
    context,
    clock,
    config,
    database,
    http,
    call: (endpoint, input = {}) => request(http, endpoint, input),
    signIn: async (role, unitId, extra = {}) => {
      counter += 1;
      const user = await context.users.createStaff({
        username: `${role}-${counter}`,
        password: TEST_PASSWORD,
        displayName: extra.displayName ?? `${role} ${counter}`,
        grants: [{ role, unitId, shopId: extra.shopId ?? null }],
        personId: extra.personId ?? null,
      });
      if (user === null) throw new Error('the user name is taken');
      const face = MERCHANT_ROLES.includes(role) ? 'merchant' : 'console';
      const body = { face, username: `${role}-${counter}`, password: TEST_PASSWORD };
      const answer = await http.post(`${API_BASE}/sessions/password`).send(body).expect(200);
      return signedIn(answer.body as SignedIn);
    },
    signInByPhone: async (phone) => {
      await http.post(`${API_BASE}/sessions/codes`).send({ phone }).expect(202);
      const code = await context.auth.newestCode(phone);
      const answer = await http.post(`${API_BASE}/sessions/code`).send({ phone, code }).expect(200);
      return signedIn(answer.body as SignedIn);
    },
    enterResident: async (resident = {}) => {
      const phone = resident.phone ?? nextPhone();
      const person = await context.people.enter({
        kind: 'person',
        name: resident.name ?? '陈秀英',
        phone,
        sharedPhone: false,
        unitId: resident.unitId ?? 'jinxiu-g1',
        serveUnitId: null,
        birthDate: resident.birthDate ?? null,
        address: resident.address ?? null,
        enteredBy: null,
        consentVersion: '1',
        verified: resident.verified ?? true,
      });
      if (isRefusal(person)) throw new Error(`the resident could not be entered: ${person.refused}`);
      return { personId: person.personId, accountId: person.accountId, phone };
    },
    signInResident: async (resident = {}) => {
      const entered = await test.enterResident(resident);
      return { ...(await test.signInByPhone(entered.phone)), ...entered };
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      // A test that failed before it closed its second app must not leave it on a database that is gone.
      for (const one of beside) await one.close();
      await app.close();
      await database.close();
      await own?.giveBack();
    },
  };
  appsBeside.set(test, beside);
  if (options.sharing !== undefined) appsBeside.get(options.sharing)?.add(test);
  return test;
}

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '@red-points/server/app';
import { verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { connectDatabase } from '@red-points/server/platform/database';
import { API_BASE, IDEMPOTENCY_HEADER, objections } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, later, publishRule, signInCast } from '../support/earning.ts';
import { dyingDatabase } from './support/dying-database.ts';
import { HttpServerProcess } from './support/http-server-process.ts';

const DAY_MS = 86_400_000;
const OUTCOMES = ['dismissed', 'corrected', 'upheld'] as const;
type Outcome = (typeof OUTCOMES)[number];

let t: TestApp;
let cast: Cast;
/** This process's own server: it lives. */
let alive: Server;

/** One entry in publicity with a neighbour who objects to it, and the keys of both requests. */
interface Play {
  readonly creditId: string;
  readonly claimId: string;
  readonly accountId: string;
  readonly neighbour: string;
  readonly judge: string;
  readonly outcome: Outcome;
  readonly keys: { readonly file: string; readonly decide: string };
}

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const collection = (name: string) => t.database.db.collection<Document & { _id: string }>(name);

beforeAll(async () => {
  // A server process of its own reads the clock of this machine.
  t = await startTestApp({ startMs: Date.now() });
  alive = createServer(t.app.app);
  await once(alive.listen(0, '127.0.0.1'), 'listening');
  cast = await signInCast(t);
  const validFrom = businessDate(t.clock.now() - 30 * DAY_MS);
  await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3, validFrom }));
});
afterAll(async () => {
  alive?.closeAllConnections();
  alive?.close();
  await t?.close();
});

/** A claim of 90 minutes and 3 points in publicity; the deputy, who had no part in it, is to decide. */
async function play(outcome: Outcome): Promise<Play> {
  const { personId, accountId } = await t.enterResident();
  const occurredOn = businessDate(t.clock.now() - DAY_MS);
  const claimId = await fileClaim(cast, personId, { ruleCode: 'ZY-03', occurredOn });
  await decide(cast.secretary, 'claim', claimId).expect(200);
  const neighbour = await t.signInResident();
  const keys = { file: nextKey(), decide: nextKey() };
  const tokens = { neighbour: neighbour.token, judge: cast.deputy.token };
  return { creditId: `claim:${claimId}`, claimId, accountId, outcome, keys, ...tokens };
}

interface Answer {
  readonly status: number;
  readonly body: { readonly objectionId: string; readonly state: string };
}

async function post(url: string, path: string, token: string, key: string, body: unknown): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    [IDEMPOTENCY_HEADER.toLowerCase()]: key,
  };
  const answer = await fetch(`${url}${API_BASE}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

const file = (url: string, { creditId, neighbour, keys }: Play) =>
  post(url, objections.fileOwn.path, neighbour, keys.file, { creditId, reason: '当天没有见到他' });
const rule = (url: string, { judge, keys, outcome }: Play, objectionId: string) =>
  post(url, objections.decide.path.replace(':objectionId', objectionId), judge, keys.decide, {
    outcome,
    reason: '已向组织者和签到记录核实',
    ...(outcome === 'corrected' ? { points: 2, minutes: 60 } : {}),
  });

/** Objection, credit and claim say the same at every moment, and there is at most one objection. */
async function expectAgreeing({ creditId, claimId }: Play): Promise<Document | undefined> {
  const found = await collection('objections').find({ creditId }).toArray();
  expect(found.length).toBeLessThan(2);
  const [credit, claim] = await Promise.all([
    collection('credits').findOne({ _id: creditId }),
    collection('claims').findOne({ _id: claimId }),
  ]);
  const open = found.filter((one) => one['open'] === true).length;
  expect([credit?.['state'] === 'objected', credit?.['openObjections'] ?? 0]).toEqual([open === 1, open]);
  expect(claim?.['state']).toBe(credit?.['state'] === 'refused' ? 'not_posted' : credit?.['state']);
  return found[0];
}

/** Decided once, as was meant, with what is left of the credit. */
async function expectDecided(one: Play): Promise<void> {
  expect(await expectAgreeing(one)).toMatchObject({ state: one.outcome, open: false });
  const credit = await collection('credits').findOne({ _id: one.creditId });
  const points = one.outcome === 'corrected' ? 2 : 3;
  expect(credit).toMatchObject(
    one.outcome === 'upheld' ? { state: 'refused', entrySeq: null } : { state: 'in_publicity', points },
  );
  const acts = { 'subject.id': (await collection('objections').findOne({ creditId: one.creditId }))?._id };
  expect(await collection('audit').countDocuments(acts)).toBeLessThan(2);
}

/** Sends one request to a process that dies right after its n-th write. @returns whether it died of it */
async function askDying(lastWrite: number, ask: (url: string) => Promise<Answer>): Promise<boolean> {
  const real = await connectDatabase(t.config.mongodbUri, { poolSizeMax: 4 });
  const dying = dyingDatabase(real, lastWrite);
  const server = createServer(createApp({ config: t.config, database: dying.database, clock: t.clock }).app);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const answered = ask(urlOf(server)).then(
    (answer) => answer.status < 300,
    () => false,
  );
  const lived = await Promise.race([answered, dying.died.then(() => false)]);
  server.closeAllConnections();
  server.close();
  await real.close();
  return !lived;
}

describe('an objection whose process is killed between any two writes', () => {
  it('while it is filed: entry and objection agree, and the same request again files it once', async () => {
    for (let lastWrite = 0; ; lastWrite += 1) {
      const one = await play('dismissed');
      const died = await askDying(lastWrite, (url) => file(url, one));
      await expectAgreeing(one);
      expect((await file(urlOf(alive), one)).status).toBe(201);
      expect(await expectAgreeing(one)).toMatchObject({ open: true });
      if (!died) {
        expect(lastWrite).toBeGreaterThan(0);
        return;
      }
    }
  });

  it.each(OUTCOMES)(
    'while it is decided (%s): all agree, and the same request again decides it once',
    async (outcome) => {
      for (let lastWrite = 0; ; lastWrite += 1) {
        const one = await play(outcome);
        const { objectionId } = (await file(urlOf(alive), one)).body;
        const died = await askDying(lastWrite, (url) => rule(url, one, objectionId));
        await expectAgreeing(one);
        expect((await rule(urlOf(alive), one, objectionId)).status).toBe(200);
        await expectDecided(one);
        if (!died) {
          expect(lastWrite).toBeGreaterThan(1);
          return;
        }
      }
    },
  );
});

it('a server killed hard among objections and decisions: asked again elsewhere, each counts once, and the points add up', async () => {
  const plays: Play[] = [];
  for (let index = 0; index < 18; index += 1) plays.push(await play(OUTCOMES[index % 3] as Outcome));
  const server = new HttpServerProcess(t.config);
  await server.start();
  let answers = 0;
  let killed: Promise<void> | undefined;
  /** Asks the process that is to die, and where no answer comes the one that lives, with the same key. */
  const ask = async (send: (url: string) => Promise<Answer>): Promise<Answer> => {
    const url = killed === undefined ? server.url : urlOf(alive);
    try {
      const answer = await send(url);
      answers += 1;
      if (answers === plays.length) killed = server.kill();
      return answer;
    } catch {
      return await send(urlOf(alive));
    }
  };
  const answered = await Promise.all(
    plays.map(async (one) => {
      const filed = await ask((url) => file(url, one));
      const decided = await ask((url) => rule(url, one, filed.body.objectionId));
      return [filed.status, decided.status, decided.body.state];
    }),
  );
  await killed;
  expect(answered).toEqual(plays.map(({ outcome }) => [201, 200, outcome]));
  for (const one of plays) await expectDecided(one);
  // Long after every window, whatever was not struck out is in the ledger, once.
  cast = later(t, cast, 30 * DAY_MS);
  await t.context.credits.postDue();
  for (const { accountId, outcome } of plays) {
    const { state, seq } = await t.context.ledger.view(accountId);
    const points = { dismissed: 3, corrected: 2, upheld: 0 }[outcome];
    expect([state.balance, seq]).toEqual([points, points === 0 ? 0 : 1]);
  }
  const checks = ledgerChecks({ db: t.database.db, account: null });
  expect(await verifyLedger({ db: t.database.db, checks })).toMatchObject({ bad: [] });
});

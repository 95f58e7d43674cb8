import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@red-points/scripts/demo/random';
import {
  API_BASE,
  type Endpoint,
  IDEMPOTENCY_HEADER,
  memberships,
  redemptions,
  reviews,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, fileClaim, hourlyTerms, principalOf, publishRule, signInCast } from '../support/earning.ts';
import { creditTo, enterGroup, householdOfTwo } from '../support/households.ts';
import { addOffer, openOffice, openShop } from '../support/redeeming.ts';
import { expectLedgerVerified } from '../support/verified.ts';
import { HttpServerProcess } from './support/http-server-process.ts';

const seed = Number(process.env.FAULT_SEED ?? Date.now() % 2 ** 31);
/** What an hour and a half is worth by the rule, and what a piece costs. */
const POINTS = 3;
const CLAIMS_EACH = 8;

let t: TestApp;
let cast: Cast;
let servers: HttpServerProcess[];

beforeAll(async () => {
  process.stderr.write(`order by seed ${seed} (FAULT_SEED)\n`);
  t = await startTestApp({ startMs: Date.now() });
  cast = await signInCast(t);
  servers = [new HttpServerProcess(t.config), new HttpServerProcess(t.config)];
  await Promise.all(servers.map((server) => server.start()));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await t.close();
});

/** Asks one of the two processes, with the same key until there is an answer. */
async function ask(
  number: number,
  endpoint: Endpoint,
  by: SignedInUser,
  { params = {}, body = {} }: { params?: Record<string, string>; body?: unknown },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) => params[name] ?? '');
  const principal: Principal = principalOf(t, by);
  const { accessToken } = t.context.tokens.issue(principal);
  const headers: Record<string, string> = { Authorization: `Bearer ${accessToken}`, [IDEMPOTENCY_HEADER]: nextKey() };
  headers['Content-Type'] = 'application/json';
  for (;;) {
    const url = `${servers[number % servers.length]?.url}${API_BASE}${path}`;
    const answer = await fetch(url, { method: endpoint.method, headers, body: JSON.stringify(body) });
    const content = (await answer.json()) as Record<string, unknown>;
    if (answer.status !== 503) return { status: answer.status, body: content };
    await sleep(50);
  }
}

test('two processes at one household: approvals, spending and moving house at once leave each credit in one account, once', async () => {
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await creditTo(cast.secretary, 'household');
  const office = await openOffice(t);
  const shop = await openShop(t, office);
  const offer = await addOffer(office, shop.shop, { points: POINTS });
  const { household, mother, son, sonIn } = await householdOfTwo(t, cast.officer);
  const newHome = await enterGroup(cast.officer, 'household', '林国强家');
  const random = seededRandom(seed);
  const occurredOn = new Date(t.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const claims: { id: string; personId: string }[] = [];
  for (let number = 0; number < CLAIMS_EACH; number += 1) {
    for (const { personId } of [mother, son]) {
      claims.push({ personId, id: await fileClaim(cast, personId, { occurredOn, description: nextKey() }) });
    }
  }

  const approve = (id: string, number: number) =>
    ask(number, reviews.decide, cast.secretary, { params: { kind: 'claim', id }, body: { decision: 'approve' } });
  const spend = (by: SignedInUser, number: number) =>
    ask(number, redemptions.startByPoster, by, { body: { code: shop.poster, offerId: offer.offerId, quantity: 1 } });
  // Both processes move him out and in: one of each succeeds, or neither where the other's end comes later.
  const moveOut = (number: number) => ask(number, memberships.end, cast.officer, { params: { membershipId: sonIn } });
  const moveIn = (number: number) =>
    ask(number, memberships.add, cast.officer, {
      params: { personId: newHome.personId },
      body: { memberId: son.personId },
    });
  const steps: (() => Promise<{ status: number; body: Record<string, unknown> }>)[] = [
    // Every approval is asked of both processes at once.
    ...claims.flatMap(({ id }) => [() => approve(id, 0), () => approve(id, 1)]),
    ...[0, 1, 0, 1].map((number) => () => spend(number === 0 ? mother : son, number)),
    ...[0, 1].map((number) => () => moveOut(number)),
    ...[0, 1, 0, 1].map((number) => () => moveIn(number)),
  ];
  const answers = await Promise.all(random.sample(steps, steps.length).map((step) => step()));
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  // Wherever he lives by now, he lives there once.
  const places = t.database.db.collection('memberships');
  const open = await places.find({ personId: son.personId, open: true, groupKind: 'household' }).toArray();
  expect(open.length).toBeLessThanOrEqual(1);

  const accounts = [household, newHome, mother, son].map(({ accountId }) => accountId);
  const histories = await Promise.all(
    accounts.map(async (account) => (await t.context.ledger.statement(account, { limit: 200 })).entries),
  );
  const earned = histories.flat().filter(({ kind }) => kind === 'earn');
  for (const { id, personId } of claims) {
    const entries = earned.filter(({ source }) => source.id === id);
    expect(entries, id).toHaveLength(1);
    expect(entries[0]?.points).toBe(POINTS);
    expect(entries[0]?.actors).toContainEqual({ part: 'beneficiary', id: personId });
  }
  expect(earned).toHaveLength(claims.length);
  const views = await t.context.ledger.views(accounts);
  const held = views.reduce((sum, view) => sum + view.held, 0);
  const available = views.reduce((sum, view) => sum + view.available, 0);
  expect(available + held).toBe(claims.length * POINTS);
  const started = answers.filter(({ body }) => typeof body['redemptionId'] === 'string');
  expect(held).toBe(started.length * POINTS);
  await expectLedgerVerified(t);
});

import { allEndpoints } from '@red-points/server/http/openapi';
import type { Endpoint } from '@red-points/shared/contracts';
import { type Action, POLICY, ROLES, type Role, type Scope } from '@red-points/shared/domain/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { runningActivity } from '../support/earning.ts';
import { openShop } from '../support/redeeming.ts';
import { earningCases } from '../support/twice/earning-cases.ts';
import { officeCases } from '../support/twice/office-cases.ts';
import { redeemingCases } from '../support/twice/redeeming-cases.ts';
import { type Case, countAll, growth, kept, type Ready, type Reply, send } from '../support/twice/send.ts';
import { openTown } from '../support/twice/town.ts';

/** Where the foreign staff works: next door, in the same street. */
const NEXT_DOOR = 'hechi';

let t: TestApp;
let cases: Readonly<Record<string, Case>>;
/** One of each role next door, and the people of another shop. */
const foreign = new Map<Role, Ready['by']>();

const all: readonly Endpoint[] = allEndpoints();
const scopeOf = (access: Endpoint['access'], role: Role): Scope | undefined =>
  access === 'public' || access === 'signed_in'
    ? undefined
    : (POLICY[access as Action] as Partial<Record<Role, Scope>>)[role];
/** Roles that may do it in their own unit or shop, and so nowhere else. */
const boundRoles = ({ access }: Endpoint): Role[] =>
  ROLES.filter((role) => ['unit', 'shop'].includes(scopeOf(access, role) ?? ''));

const changing = all.filter((endpoint) => endpoint.idempotent === true && boundRoles(endpoint).length > 0);
const reading = all.filter((endpoint) => endpoint.method === 'GET' && boundRoles(endpoint).length > 0);

/** What a request names, by the names that paths give it. */
const named = new Map<string, string>();

beforeAll(async () => {
  t = await startTestApp();
  const town = await openTown(t);
  cases = { ...earningCases(town), ...officeCases(town), ...redeemingCases(town) };
  const otherShop = await openShop(t, town.office, '隔壁粮油店');
  for (const role of ROLES) {
    if (role === 'resident') continue;
    const signedIn: SignedInUser = role.startsWith('merchant')
      ? await t.signIn(role, null, { shopId: otherShop.shop.shopId })
      : await t.signIn(role, NEXT_DOOR);
    foreign.set(role, kept(t, signedIn));
  }
  const { activityId } = await runningActivity(t, town.cast, { title: '护河巡查' });
  named.set('activityId', activityId);
  named.set('shopId', town.shop.shop.shopId).set('offerId', town.offer.offerId).set('unitId', 'jinxiu');
});
afterAll(() => t.close());

const foreigner = (role: Role): Ready['by'] => {
  const user = foreign.get(role);
  if (user === undefined) throw new Error(`nobody is ${role}`);
  return user;
};

/** Requests that answer for each thing they name, by what they say of every one. */
const ITEM_BY_ITEM = new Set(['reviews.decideMany', 'reviewRuns.start']);
/** What a refused decision leaves is its own answer, for when it is sent again. */
const ANSWERS = 'review_requests';

/** Whether nothing of what was asked was done. */
function isRefused(id: string, { status, body }: Reply): boolean {
  if (!ITEM_BY_ITEM.has(id)) return status === 403 || status === 404;
  const { outcomes = [], done = 0 } = body as { outcomes?: { done: boolean }[]; done?: number };
  return done === 0 && outcomes.every((outcome) => !outcome.done);
}

/** Takes ids out of requests and answers, for the reading endpoints below. */
function note(...sources: unknown[]): void {
  for (const source of sources) {
    if (typeof source !== 'object' || source === null) continue;
    for (const [name, value] of Object.entries(source)) {
      if (typeof value === 'string' && name.endsWith('Id') && !named.has(name)) named.set(name, value);
    }
  }
}

describe('what belongs to one community or shop is changed by nobody of another', () => {
  it.each(changing.map(({ id }) => id))('%s', async (id) => {
    const endpoint = changing.find((each) => each.id === id);
    const prepare = cases[id];
    if (endpoint === undefined || prepare === undefined) throw new Error(`no request is made for ${id}`);
    t.clock.advance(3_600_000);
    const ready = await prepare();
    const request = (by: Ready['by']): Ready => ({ ...ready, by, input: { ...ready.input, key: nextKey() } });
    const before = await countAll(t);
    for (const role of boundRoles(endpoint)) {
      const reply = await send(t, endpoint, request(foreigner(role)));
      if (!isRefused(id, reply)) expect.fail(`${role}: ${reply.status} ${JSON.stringify(reply.body)}`);
    }
    const grown = growth(before, await countAll(t));
    if (!ITEM_BY_ITEM.has(id)) expect({ ...grown, [ANSWERS]: 0 }).toEqual({ [ANSWERS]: 0 });
    // The request itself was in order.
    const own = await send(t, endpoint, request(ready.by));
    expect(own.status, JSON.stringify(own.body)).toBeLessThan(300);
    await ready.ended?.();
    note(ready.input.params, ready.input.body, own.body);
    if (id === 'reviews.decide') {
      for (const [name, value] of Object.entries(ready.input.params as object)) named.set(name, String(value));
    }
  });
});

/** Catalogues and calendars that every community reads of every other, and lists of the caller's own. */
const FOR_ALL = new Set([
  'rules.list',
  'holidays.list',
  'ruleSets.starter',
  'delegations.own',
  'reviewRuns.list',
  'staff.ownLink',
  'claims.listReturned',
]);
/** Published versions of any community are public; what else there is of them is played in the rules' own tests. */
const OF_RULES = new Set(['rules.difference', 'rules.versions']);
/** Things that only jobs or longer stories make: the tests of their nouns ask them from next door. */
const ELSEWHERE = new Set([
  'budgets.changes',
  'shopApplications.get',
  'shopApplications.licence',
  'spotChecks.items',
  'teams.get',
  'teams.members',
  'watch.get',
  'watch.items',
  'watch.redemptions',
]);
const QUERY = {
  unitId: 'jinxiu',
  ...{ from: '2026-11-01', until: '2026-11-30', day: '2026-11-20', month: '2026-11', year: '2026', at: '2026-11-20' },
  category: 'volunteering',
};
/** Where a name means something else. */
const OTHERWISE: Readonly<Record<string, object>> = {
  'settlements.matrix': { from: '2026-11', until: '2026-11' },
  'offers.list': { category: 'meals' },
};
const queryOf = ({ id, query }: Endpoint): Record<string, string> => {
  if (!(query instanceof z.ZodObject)) return {};
  return Object.fromEntries(Object.entries({ ...QUERY, ...OTHERWISE[id] }).filter(([name]) => name in query.shape));
};

describe('what belongs to one community or shop is read by nobody of another', () => {
  const asked = reading.filter(({ id }) => !FOR_ALL.has(id) && !OF_RULES.has(id) && !ELSEWHERE.has(id));

  it.each(asked.map(({ id }) => id))('%s', async (id) => {
    const endpoint = asked.find((each) => each.id === id);
    if (endpoint === undefined) throw new Error(`${id} is not there`);
    const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !named.has(name))).toEqual([]);
    const params = Object.fromEntries(names.map((name) => [name, named.get(name) ?? '']));
    const query = queryOf(endpoint);
    // It names something of the community, one way or the other.
    expect(names.length + Object.keys(query).length).toBeGreaterThan(0);
    for (const role of boundRoles(endpoint)) {
      const reply = await send(t, endpoint, { by: foreigner(role), input: { params, query } });
      const nothing = reply.status === 200 && (reply.body as { items?: unknown[] }).items?.length === 0;
      const isRefusal = reply.status === 403 || reply.status === 404;
      if (!isRefusal && !nothing) expect.fail(`${role}: ${reply.status} ${JSON.stringify(reply.body)}`);
    }
  });
});

import { allEndpoints } from '@red-points/server/http/openapi';
import { people } from '@red-points/shared/contracts';
import {
  ACTIONS,
  type Action,
  POLICY,
  type Principal,
  permits,
  type ResourceScope,
  ROLES,
  type Role,
  type Scope,
} from '@red-points/shared/domain/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';

let test: TestApp;
const callers = new Map<Role, SignedInUser>();

beforeAll(async () => {
  test = await startTestApp();
  for (const role of ROLES) {
    if (role === 'resident') callers.set(role, await test.signInResident());
    else if (role.startsWith('merchant')) callers.set(role, await test.signIn(role, null, { shopId: 'shop-1' }));
    else callers.set(role, await test.signIn(role, role === 'system_admin' ? null : 'jinxiu'));
  }
});
afterAll(() => test.close());

const caller = (role: Role): SignedInUser => {
  const found = callers.get(role);
  if (found === undefined) throw new Error(`nobody is signed in as ${role}`);
  return found;
};

const scopeOf = (action: Action, role: Role): Scope | undefined =>
  (POLICY[action] as Partial<Record<Role, Scope>>)[role];

const JINXIU_PATH = ['yunzhou', 'wanglan', 'qihe', 'jinxiu'];

describe('the policy table, cell by cell', () => {
  const resources: Record<string, ResourceScope> = {
    'their own unit': { unitPath: JINXIU_PATH },
    'a unit below': { unitPath: [...JINXIU_PATH, 'jinxiu-g1'] },
    'the unit above': { unitPath: JINXIU_PATH.slice(0, 3) },
    'another community': { unitPath: ['yunzhou', 'wanglan', 'qihe', 'hechi'] },
    'their own shop': { shopId: 'shop-1' },
    'another shop': { shopId: 'shop-2' },
    themselves: { personId: 'person-1' },
    'somebody else': { personId: 'person-2' },
    'nothing that is known': {},
  };
  const reach: Record<Scope, readonly string[]> = {
    self: ['themselves'],
    shop: ['their own shop'],
    unit: ['their own unit', 'a unit below'],
    any: Object.keys(resources),
  };

  it.each(ACTIONS.flatMap((action) => ROLES.map((role) => [action, role] as const)))('%s by %s', (action, role) => {
    const principal: Principal = {
      userId: 'user-1',
      sessionId: 'session-1',
      face: 'console',
      grants: [{ role, unitId: 'jinxiu', shopId: 'shop-1' }],
      personIds: ['person-1'],
      actingPersonId: null,
    };
    const scope = scopeOf(action, role);
    for (const [what, resource] of Object.entries(resources)) {
      const expected = scope !== undefined && reach[scope].includes(what);
      expect(permits(principal, action, resource), what).toBe(expected);
    }
  });
});

describe('every route that the policy guards', () => {
  const guarded = allEndpoints().filter(({ access }) => access !== 'public' && access !== 'signed_in');

  it.each(guarded.map((endpoint) => [endpoint.id, endpoint] as const))(
    '%s lets in whom the table names',
    async (_id, endpoint) => {
      // Parameters and bodies that no contract accepts: whoever is let in is told so, and nothing happens.
      const params = Object.fromEntries([...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, '!']));
      const input = { params, query: { limit: 'many' }, ...(endpoint.method === 'GET' ? {} : { body: {} }) };
      if (!test.app.served.has(endpoint.id)) throw new Error(`${endpoint.id} is not served`);
      for (const role of ROLES) {
        const answer = await caller(role).call(endpoint, input);
        const mayEnter = scopeOf(endpoint.access as Action, role) !== undefined;
        if (mayEnter) expect([role, answer.body.code]).not.toEqual([role, 'forbidden']);
        else expect([role, answer.status, answer.body.code]).toEqual([role, 403, 'forbidden']);
      }
      expect((await test.call(endpoint, input)).body.code).toBe('not_signed_in');
    },
  );
});

describe('across communities', () => {
  it.each([
    ['people.get', people.get, undefined],
    ['people.statement', people.statement, undefined],
    ['people.viewLog', people.viewLog, undefined],
    ['people.verify', people.verify, undefined],
    ['people.unmask', people.unmask, { reason: '核实身份' }],
  ] as const)('%s is refused to every role of another community', async (_id, endpoint, body) => {
    const { personId } = await test.enterResident({ unitId: 'hechi-g1', verified: false });
    for (const role of ROLES) {
      if (scopeOf(endpoint.access as Action, role) !== 'unit') continue;
      const answer = await caller(role).call(endpoint, { params: { personId }, ...(body ? { body } : {}) });
      expect([role, answer.status, answer.body.code]).toEqual([role, 403, 'out_of_scope']);
    }
  });
});

import { expect, test } from 'vitest';
import { type Asked, ask, askedFor, rulesAt } from './ask-early.ts';
import type { RedemptionDeps } from './deps.ts';

/** Nouns that answer with what they were asked, and keep it. */
function nouns() {
  const asked: string[] = [];
  const note = async (what: string) => {
    asked.push(what);
    return what;
  };
  const deps = {
    merchants: { find: (id: string) => note(`shop ${id}`) },
    users: { personIdsOfShop: (id: string) => note(`staff ${id}`) },
    offers: { find: (id: string) => note(`offer ${id}`) },
    accounts: { spender: (id: string) => note(`spender ${id}`) },
    settings: { inForce: async (path: string[]) => ({ value: await note(`settings ${path}`) }) },
    velocity: { limits: (path: string[]) => note(`limits ${path}`) },
  };
  return { deps: deps as unknown as RedemptionDeps, asked };
}

const PARTIES = { shopId: 's', personId: 'p', offerId: 'o' };
const answersOf = async ({ shop, staffPersons, offer, spender }: Asked): Promise<unknown[]> =>
  Promise.all([shop, staffPersons, offer, spender]);

test('what was asked for on a right supposition is not asked for again', async () => {
  const { deps, asked } = nouns();
  const supposed = ask(deps, PARTIES, ['a', 'b']);
  const answers = await answersOf(askedFor(deps, { ...PARTIES }, supposed));
  expect(answers).toEqual(['shop s', 'staff s', 'offer o', 'spender p']);
  expect(await rulesAt(deps, supposed, ['a', 'b'])).toEqual({ settings: 'settings a,b', limits: 'limits a,b' });
  expect(asked).toHaveLength(6);
});

test.each([{ shopId: 'other' }, { personId: 'other' }, { offerId: 'other' }])(
  'a wrong supposition counts for nothing: %o',
  async (other) => {
    const { deps } = nouns();
    const parties = { ...PARTIES, ...other };
    const { shopId, personId, offerId } = parties;
    const answers = await answersOf(askedFor(deps, parties, ask(deps, PARTIES, ['a'])));
    expect(answers).toEqual([`shop ${shopId}`, `staff ${shopId}`, `offer ${offerId}`, `spender ${personId}`]);
  },
);

test('a shop that is in another unit than it was goes by what is set there', async () => {
  const { deps } = nouns();
  const rules = { settings: 'settings a,c', limits: 'limits a,c' };
  expect(await rulesAt(deps, ask(deps, PARTIES, ['a', 'b']), ['a', 'c'])).toEqual(rules);
  expect(await rulesAt(deps, ask(deps, PARTIES), ['a', 'c'])).toEqual(rules);
});

test('what fails is for who waits for it: where nobody does, nobody is told', async () => {
  const { deps } = nouns();
  const broken = { ...deps, merchants: { find: () => Promise.reject(new Error('away')) } } as unknown as RedemptionDeps;
  const supposed = ask(broken, PARTIES);
  await new Promise((resolve) => setImmediate(resolve));
  await expect(supposed.shop).rejects.toThrow('away');
});

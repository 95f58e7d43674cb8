import { accountChanges, donations, memberships, people, redemptions } from '@red-points/shared/contracts';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { addMember, creditTo, enterGroup, householdOfTwo, lasting } from '../support/households.ts';
import { addOffer, availableOf, openOffice, openShop, startAtPoster, type TestShop } from '../support/redeeming.ts';
import { expectLedgerVerified } from '../support/verified.ts';

const DAY_MS = 86_400_000;
/** What an hour and a half is worth by the rule. */
const POINTS = 3;

let t: TestApp;
let cast: Cast;
let shop: TestShop;
let today = '2026-11-23';

beforeAll(async () => {
  t = await startTestApp({ started: true });
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  cast = {
    ...{ organiser: lasting(t, organiser), officer: lasting(t, officer) },
    ...{ secretary: lasting(t, secretary), deputy: lasting(t, deputy) },
  };
  const open = await openShop(t, await openOffice(t));
  shop = { ...open, owner: lasting(t, open.owner) };
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

function nextDay(): void {
  t.clock.advance(DAY_MS);
  today = new Date(Date.parse(`${today}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** A claim of today, approved: in the ledger at once. */
async function earn({ personId }: { personId: string }): Promise<void> {
  const claim = await fileClaim(cast, personId, { occurredOn: today, description: nextKey() });
  await decide(cast.secretary, 'claim', claim).expect(200);
}

const balances = async (...accounts: { accountId: string }[]) =>
  Promise.all(accounts.map(({ accountId }) => availableOf(t, accountId)));

async function historyOf({ accountId }: { accountId: string }): Promise<LedgerEntry[]> {
  return [...(await t.context.ledger.statement(accountId, { limit: 100 })).entries].reverse();
}

/** Kind of each entry, and the person whom it names in the part that says whose it is. */
const whose = (entries: readonly LedgerEntry[]) =>
  entries.map(({ kind, actors }) => [
    kind,
    actors.find(({ part }) => ['beneficiary', 'spender', 'donor'].includes(part))?.id ?? null,
  ]);

async function change(personId: string, keptPersonId?: string): Promise<void> {
  const proposed =
    keptPersonId === undefined
      ? await cast.officer.call(accountChanges.proposeClosing, {
          params: { personId },
          body: { reason: '全家搬离本市', donateRest: true },
        })
      : await cast.officer.call(accountChanges.proposeJoining, {
          params: { personId },
          body: { reason: '同一人登记了两次', keptPersonId },
        });
  expect(proposed.status, JSON.stringify(proposed.body)).toBe(201);
  await cast.secretary.call(accountChanges.confirm, { params: { changeId: proposed.body.changeId } }).expect(200);
}

it('a community credits persons, then households: who joins, leaves and moves, what each earned, spent and gave, to the end', async () => {
  const offer = await addOffer(await openOffice(t), shop.shop, { points: 4 });
  const { household, mother, son, sonIn } = await householdOfTwo(t, cast.officer);
  const daughter = lasting(t, await t.signInResident({ name: '林晓梅' }));

  // Persons: a household is entered, and nothing goes to its account.
  await earn(mother);
  await earn(son);
  expect(await balances(mother, son, household)).toEqual([POINTS, POINTS, 0]);
  expect(whose(await historyOf(mother))).toEqual([['earn', mother.personId]]);

  // Households from tomorrow on; the daughter belongs to it only from the day after.
  nextDay();
  await creditTo(cast.secretary, 'household');
  await addMember(cast.officer, household, daughter.personId, { from: '2026-11-25' });
  await earn(mother);
  await earn(son);
  await earn(daughter);
  expect(await balances(household, daughter, mother, son)).toEqual([2 * POINTS, POINTS, POINTS, POINTS]);
  nextDay();
  await earn(daughter);
  expect(await balances(household, daughter)).toEqual([3 * POINTS, POINTS]);

  // Spent by the son, given by the mother, both from what is shared.
  const started = await startAtPoster(son, shop, offer);
  await shop.owner.call(redemptions.confirm, { params: { redemptionId: started.redemptionId } }).expect(200);
  const given = await mother.call(donations.give, { body: { points: 2 } }).expect(201);
  expect(given.body).toMatchObject({ fromKind: 'household', to: 'fund', availableAfter: 3 * POINTS - 6 });
  expect(whose(await historyOf(household))).toEqual([
    ['earn', mother.personId],
    ['earn', son.personId],
    ['earn', daughter.personId],
    ['hold', son.personId],
    ['capture', son.personId],
    ['donate', mother.personId],
  ]);

  // The son moves to a household of his own: what he earned stays, what he earns goes with him.
  nextDay();
  await cast.officer.call(memberships.end, { params: { membershipId: sonIn }, body: {} }).expect(200);
  const ownHome = await enterGroup(cast.officer, 'household', '林国强家');
  await addMember(cast.officer, ownHome, son.personId);
  await earn(son);
  expect(await balances(household, ownHome, son)).toEqual([3, POINTS, POINTS]);
  expect(whose(await historyOf(ownHome))).toEqual([['earn', son.personId]]);

  // The daughter leaves and belongs to none.
  const { body } = await cast.officer.call(memberships.members, { params: { personId: household.personId } });
  const line = body.items.find(({ personId }: { personId: string }) => personId === daughter.personId);
  const daughterIn = { params: { membershipId: line.membershipId }, body: {} };
  await cast.officer.call(memberships.end, daughterIn).expect(200);
  await earn(daughter);
  expect(await balances(household, daughter)).toEqual([3, 2 * POINTS]);

  // She had been entered twice: the two are one from now on, with all that both had earned.
  const twin = await t.enterResident({ name: '林晓梅' });
  await earn(twin);
  await change(twin.personId, daughter.personId);
  expect(await balances(twin, daughter)).toEqual([0, 3 * POINTS]);
  expect((await historyOf(daughter)).at(-1)).toMatchObject({ kind: 'join', points: POINTS });

  // The first household ends: what is left goes to the fund, and the mother earns for herself again.
  await change(household.personId);
  const ended = await historyOf(household);
  expect(ended.slice(-2).map(({ kind, points }) => [kind, points])).toEqual([
    ['donate', -3],
    ['close', 0],
  ]);
  await earn(mother);
  expect(await balances(mother, household)).toEqual([2 * POINTS, 0]);
  expect((await mother.call(people.ownAccount).expect(200)).body).toMatchObject({ household: null });

  const everything = [mother, son, daughter, twin, household, ownHome];
  const entries = (await Promise.all(everything.map(historyOf))).flat();
  // Nobody's name, phone or address is in any of them.
  expect(JSON.stringify(entries)).not.toMatch(/林|陈|139\d{8}/);
  for (const { kind, actors } of entries.filter(({ kind }) => kind === 'earn')) {
    expect(
      actors.filter(({ part }) => part === 'beneficiary'),
      kind,
    ).toHaveLength(1);
  }
  await t.context.rollups.catchUp();
  await expectLedgerVerified(t);
});

import { accounts, audit, memberships, people, redemptions, reviews } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  endActivity,
  fileClaim,
  hourlyTerms,
  publishRule,
  runningActivity,
  scanIn,
  scanOut,
  signInCast,
} from '../support/earning.ts';
import { addMember, creditTo, enterGroup, householdOfTwo, lasting } from '../support/households.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import {
  addOffer,
  availableOf,
  credit,
  openOffice,
  openShop,
  scanned,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

let t: TestApp;
let cast: Cast;
let shop: TestShop;

const TODAY = '2026-11-23';

beforeAll(async () => {
  t = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  const [first, second, third, fourth] = [organiser, officer, secretary, deputy].map((user) => lasting(t, user));
  if (!first || !second || !third || !fourth) throw new Error('nobody signed in');
  cast = { organiser: first, officer: second, secretary: third, deputy: fourth };
  shop = await openShop(t, await openOffice(t));
  shop = { ...shop, owner: lasting(t, shop.owner) };
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(
    cast,
    'ZY-02',
    hourlyTerms({
      caps: { perDay: 4, perMonth: null, perYear: null },
      householdCaps: { perDay: 6, perMonth: null, perYear: null },
    }),
  );
  await creditTo(cast.secretary, 'household');
});
afterAll(() => t.close());

/** A claim of a resident, filed by the officer and approved by the secretary. */
async function earnByClaim(personId: string, departures: Record<string, unknown> = {}): Promise<string> {
  const claimId = await fileClaim(cast, personId, { description: nextKey(), occurredOn: TODAY, ...departures });
  await decide(cast.secretary, 'claim', claimId).expect(200);
  return claimId;
}

const statementOf = async (user: SignedInUser, query: Record<string, string> = {}) =>
  (await user.call(people.ownStatement, { query }).expect(200)).body;

describe('a household whose scheme credits households', () => {
  it('earns into and spends from one account; each entry names the member by id, each line by a masked name', async () => {
    const { household, mother, son } = await householdOfTwo(t, cast.officer);
    await earnByClaim(mother.personId);
    await earnByClaim(son.personId, { minutes: 300 });
    expect(await availableOf(t, household.accountId)).toBe(13);
    expect(await availableOf(t, mother.accountId)).toBe(0);
    const own = (await son.call(people.ownAccount).expect(200)).body;
    expect(own).toMatchObject({ accountId: household.accountId, available: 13, ownAvailable: 0 });
    expect(own.household).toEqual({ householdId: household.personId, name: '陈秀英家' });

    const offer = await addOffer(await openOffice(t), shop.shop, { points: 5 });
    const started = await startAtPoster(son, shop, offer);
    await shop.owner.call(redemptions.confirm, { params: { redemptionId: started.redemptionId } }).expect(200);
    expect(await availableOf(t, household.accountId)).toBe(8);
    const { entries } = await t.context.ledger.statement(household.accountId, { limit: 10 });
    expect(entries.map(({ kind, actors }) => [kind, actors[0]])).toEqual([
      ['capture', { part: 'spender', id: son.personId }],
      ['hold', { part: 'spender', id: son.personId }],
      ['earn', { part: 'beneficiary', id: son.personId }],
      ['earn', { part: 'beneficiary', id: mother.personId }],
    ]);
    const lines = (await statementOf(mother)).items as { member: string | null; kind: string }[];
    expect(lines.map(({ kind, member }) => [kind, member])).toEqual([
      ['capture', '林*强'],
      ['hold', '林*强'],
      ['earn', '林*强'],
      ['earn', '陈*英'],
    ]);
    const params = { personId: household.personId };
    const forStaff = (await cast.officer.call(people.statement, { params }).expect(200)).body;
    expect(forStaff.items[0]).toMatchObject({ member: '林*', kind: 'capture' });
  });

  it('is where attendances and redemption codes count too', async () => {
    const { household, mother, son } = await householdOfTwo(t, cast.officer);
    const { activityId } = await runningActivity(t, cast);
    await scanIn(t, cast, son, activityId);
    t.clock.advance(3_600_000);
    await scanOut(t, cast, son, activityId);
    await endActivity(cast, activityId);
    const queue = await cast.secretary.call(reviews.list, { query: { kind: 'attendance' } }).expect(200);
    const item = queue.body.items.find((line: { maskedName: string }) => line.maskedName === '林*');
    await decide(cast.secretary, 'attendance', item.id).expect(200);
    expect(await availableOf(t, household.accountId)).toBe(2);
    await credit(t, household.accountId, 30);
    const offer = await addOffer(await openOffice(t), shop.shop, { points: 3 });
    const scanId = await scanned(mother, shop);
    const body = { scanId, offerId: offer.offerId, quantity: 1 };
    const made = await shop.owner.call(redemptions.startByScan, { body }).expect(201);
    expect(made.body.state).toBe('success');
    expect(await availableOf(t, household.accountId)).toBe(29);
  });

  it('has the caps of a person for each member, and its own', async () => {
    const { household, mother, son } = await householdOfTwo(t, cast.officer);
    const eightPoints = { ruleCode: 'ZY-02', minutes: 240 };
    await earnByClaim(mother.personId, eightPoints);
    expect(await availableOf(t, household.accountId)).toBe(4);
    const claimId = await fileClaim(cast, son.personId, { ...eightPoints, occurredOn: TODAY, description: nextKey() });
    const params = { kind: 'claim', id: claimId };
    const detail = (await cast.secretary.call(reviews.get, { params }).expect(200)).body;
    expect(detail.checks).toContainEqual({ code: 'cap_reduces', ok: false, detail: { points: 8, granted: 2 } });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    // Four of the son's own cap would be left; the household has two.
    expect(await availableOf(t, household.accountId)).toBe(6);
    const { counters } = (await t.context.ledger.view(household.accountId)).state;
    expect(counters).toEqual({
      [`ZY-02:${mother.personId}:d:20261123`]: 4,
      [`ZY-02:${son.personId}:d:20261123`]: 2,
      'ZY-02:d:20261123': 6,
    });
  });

  it('keeps what a member earned who moves out; what they earn from then on is their own, or the new household’s', async () => {
    const { household, son, sonIn } = await householdOfTwo(t, cast.officer);
    await earnByClaim(son.personId);
    const before = await fileClaim(cast, son.personId, { description: nextKey(), occurredOn: TODAY });
    const end = { params: { membershipId: sonIn }, body: {} };
    await cast.officer.call(memberships.end, end).expect(200);
    await decide(cast.secretary, 'claim', before).expect(200);
    expect(await availableOf(t, household.accountId)).toBe(6);
    await earnByClaim(son.personId);
    expect(await availableOf(t, son.accountId)).toBe(3);
    expect((await son.call(people.ownAccount).expect(200)).body).toMatchObject({
      accountId: son.accountId,
      household: null,
    });
    const newHome = await enterGroup(cast.officer, 'household', '林国强家');
    await addMember(cast.officer, newHome, son.personId);
    await earnByClaim(son.personId);
    expect(await availableOf(t, newHome.accountId)).toBe(3);
    // What he brought along is spent where the household's account does not reach.
    const own = (await son.call(people.ownAccount).expect(200)).body;
    expect(own).toMatchObject({ accountId: newHome.accountId, available: 3, ownAvailable: 3 });
    await credit(t, son.accountId, 9);
    const offer = await addOffer(await openOffice(t), shop.shop, { points: 12 });
    await startAtPoster(son, shop, offer);
    expect(await availableOf(t, son.accountId)).toBe(0);
    expect(await availableOf(t, newHome.accountId)).toBe(3);
    const readable = (await son.call(accounts.own).expect(200)).body.items as { kind: string; credited: boolean }[];
    expect(readable.map(({ kind, credited }) => [kind, credited])).toEqual([
      ['own', false],
      ['household', true],
    ]);
    const ownLines = await statementOf(son, { accountId: son.accountId });
    expect(ownLines.account.accountId).toBe(son.accountId);
    expect(ownLines.items.every((line: { member: string | null }) => line.member === null)).toBe(true);
  });

  it('cannot be overspent by two members at once, in two processes', async () => {
    const { household, mother, son } = await householdOfTwo(t, cast.officer);
    await credit(t, household.accountId, 12);
    const offer = await addOffer(await openOffice(t), shop.shop, { points: 12 });
    const other = await startTestApp({ sharing: t });
    const body = { code: shop.poster, offerId: offer.offerId, quantity: 1 };
    const [one, two] = await Promise.all([
      mother.call(redemptions.startByPoster, { body }),
      other.call(redemptions.startByPoster, { body, token: son.token }),
    ]);
    expect([one.status, two.status].sort()).toEqual([201, 409]);
    expect([one, two].find(({ status }) => status === 409)?.body.code).toBe('ledger_insufficient_points');
    expect(await t.context.ledger.view(household.accountId)).toMatchObject({ available: 0, held: 12 });
    await other.app.close();
    await other.database.close();
  });
});

describe('whose account is credited', () => {
  it('is decided for a unit and below from a day on, recorded, and changes nothing that was credited', async () => {
    const district = await t.signIn('district_admin', 'wanglan');
    const secretary = await t.signIn('community_admin', 'hechi');
    const { household, mother } = await householdOfTwo(t, await hechiOfficer(), 'hechi-g1');
    const params = { unitId: 'hechi' };
    const unsaid = (await secretary.call(accounts.crediting, { params }).expect(200)).body;
    expect(unsaid).toMatchObject({ creditedTo: 'person', setBy: null, settings: [] });
    await creditTo(district, 'household', 'wanglan', '2026-12-01');
    expect((await secretary.call(accounts.crediting, { params }).expect(200)).body.creditedTo).toBe('person');
    const now = t.clock.now();
    const person = await t.context.people.byId(mother.personId);
    if (person === null) throw new Error('nobody');
    expect((await t.context.accounts.credited(person, now)).accountId).toBe(mother.accountId);
    const december = Date.parse('2026-12-01T04:00:00Z');
    expect((await t.context.accounts.credited(person, december)).accountId).toBe(household.accountId);
    await creditTo(secretary, 'person', 'hechi', '2026-12-02');
    const nextDay = december + 86_400_000;
    expect((await t.context.accounts.credited(person, nextDay)).householdId).toBeNull();
    t.clock.advance(1_000);
    await creditTo(secretary, 'inherit', 'hechi', '2026-12-02');
    expect((await t.context.accounts.credited(person, nextDay)).householdId).toBe(household.personId);
    const records = (await district.call(audit.list, { query: { limit: 200, unitId: 'wanglan' } }).expect(200)).body
      .items as { action: string }[];
    expect(records.filter(({ action }) => action === 'accounts.set_crediting')).toHaveLength(4);
  });

  async function hechiOfficer(): Promise<SignedInUser> {
    return t.signIn('grid_officer', 'hechi');
  }

  it('is refused to grid officers, for other units, unknown ones and the past', async () => {
    const set = (user: SignedInUser, unitId: string, body: Record<string, unknown>) =>
      refused((headers) => user.call(accounts.setCrediting, { params: { unitId }, body, headers }));
    const body = { creditedTo: 'household' };
    expect(await set(cast.officer, 'jinxiu', body)).toBe('forbidden');
    expect(await set(cast.secretary, 'hechi', body)).toBe('out_of_scope');
    expect(await set(cast.secretary, 'nowhere', body)).toBe('unit_unknown');
    expect(await set(cast.secretary, 'jinxiu', { ...body, from: '2026-11-22' })).toBe('crediting_date_past');
  });
});

describe('members', () => {
  it('are listed with head and dates, of households and organisations', async () => {
    const { household, mother, son, sonIn } = await householdOfTwo(t, cast.officer);
    const params = { personId: household.personId };
    const list = async () => (await cast.officer.call(memberships.members, { params }).expect(200)).body.items;
    expect(await list()).toMatchObject([
      { personId: mother.personId, maskedName: '陈*', role: 'member', isHead: true, from: TODAY, current: true },
      { personId: son.personId, maskedName: '林*', isHead: false },
    ]);
    await cast.officer.call(memberships.setHead, { params, body: { memberId: son.personId } }).expect(200);
    expect((await list())[0]).toMatchObject({ personId: son.personId, isHead: true });
    await cast.officer.call(memberships.setHead, { params, body: { memberId: mother.personId } }).expect(200);
    const end = { params: { membershipId: sonIn }, body: { until: '2026-12-24' } };
    await cast.officer.call(memberships.end, end).expect(200);
    expect((await list())[1]).toMatchObject({ personId: son.personId, until: '2026-12-24', current: true });
    const mine = (await mother.call(memberships.ownHousehold).expect(200)).body.household;
    expect(mine).toMatchObject({
      name: '陈秀英家',
      members: [
        { maskedName: '陈*英', isMe: true, isHead: true },
        { maskedName: '林*强', isMe: false },
      ],
    });

    const company = await enterGroup(cast.officer, 'organisation', '锦绣物业');
    await addMember(cast.officer, company, mother.personId);
    await t.context.ledger.post(earnCommand(company.accountId, nextKey(), 40));
    const ofMother = await cast.officer
      .call(memberships.ofPerson, { params: { personId: mother.personId } })
      .expect(200);
    expect(ofMother.body.items).toContainEqual(
      expect.objectContaining({ groupKind: 'organisation', groupName: '锦绣物业', role: 'representative' }),
    );
    const readable = (await mother.call(accounts.own).expect(200)).body.items;
    expect(readable).toContainEqual(expect.objectContaining({ kind: 'organisation', name: '锦绣物业', available: 40 }));
    const listed = await cast.officer.call(people.list, { query: { kind: 'organisation' } }).expect(200);
    expect(listed.body.items).toMatchObject([{ maskedName: '锦绣物业', available: 40 }]);
    expect((await statementOf(mother, { accountId: company.accountId })).account.available).toBe(40);
    expect(
      await refused((headers) => son.call(people.ownStatement, { query: { accountId: company.accountId }, headers })),
    ).toBe('account_not_yours');
  });

  it('of one household are nobody else’s: each refusal says what to do', async () => {
    const { household, mother, son, sonIn, motherIn } = await householdOfTwo(t, cast.officer);
    const second = await enterGroup(cast.officer, 'household', '另一家');
    const company = await enterGroup(cast.officer, 'organisation', '锦绣物业');
    const stranger = await t.enterResident({ unitId: 'hechi-g1' });
    const params = { personId: household.personId };
    const add = (personId: string, body: Record<string, unknown>) =>
      refused((headers) => cast.officer.call(memberships.add, { params: { personId }, body, headers }));
    expect(await add(second.personId, { memberId: son.personId })).toBe('household_taken');
    expect(await add(household.personId, { memberId: son.personId })).toBe('member_already');
    expect(await add(household.personId, { memberId: second.personId })).toBe('member_not_person');
    expect(await add(household.personId, { memberId: stranger.personId })).toBe('person_other_community');
    expect(await add(household.personId, { memberId: 'nobody' })).toBe('person_not_found');
    expect(await add(mother.personId, { memberId: son.personId })).toBe('group_not_found');
    expect(await add(company.personId, { memberId: son.personId, asHead: true })).toBe('household_only');
    const guest = await t.enterResident();
    expect(await add(second.personId, { memberId: guest.personId, from: '2026-11-22' })).toBe('membership_date_past');
    expect(await add(second.personId, { memberId: guest.personId, from: '2028-01-01' })).toBe('membership_date_far');
    const end = (membershipId: string, body: Record<string, unknown> = {}) =>
      refused((headers) => cast.officer.call(memberships.end, { params: { membershipId }, body, headers }));
    expect(await end(motherIn)).toBe('household_head_leaves');
    expect(await end('nothing')).toBe('membership_not_found');
    expect(await end(sonIn, { until: '2026-11-22' })).toBe('membership_date_past');
    await cast.officer
      .call(memberships.end, { params: { membershipId: sonIn }, body: { until: '2026-12-24' } })
      .expect(200);
    expect(await end(sonIn)).toBe('membership_ended');
    expect(await add(second.personId, { memberId: son.personId })).toBe('membership_overlaps');
    await addMember(cast.officer, second, son.personId, { from: '2026-12-24' });
    const head = (personId: string, memberId: string) =>
      refused((headers) =>
        cast.officer.call(memberships.setHead, { params: { personId }, body: { memberId }, headers }),
      );
    expect(await head(household.personId, guest.personId)).toBe('head_not_member');
    expect(await head(company.personId, guest.personId)).toBe('household_only');
    const outsider = await t.signIn('grid_officer', 'hechi');
    const foreign = { params, body: { memberId: guest.personId } };
    expect((await outsider.call(memberships.add, foreign).expect(403)).body.code).toBe('out_of_scope');
    expect((await outsider.call(memberships.members, { params }).expect(403)).body.code).toBe('out_of_scope');
    await t.context.people.close(second.personId);
    expect(await add(second.personId, { memberId: guest.personId })).toBe('group_closed');
  });

  it('are at most thirty, and two households that enter one person at once get them once', async () => {
    const [one, two] = [await enterGroup(cast.officer), await enterGroup(cast.officer)];
    const wanted = await t.enterResident();
    const answers = await Promise.all(
      [one, two].map(({ personId }) =>
        cast.officer.call(memberships.add, { params: { personId }, body: { memberId: wanted.personId } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const crowd = await Promise.all(Array.from({ length: 31 }, () => t.enterResident()));
    const full = await enterGroup(cast.officer);
    for (const { personId } of crowd.slice(0, 30)) await addMember(cast.officer, full, personId);
    const last = { params: { personId: full.personId }, body: { memberId: crowd[30]?.personId } };
    expect(await refused((headers) => cast.officer.call(memberships.add, { ...last, headers }))).toBe('group_full');
  });
});

describe('a reviewer of the same household', () => {
  it('is not independent, neither now nor for what happened before they moved out', async () => {
    const { household, mother, son, sonIn } = await householdOfTwo(t, cast.officer);
    const relative = await t.signIn('community_admin', 'jinxiu', { personId: son.personId });
    const today = { occurredOn: TODAY };
    const claimId = await fileClaim(cast, mother.personId, { description: nextKey(), ...today });
    const inQueue = async () => {
      const list = (await relative.call(reviews.list, { query: { kind: 'claim', limit: 200 } }).expect(200)).body;
      return list.items.find((line: { id: string }) => line.id === claimId);
    };
    expect(await refused((headers) => decideWith(relative, claimId, headers))).toBe('review_own_household');
    expect((await inQueue()).mayDecide).toBe(false);
    const bulk = { items: [{ kind: 'claim', id: claimId }], decision: 'approve' };
    const many = (await relative.call(reviews.decideMany, { body: bulk }).expect(200)).body;
    expect(many.outcomes).toMatchObject([{ done: false, code: 'review_own_household' }]);
    const ofHousehold = await fileClaim(cast, household.personId, { description: nextKey() });
    expect((await decide(relative, 'claim', ofHousehold).expect(403)).body.code).toBe('review_own_household');
    await cast.officer
      .call(memberships.end, { params: { membershipId: sonIn }, body: { until: '2026-11-24' } })
      .expect(200);
    t.clock.advance(86_400_000);
    const later = await t.signIn('community_admin', 'jinxiu', { personId: son.personId });
    expect((await decide(later, 'claim', claimId).expect(403)).body.code).toBe('review_own_household');
    const tomorrow = await t.signIn('grid_officer', 'jinxiu');
    const afterwards = await fileClaim({ ...cast, officer: tomorrow }, mother.personId, {
      description: nextKey(),
      occurredOn: '2026-11-24',
    });
    await decide(later, 'claim', afterwards).expect(200);
  });

  function decideWith(reviewer: SignedInUser, id: string, headers: Record<string, string>) {
    const params = { kind: 'claim', id };
    return reviewer.call(reviews.decide, { params, body: { decision: 'approve' }, headers });
  }
});

import { DONATIONS_JOB, donationMatcher } from '@red-points/server/donations/index';
import { accounts, donations, people, transactions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { addMember, creditTo, enterGroup, householdOfTwo, lasting, type TestGroup } from '../support/households.ts';
import { availableOf, credit, residentWith } from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';
import { badAgainst } from '../support/verified.ts';

let t: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;

beforeAll(async () => {
  t = await startTestApp({ started: true });
  officer = await t.signIn('grid_officer', 'jinxiu');
  secretary = lasting(t, await t.signIn('community_admin', 'jinxiu'));
});
afterAll(() => t.close());

async function verifiedOrganisation(name: string): Promise<TestGroup> {
  const organisation = await enterGroup(officer, 'organisation', name, 'jinxiu');
  await officer.call(people.verify, { params: { personId: organisation.personId } }).expect(200);
  return organisation;
}

const fundOf = async (unitId?: string) => {
  await t.context.rollups.catchUp();
  return (await secretary.call(donations.fund, { query: { unitId } }).expect(200)).body;
};

describe('a donation to the fund of one’s community', () => {
  it('is taken once however often it is asked, with a receipt, and counts in the fund of every unit above', async () => {
    const resident = await residentWith(t, 20);
    const key = nextKey();
    const body = { points: 8 };
    const given = (await resident.call(donations.give, { body, key }).expect(201)).body;
    expect(given).toMatchObject({
      state: 'posted',
      points: 8,
      to: 'fund',
      toName: '锦绣社区',
      fromKind: 'own',
      availableAfter: 12,
    });
    expect(given.receiptCode).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/);
    expect((await resident.call(donations.give, { body, key }).expect(201)).body).toEqual(given);
    const other = await resident.call(donations.give, { body: { points: 9 }, key }).expect(422);
    expect(other.body.code).toBe('idempotency_key_reused');
    expect(await availableOf(t, resident.accountId)).toBe(12);
    const [line] = (await resident.call(people.ownStatement).expect(200)).body.items;
    expect(line).toMatchObject({ kind: 'donate', points: -8, title: '捐给社区公益基金', place: '锦绣社区' });
    expect(line.receiptCode).toBe(given.receiptCode);
    const own = (await resident.call(donations.listOwn).expect(200)).body;
    expect(own.items).toEqual([given]);

    const community = await fundOf();
    expect(community).toMatchObject({ unitId: 'jinxiu', points: 8, thisMonth: 8, children: [] });
    expect(community.months).toHaveLength(12);
    const street = await t.signIn('street_admin', 'qihe');
    const above = (await street.call(donations.fund).expect(200)).body;
    expect(above.children).toContainEqual({ unitId: 'jinxiu', unitName: '锦绣社区', points: 8 });
    expect(above.points).toBe(above.children.reduce((sum: number, child: { points: number }) => sum + child.points, 0));
    const listed = (await secretary.call(donations.list, { query: { to: 'fund' } }).expect(200)).body;
    expect(listed.items).toMatchObject([{ maskedName: '陈*', points: 8, to: 'fund', entryId: line.entryId }]);
    const choices = (await resident.call(donations.choices).expect(200)).body;
    expect(choices.fund).toEqual({ unitId: 'jinxiu', unitName: '锦绣社区', points: 8 });
  });

  it('reversed counts no more, and the points come back', async () => {
    const before = (await fundOf()).points;
    const resident = await residentWith(t, 5);
    await resident.call(donations.give, { body: { points: 5 } }).expect(201);
    expect((await fundOf()).points).toBe(before + 5);
    const [line] = (await resident.call(people.ownStatement).expect(200)).body.items;
    const params = { entryId: line.entryId };
    await secretary.call(transactions.reverse, { params, body: { reason: '误捐，本人申请退回' } }).expect(201);
    expect((await fundOf()).points).toBe(before);
    expect(await availableOf(t, resident.accountId)).toBe(5);
  });

  it('is gone on with by the job where its process ended before the ledger answered', async () => {
    const resident = await residentWith(t, 9);
    const key = nextKey();
    const given = (await resident.call(donations.give, { body: { points: 4 }, key }).expect(201)).body;
    // As if the process had ended right after the ledger took it.
    const unfinished = { state: 'created', postedAt: null, entrySeq: null, entryHash: null, availableAfter: null };
    await t.database.db
      .collection<{ _id: string }>('donations')
      .updateOne({ _id: given.donationId }, { $set: { ...unfinished, nextCheckAt: new Date(t.clock.now()) } });
    await t.context.jobs.runNow(DONATIONS_JOB);
    expect((await resident.call(donations.listOwn).expect(200)).body.items).toEqual([given]);
    expect(await availableOf(t, resident.accountId)).toBe(5);
  });

  it('is refused for more than there is, by the unverified, and out of other people’s accounts', async () => {
    const resident = await residentWith(t, 3);
    const key = nextKey();
    const give = (user: SignedInUser, body: Record<string, unknown>, sameKey?: string) =>
      refused((headers) => user.call(donations.give, { body, headers, ...(sameKey ? { key: sameKey } : {}) }));
    expect(await give(resident, { points: 4 }, key)).toBe('ledger_insufficient_points');
    // A refusal is remembered with its key.
    await credit(t, resident.accountId, 10);
    expect(await give(resident, { points: 4 }, key)).toBe('ledger_insufficient_points');
    const newcomer = await t.signInResident({ verified: false });
    expect(await give(newcomer, { points: 1 })).toBe('person_unverified');
    expect(await give(resident, { points: 1, accountId: newcomer.accountId })).toBe('account_not_yours');
    const nobody = await t.signInByPhone('13700000001');
    expect(await give(nobody, { points: 1 })).toBe('registration_needed');
    expect((await secretary.call(donations.give, { body: { points: 1 } }).expect(403)).body.code).toBe('forbidden');
    const stranger = await t.signIn('community_admin', 'hechi');
    const foreign = await stranger.call(donations.fund, { query: { unitId: 'jinxiu' } }).expect(403);
    expect(foreign.body.code).toBe('out_of_scope');
    const zero = await resident.call(donations.give, { body: { points: 0 } }).expect(400);
    expect(zero.body.code).toBe('validation_failed');
  });
});

describe('a donation to an organisation', () => {
  it('moves the points with the expiry they have, is on both statements, and is no fund’s', async () => {
    const organisation = await verifiedOrganisation('锦绣助老社');
    const before = (await fundOf()).points;
    const resident = await residentWith(t, 30);
    const body = { points: 12, organisationId: organisation.personId };
    const given = (await resident.call(donations.give, { body }).expect(201)).body;
    expect(given).toMatchObject({ to: 'organisation', toName: '锦绣助老社', availableAfter: 18 });
    const [from, to] = await t.context.ledger.views([resident.accountId, organisation.accountId]);
    expect(to?.state.lots).toEqual([{ points: 12, expiresAtMs: from?.state.lots[0]?.expiresAtMs }]);
    const params = { personId: organisation.personId };
    const lines = (await officer.call(people.statement, { params }).expect(200)).body.items;
    expect(lines).toMatchObject([{ kind: 'donate', points: 12, member: '陈*', title: '捐给锦绣助老社' }]);
    expect((await fundOf()).points).toBe(before);
    const choices = (await resident.call(donations.choices).expect(200)).body;
    expect(choices.organisations).toContainEqual({ organisationId: organisation.personId, name: '锦绣助老社' });

    // A representative gives on to the fund from the organisation's account.
    const speaker = await residentWith(t, 0);
    await addMember(officer, organisation, speaker.personId);
    const onwards = { points: 2, accountId: organisation.accountId };
    const passedOn = (await speaker.call(donations.give, { body: onwards }).expect(201)).body;
    expect(passedOn).toMatchObject({ fromKind: 'organisation', availableAfter: 10 });
    expect((await fundOf()).points).toBe(before + 2);
    const toItself = { ...onwards, organisationId: organisation.personId };
    expect(await refused((headers) => speaker.call(donations.give, { body: toItself, headers }))).toBe(
      'donation_to_itself',
    );
  });

  it('is refused where it is none, or nobody verified it', async () => {
    const resident = await residentWith(t, 5);
    const give = (organisationId: string) =>
      refused((headers) => resident.call(donations.give, { body: { points: 1, organisationId }, headers }));
    expect(await give('nothing')).toBe('organisation_not_found');
    expect(await give(resident.personId)).toBe('organisation_not_found');
    const unknown = await enterGroup(officer, 'organisation', '来历不明社', 'jinxiu');
    expect(await give(unknown.personId)).toBe('organisation_unverified');
  });
});

it('a member gives from the account that the household shares, named by id', async () => {
  await creditTo(secretary, 'household');
  const { household, son } = await householdOfTwo(t, officer);
  await credit(t, household.accountId, 10);
  const given = (await son.call(donations.give, { body: { points: 6 } }).expect(201)).body;
  expect(given).toMatchObject({ fromKind: 'household', availableAfter: 4 });
  const { entries } = await t.context.ledger.statement(household.accountId, { limit: 1 });
  expect(entries[0]?.actors[0]).toEqual({ part: 'donor', id: son.personId });
  const readable = (await son.call(accounts.own).expect(200)).body.items;
  expect(readable).toContainEqual(expect.objectContaining({ kind: 'household', available: 4, credited: true }));
});

it('the ledger and the donations agree both ways: an entry without its donation is found, and the reverse', async () => {
  await expectAgreed([]);
  const records = t.database.db.collection<{ _id: string; points: number }>('donations');
  const [one] = await records.find({ state: 'posted' }).limit(1).toArray();
  if (one === undefined) throw new Error('nothing was given');
  await records.updateOne({ _id: one._id }, { $inc: { points: 1 } });
  await expectAgreed(['record_mismatch']);
  await records.deleteOne({ _id: one._id });
  await expectAgreed(['entry_without_record']);
  await records.insertOne(one);
  const invented = { ...one, _id: 'invented', request: { caller: 'x', key: 'invented', fingerprint: 'x' } };
  await records.insertOne(invented);
  await expectAgreed(['record_without_entry']);
  await records.deleteOne({ _id: 'invented' });
  await expectAgreed([]);
});

async function expectAgreed(codes: readonly string[]): Promise<void> {
  expect(await badAgainst(t, [donationMatcher])).toEqual(codes);
}

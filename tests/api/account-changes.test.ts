import { ACCOUNT_CHANGES_JOB, closingMatcher, joiningMatcher } from '@red-points/server/account-changes/index';
import { donationMatcher } from '@red-points/server/donations/index';
import { redemptionMatcher } from '@red-points/server/redemptions/index';
import {
  type AccountChange,
  accountChanges,
  cards,
  donations,
  memberships,
  people,
  redemptionCodes,
  redemptionPins,
  redemptions,
  reports,
  transactions,
} from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { addMember, creditTo, enterGroup, householdOfTwo, lasting } from '../support/households.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import {
  addOffer,
  availableOf,
  credit,
  openOffice,
  openShop,
  residentWith,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';
import { badAgainst } from '../support/verified.ts';

let t: TestApp;
let cast: Cast;
let proposer: SignedInUser;
let confirmer: SignedInUser;
let shop: TestShop;

const TODAY = '2026-11-23';

beforeAll(async () => {
  t = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  cast = {
    organiser: lasting(t, organiser),
    officer: lasting(t, officer),
    secretary: lasting(t, secretary),
    deputy: lasting(t, deputy),
  };
  proposer = cast.officer;
  confirmer = cast.secretary;
  shop = await openShop(t, await openOffice(t));
  shop = { ...shop, owner: lasting(t, shop.owner) };
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

const verified = () => badAgainst(t, [closingMatcher, joiningMatcher, donationMatcher, redemptionMatcher]);

const propose = (personId: string, body: Record<string, unknown>, user = proposer) =>
  'keptPersonId' in body
    ? user.call(accountChanges.proposeJoining, { params: { personId }, body: { reason: '同一人登记了两次', ...body } })
    : user.call(accountChanges.proposeClosing, { params: { personId }, body: { reason: '搬离本市', ...body } });

const confirm = (changeId: string, user = confirmer, key = nextKey()) =>
  user.call(accountChanges.confirm, { params: { changeId }, key });

async function proposed(personId: string, body: Record<string, unknown> = {}): Promise<AccountChange> {
  const answer = await propose(personId, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as AccountChange;
}

async function carriedOut(personId: string, body: Record<string, unknown> = {}): Promise<AccountChange> {
  const { changeId } = await proposed(personId, body);
  const answer = await confirm(changeId);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as AccountChange;
}

describe('closing an account', () => {
  it('takes two persons, and the reason stays out of the ledger', async () => {
    const resident = await residentWith(t, 0);
    const change = await proposed(resident.personId);
    expect(change).toMatchObject({
      kind: 'closing',
      state: 'proposed',
      subject: { maskedName: '陈*', available: 0 },
      reason: '搬离本市',
      mayConfirm: false,
      mayWithdraw: true,
      block: null,
    });
    const list = (await confirmer.call(accountChanges.list).expect(200)).body;
    expect(list.items[0]).toMatchObject({ changeId: change.changeId, mayConfirm: true });
    const tasks = (await confirmer.call(reports.tasks).expect(200)).body.items;
    expect(tasks).toContainEqual(expect.objectContaining({ code: 'accounts_waiting', count: 1 }));
    const key = nextKey();
    const done = (await confirm(change.changeId, confirmer, key).expect(200)).body;
    expect(done).toMatchObject({ state: 'done', movedPoints: 0, mayConfirm: false });
    expect((await confirm(change.changeId, confirmer, key).expect(200)).body).toEqual(done);
    const { state } = await t.context.ledger.view(resident.accountId);
    expect(state.closed).toBe(true);
    const params = { personId: resident.personId };
    expect((await proposer.call(people.get, { params }).expect(200)).body.status).toBe('closed');
    const lines = await proposer.call(people.statement, { params }).expect(200);
    expect(lines.body.items).toMatchObject([{ kind: 'close', title: '账户关闭' }]);
    const { entries } = await t.context.ledger.statement(resident.accountId, { limit: 1 });
    expect(JSON.stringify(entries)).not.toContain('搬离');
    expect(entries[0]?.actors).toEqual([
      { part: 'proposer', id: proposer.userId },
      { part: 'confirmer', id: confirmer.userId },
    ]);
    expect((await resident.call(redemptionCodes.create)).body.code).toBe('person_closed');
    expect(await verified()).toEqual([]);
  });

  it('gives what is left to the fund with the holder’s word, after what is due has expired', async () => {
    const resident = await residentWith(t, 0);
    const soon = { ...earnCommand(resident.accountId, nextKey(), 4), expiry: { kind: 'months', months: 1 } as const };
    await t.context.ledger.post({ ...soon, expiry: { ...soon.expiry, from: 'effective' } });
    await credit(t, resident.accountId, 9);
    expect((await propose(resident.personId, {})).body).toMatchObject({
      code: 'account_not_empty',
      detail: { points: 13 },
    });
    const { changeId } = await proposed(resident.personId, { donateRest: true });
    const before = t.clock.now();
    t.clock.set(Date.parse('2027-01-01T04:00:00Z'));
    const done = (await confirm(changeId).expect(200)).body;
    t.clock.set(before);
    expect(done).toMatchObject({ state: 'done', movedPoints: 9, donateRest: true });
    const kinds = (await t.context.ledger.statement(resident.accountId, { limit: 10 })).entries.map(({ kind }) => kind);
    expect(kinds).toEqual(['close', 'donate', 'expire', 'earn', 'earn']);
    const listed = (await confirmer.call(donations.list).expect(200)).body.items;
    expect(listed[0]).toMatchObject({ points: 9, to: 'fund', personId: resident.personId });
    expect(await verified()).toEqual([]);
  });

  it('ends what the person belonged to; a closed household’s members earn into their own accounts again', async () => {
    await creditTo(cast.secretary, 'household');
    const { household, mother, son } = await householdOfTwo(t, cast.officer);
    const claimId = await fileClaim(cast, mother.personId, { occurredOn: TODAY, description: nextKey() });
    const waits = await propose(household.personId, {});
    expect(waits.body).toMatchObject({ code: 'account_has_pending', detail: { count: 1 } });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    expect(await availableOf(t, household.accountId)).toBe(3);
    const { changeId } = await proposed(household.personId, { donateRest: true });
    // Filed in between: it follows to the member's own account.
    const late = await fileClaim(cast, son.personId, { occurredOn: TODAY, description: nextKey() });
    expect((await confirm(changeId)).body.code).toBe('account_has_pending');
    await t.database.db.collection<{ _id: string }>('claims').updateOne({ _id: late }, { $set: { state: 'draft' } });
    await confirm(changeId).expect(200);
    await t.database.db.collection<{ _id: string }>('claims').updateOne({ _id: late }, { $set: { state: 'waiting' } });
    await decide(cast.secretary, 'claim', late).expect(200);
    expect(await availableOf(t, son.accountId)).toBe(3);
    const own = (await mother.call(people.ownAccount).expect(200)).body;
    expect(own).toMatchObject({ accountId: mother.accountId, household: null });
    expect((await mother.call(memberships.ownHousehold).expect(200)).body.household).toBeNull();
    expect(await verified()).toEqual([]);
    await creditTo(cast.secretary, 'person');
  });

  it('takes card and PIN away: neither stays behind', async () => {
    const resident = await residentWith(t, 0);
    const params = { personId: resident.personId };
    const card = (await cast.officer.call(cards.issue, { params })).body;
    await cast.officer.call(redemptionPins.set, { params, body: { pin: '407129' } }).expect(200);
    await resident.call(redemptionPins.check, { body: { pin: '407129' } }).expect(201);
    await carriedOut(resident.personId);
    const { db } = t.database;
    expect(await db.collection<{ _id: string }>('redemption_pins').countDocuments({ _id: resident.personId })).toBe(0);
    expect(await db.collection('redemption_pin_checks').countDocuments(params)).toBe(0);
    expect((await cast.officer.call(cards.get, { params }).expect(200)).body.card).toBeNull();
    const code = { body: { code: card.codeUrl } };
    expect(await refused((headers) => cast.officer.call(cards.find, { ...code, headers }))).toBe('card_revoked');
    expect((await cast.officer.call(redemptionPins.set, { params, body: { pin: '407129' } })).body.code).toBe(
      'person_closed',
    );
  });

  it('is refused with open redemptions and debt, by one person alone, to relatives and strangers', async () => {
    const resident = await residentWith(t, 12);
    const offer = await addOffer(await openOffice(t), shop.shop);
    const open = await startAtPoster(resident, shop, offer);
    const code = async (personId: string, body: Record<string, unknown> = {}, user = proposer) =>
      refused((headers) =>
        user.call(accountChanges.proposeClosing, {
          params: { personId },
          body: { reason: '本人申请', donateRest: true, ...body },
          headers,
        }),
      );
    expect(await code(resident.personId)).toBe('account_has_redemptions');
    const params = { redemptionId: open.redemptionId };
    await shop.owner.call(redemptions.confirm, { params }).expect(200);
    const [earned] = (await t.context.ledger.statement(resident.accountId, { limit: 9, kinds: ['earn'] })).entries;
    await confirmer
      .call(transactions.reverse, { params: { entryId: earned?._id ?? '' }, body: { reason: '核实未参加' } })
      .expect(201);
    expect(await code(resident.personId)).toBe('account_owes');
    const empty = await residentWith(t, 0);
    const relative = await t.signIn('community_admin', 'jinxiu', { personId: empty.personId });
    expect(await code(empty.personId, {}, relative)).toBe('change_not_independent');
    const stranger = await t.signIn('community_admin', 'hechi');
    expect(await code(empty.personId, {}, stranger)).toBe('out_of_scope');
    expect(await code('nobody')).toBe('person_not_found');
    const byConfirmer = (await propose(empty.personId, {}, confirmer).expect(201)).body as AccountChange;
    expect(await code(empty.personId)).toBe('change_waiting');
    const decideIt = (user: SignedInUser) =>
      refused((headers) => user.call(accountChanges.confirm, { params: { changeId: byConfirmer.changeId }, headers }));
    expect(await decideIt(confirmer)).toBe('change_own_proposal');
    expect(await decideIt(relative)).toBe('change_not_independent');
    expect(await decideIt(proposer)).toBe('forbidden');
    const withdrawal = { params: { changeId: byConfirmer.changeId } };
    expect((await relative.call(accountChanges.withdraw, withdrawal).expect(403)).body.code).toBe(
      'change_not_independent',
    );
    expect((await proposer.call(accountChanges.withdraw, withdrawal).expect(200)).body.state).toBe('withdrawn');
    expect(await decideIt(cast.deputy)).toBe('change_decided');
    expect((await proposer.call(accountChanges.withdraw, withdrawal).expect(409)).body.code).toBe('change_decided');
    const gone = { params: { changeId: 'nothing' } };
    expect((await confirmer.call(accountChanges.get, gone).expect(404)).body.code).toBe('change_not_found');
    await carriedOut(empty.personId);
    expect(await code(empty.personId)).toBe('person_closed');
  });

  it('of two who confirm at once one does, and it is closed once', async () => {
    const resident = await residentWith(t, 5);
    const { changeId } = await proposed(resident.personId, { donateRest: true });
    const answers = await Promise.all([confirm(changeId, confirmer), confirm(changeId, cast.deputy)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { entries } = await t.context.ledger.statement(resident.accountId, { limit: 10 });
    expect(entries.map(({ kind }) => kind)).toEqual(['close', 'donate', 'earn']);
  });
});

describe('joining two accounts of one person', () => {
  it('moves everything, leaves the old account readable, and leads to the one that stays', async () => {
    const old = await residentWith(t, 9, { name: '王桂兰' });
    const kept = await residentWith(t, 5, { name: '王桂兰' });
    const change = await carriedOut(old.personId, { keptPersonId: kept.personId });
    expect(change).toMatchObject({ kind: 'joining', state: 'done', movedPoints: 9, kept: { available: 14 } });
    const [from, to] = await t.context.ledger.views([old.accountId, kept.accountId]);
    expect(from).toMatchObject({ available: 0, state: { closed: true, minutes: 0, items: 0 } });
    expect(to).toMatchObject({ available: 14, state: { minutes: 120, items: 2, earned: 14 } });
    const params = { personId: old.personId };
    const detail = (await proposer.call(people.get, { params }).expect(200)).body;
    expect(detail).toMatchObject({ status: 'closed', joinedInto: { personId: kept.personId, maskedName: '王*' } });
    const keptDetail = await proposer.call(people.get, { params: { personId: kept.personId } }).expect(200);
    expect(keptDetail.body.joinedFrom).toEqual([{ personId: old.personId, maskedName: '王*' }]);
    const lines = (await proposer.call(people.statement, { params }).expect(200)).body.items;
    expect(lines).toMatchObject([{ kind: 'join', points: -9, title: '重复登记的账户合并' }, { kind: 'earn' }]);

    // The old phone signs in as the person that stays, who can still read the old account.
    const signedIn = await t.signInByPhone(old.phone);
    expect(signedIn.me).toMatchObject({ actingPersonId: kept.personId, persons: [{ personId: kept.personId }] });
    expect((await signedIn.call(people.ownAccount).expect(200)).body.available).toBe(14);
    const oldOnes = await signedIn.call(people.ownStatement, { query: { accountId: old.accountId } }).expect(200);
    expect(oldOnes.body.items).toHaveLength(2);
    const found = await t.context.people.find([{ name: '王桂兰', phone: old.phone, unitId: 'jinxiu' }]);
    expect(found[0]?.personId).toBe(kept.personId);
    expect(await verified()).toEqual([]);
  });

  it('brings what is on its way to the old account along, posted once', async () => {
    const old = await residentWith(t, 0);
    const kept = lasting(t, await residentWith(t, 0));
    await publishRule(cast, 'ZY-07', hourlyTerms({ publicityDays: 7 }));
    const { changeId } = await proposed(old.personId, { keptPersonId: kept.personId });
    const claimId = await fileClaim(cast, old.personId, { ruleCode: 'ZY-07', description: nextKey() });
    expect(await refused((headers) => confirmer.call(accountChanges.confirm, { params: { changeId }, headers }))).toBe(
      'account_has_pending',
    );
    const detail = (await confirmer.call(accountChanges.get, { params: { changeId } }).expect(200)).body;
    expect(detail.block).toMatchObject({ code: 'account_has_pending' });
    // Confirmed in the moment before the claim came: the steps do not ask again.
    await setConfirmed(changeId);
    await t.context.jobs.runNow(ACCOUNT_CHANGES_JOB);
    expect((await confirmer.call(accountChanges.get, { params: { changeId } }).expect(200)).body.state).toBe('done');
    const waiting = (await kept.call(people.ownAccount).expect(200)).body;
    expect(waiting).toMatchObject({ available: 0, pending: 3 });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    t.clock.advance(20 * 86_400_000);
    await t.context.credits.postDue();
    await t.context.credits.postDue();
    expect(await availableOf(t, kept.accountId)).toBe(3);
    expect((await kept.call(people.ownAccount).expect(200)).body).toMatchObject({ available: 3, pending: 0 });
    expect(await verified()).toEqual([]);
    t.clock.advance(-20 * 86_400_000);
  });

  it('goes on after a crash between any two of its steps, by whoever finds it', async () => {
    for (const lost of ['pair', 'records', 'end'] as const) {
      const old = await residentWith(t, 7);
      const kept = await residentWith(t, 1);
      const { changeId } = await proposed(old.personId, { keptPersonId: kept.personId });
      if (lost !== 'pair') {
        await confirm(changeId).expect(200);
        const reset = { joinedInto: null, status: 'verified' };
        const peopleOf = t.database.db.collection<{ _id: string }>('people');
        if (lost === 'records') await peopleOf.updateOne({ _id: old.personId }, { $set: reset });
      }
      await setConfirmed(changeId);
      await Promise.all([
        t.context.jobs.runNow(ACCOUNT_CHANGES_JOB),
        confirm(changeId).then(({ body }) => expect(body.code).toBe('change_decided')),
      ]);
      const after = (await confirmer.call(accountChanges.get, { params: { changeId } }).expect(200)).body;
      expect(after, lost).toMatchObject({ state: 'done', movedPoints: 7 });
      expect(await availableOf(t, kept.accountId)).toBe(8);
      expect((await t.context.people.byId(old.personId))?.joinedInto).toBe(kept.personId);
    }
    expect(await verified()).toEqual([]);
  });

  it('a debt goes along; a refund of what the old account spent lands in the one that stays, with its expiry', async () => {
    const old = await residentWith(t, 0);
    const kept = await residentWith(t, 2);
    await t.context.ledger.post({
      ...earnCommand(old.accountId, nextKey(), 5),
      expiry: { kind: 'months', months: 6, from: 'effective' },
    });
    await t.context.ledger.post({
      ...earnCommand(old.accountId, nextKey(), 10),
      expiry: { kind: 'never', from: 'effective' },
    });
    const before = (await t.context.ledger.view(old.accountId)).state.lots;
    const offer = await addOffer(await openOffice(t), shop.shop, { points: 12 });
    const { redemptionId } = await startAtPoster(old, shop, offer);
    await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    await carriedOut(old.personId, { keptPersonId: kept.personId });
    expect(await availableOf(t, kept.accountId)).toBe(5);
    const refund = (points: number) =>
      confirmer.call(redemptions.refund, { params: { redemptionId }, body: { points, reason: '商品有质量问题' } });
    const part = (await refund(3).expect(201)).body;
    expect(part).toMatchObject({ state: 'partially_refunded', refundedPoints: 3 });
    const rest = (await refund(9).expect(201)).body;
    expect(rest).toMatchObject({ state: 'refunded', refundedPoints: 12 });
    const { state } = await t.context.ledger.view(kept.accountId);
    const lotOf = (expiresAtMs: number | null) => state.lots.find((lot) => lot.expiresAtMs === expiresAtMs)?.points;
    expect(before.map(({ points }) => points)).toEqual([5, 10]);
    expect(before.map(({ expiresAtMs }) => lotOf(expiresAtMs))).toEqual([5, 10]);
    const lines = await lasting(t, kept).call(people.ownStatement).expect(200);
    expect(lines.body.items[0]).toMatchObject({ kind: 'adjust', title: '退还积分 · 营养午餐一份' });
    expect((await refund(1).expect(409)).body.code).toBe('refund_exceeds_redemption');
    expect(await verified()).toEqual([]);
  });

  it('a refund to an account that was closed for good is refused with words that say what to do', async () => {
    const resident = await residentWith(t, 12);
    const offer = await addOffer(await openOffice(t), shop.shop, { points: 12 });
    const { redemptionId } = await startAtPoster(resident, shop, offer);
    await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    await carriedOut(resident.personId);
    const body = { points: 12, reason: '商品有质量问题' };
    const answer = await confirmer.call(redemptions.refund, { params: { redemptionId }, body }).expect(409);
    expect(answer.body.code).toBe('refund_account_closed');
    const [earned] = (await t.context.ledger.statement(resident.accountId, { limit: 9, kinds: ['earn'] })).entries;
    const reversal = { params: { entryId: earned?._id ?? '' }, body: { reason: '核实未参加' } };
    expect((await confirmer.call(transactions.reverse, reversal).expect(409)).body.code).toBe('ledger_account_closed');
  });

  it('joins two households too: who belonged to one belongs to the other', async () => {
    const { household, mother, son } = await householdOfTwo(t, cast.officer);
    const double = await enterGroup(cast.officer, 'household', '陈秀英家');
    const daughter = await residentWith(t, 0);
    await addMember(cast.officer, double, daughter.personId);
    await credit(t, double.accountId, 6);
    await carriedOut(double.personId, { keptPersonId: household.personId });
    expect(await availableOf(t, household.accountId)).toBe(6);
    const listed = await cast.officer
      .call(memberships.members, { params: { personId: household.personId } })
      .expect(200);
    const current = listed.body.items.filter((line: { current: boolean }) => line.current);
    expect(current.map(({ personId }: { personId: string }) => personId).sort()).toEqual(
      [mother.personId, son.personId, daughter.personId].sort(),
    );
    // The same person twice in one household: once is enough.
    const doubled = await residentWith(t, 0);
    await addMember(cast.officer, household, doubled.personId);
    await carriedOut(doubled.personId, { keptPersonId: son.personId });
    const after = await cast.officer
      .call(memberships.members, { params: { personId: household.personId } })
      .expect(200);
    const sons = after.body.items.filter((line: { personId: string }) => line.personId === son.personId);
    expect(sons.filter((line: { current: boolean }) => line.current)).toHaveLength(1);
  });

  it('is refused between kinds, with itself, between two households, and with what is open', async () => {
    const one = await residentWith(t, 12);
    const other = await residentWith(t, 0);
    const code = (keptPersonId: string, personId = one.personId) =>
      refused((headers) =>
        proposer.call(accountChanges.proposeJoining, {
          params: { personId },
          body: { keptPersonId, reason: '同一人登记了两次' },
          headers,
        }),
      );
    const household = await enterGroup(cast.officer);
    expect(await code(household.personId)).toBe('accounts_of_different_kinds');
    expect(await code(one.personId)).toBe('account_joined_with_itself');
    expect(await code('nobody')).toBe('person_not_found');
    const elsewhere = await t.enterResident({ unitId: 'hechi-g1' });
    expect(await code(elsewhere.personId)).toBe('out_of_scope');
    const second = await enterGroup(cast.officer);
    const inFirst = await addMember(cast.officer, household, one.personId);
    await addMember(cast.officer, second, other.personId);
    expect(await code(other.personId)).toBe('households_differ');
    await cast.officer.call(memberships.end, { params: { membershipId: inFirst }, body: {} }).expect(200);
    const offer = await addOffer(await openOffice(t), shop.shop);
    const open = await startAtPoster(one, shop, offer);
    expect(await code(other.personId)).toBe('account_has_redemptions');
    await one.call(redemptions.revoke, { params: { redemptionId: open.redemptionId } }).expect(200);
    const { changeId } = await proposed(one.personId, { keptPersonId: other.personId });
    // What stays must not be closed or joined meanwhile.
    expect((await propose(other.personId, {})).body.code).toBe('change_waiting');
    const key = nextKey();
    await confirm(changeId, confirmer, key).expect(200);
    const reversal = (await t.context.ledger.statement(one.accountId, { limit: 9, kinds: ['earn'] })).entries[0];
    const body = { reason: '核实未参加' };
    const entry = { params: { entryId: reversal?._id ?? '' }, body };
    expect((await confirmer.call(transactions.reverse, entry).expect(409)).body.code).toBe('entry_account_joined');
  });
});

/** As if the process had ended after the second person's word was written down. */
async function setConfirmed(changeId: string): Promise<void> {
  const interrupted = { state: 'confirmed', open: true, finishedAt: null, movedPoints: null, entrySeq: null };
  const decided = { decidedBy: confirmer.userId, decidedAt: new Date(t.clock.now()) };
  await t.database.db
    .collection<{ _id: string }>('account_changes')
    .updateOne({ _id: changeId }, { $set: { ...interrupted, ...decided, nextCheckAt: new Date(t.clock.now()) } });
}

import { ADJUSTMENTS_JOB, adjustmentMatcher } from '@red-points/server/adjustments/index';
import { LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import {
  type Adjustment,
  accountChanges,
  adjustments,
  people,
  reports,
  transactions,
} from '@red-points/shared/contracts';
import { entryId, type LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { creditTo, householdOfTwo, lasting } from '../support/households.ts';
import { spendCommand } from '../support/ledger-commands.ts';
import { availableOf, type Resident, residentWith } from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';
import { badAgainst } from '../support/verified.ts';

let t: TestApp;
let cast: Cast;
let proposer: SignedInUser;
let confirmer: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  cast = {
    ...{ organiser: lasting(t, organiser), officer: lasting(t, officer) },
    ...{ secretary: lasting(t, secretary), deputy: lasting(t, deputy) },
  };
  proposer = cast.officer;
  confirmer = cast.secretary;
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

const records = () => t.database.db.collection<Document & { _id: string }>('adjustments');
const verified = () => badAgainst(t, [adjustmentMatcher]);

const propose = (entry: string, body: Document, user = proposer, key = nextKey()) =>
  user.call(adjustments.propose, { params: { entryId: entry }, body: { reason: '工时少登记了', ...body }, key });
const confirm = (adjustmentId: string, user = confirmer, key = nextKey()) =>
  user.call(adjustments.confirm, { params: { adjustmentId }, key });

async function proposed(entry: string, body: Document): Promise<Adjustment> {
  const answer = await propose(entry, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as Adjustment;
}

async function newestOf(accountId: string): Promise<LedgerEntry> {
  const [entry] = (await t.context.ledger.statement(accountId, { limit: 1 })).entries;
  if (entry === undefined) throw new Error('the account has no entry');
  return entry;
}

/** A resident with points, and the entry that gave them. */
async function residentAndEntry(points: number): Promise<{ resident: Resident; entry: string }> {
  const resident = lasting(t, await residentWith(t, points)) as Resident;
  return { resident, entry: entryId(resident.accountId, 1) };
}

describe('a correction by two persons', () => {
  it('adds or takes, is linked to what it corrects, and says why to the resident and not to the ledger', async () => {
    const { resident, entry } = await residentAndEntry(10);
    const change = await proposed(entry, { points: 5, minutes: 30 });
    expect(change).toMatchObject({
      ...{ state: 'proposed', entryId: entry, personId: resident.personId, points: 5, minutes: 30 },
      ...{ reason: '工时少登记了', mayConfirm: false, mayWithdraw: true, postedEntryId: null, block: null },
    });
    expect(await availableOf(t, resident.accountId)).toBe(10);
    const waiting = (await confirmer.call(adjustments.list).expect(200)).body.items;
    const tasks = (await confirmer.call(reports.tasks).expect(200)).body.items;
    expect(tasks).toContainEqual(expect.objectContaining({ code: 'adjustments_waiting', count: 1 }));
    expect(waiting[0]).toMatchObject({ adjustmentId: change.adjustmentId, mayConfirm: true });

    const key = nextKey();
    const done = (await confirm(change.adjustmentId, confirmer, key).expect(200)).body;
    expect(done).toMatchObject({ state: 'posted', postedEntryId: entryId(resident.accountId, 2), mayConfirm: false });
    expect((await confirm(change.adjustmentId, confirmer, key).expect(200)).body).toEqual(done);
    const [corrected] = await t.context.ledger.entries([entry]);
    const posted = await newestOf(resident.accountId);
    expect(posted).toMatchObject({
      ...{ kind: 'adjust', points: 5, minutes: 30, effectiveAtMs: corrected?.effectiveAtMs },
      source: { kind: 'correction', id: change.adjustmentId },
    });
    expect(posted.actors.slice(0, 2)).toEqual([
      { part: 'proposer', id: proposer.userId },
      { part: 'confirmer', id: confirmer.userId },
    ]);
    expect(JSON.stringify(posted)).not.toContain('工时');
    expect(await availableOf(t, resident.accountId)).toBe(15);
    const line = (await resident.call(people.ownStatement).expect(200)).body.items[0];
    expect(line).toMatchObject({ kind: 'adjust', points: 5, title: '更正', reason: '工时少登记了' });

    t.clock.advance(1_000);
    const less = await proposed(entry, { points: -15, minutes: -30, reason: '核实后应全部扣回' });
    await confirm(less.adjustmentId).expect(200);
    expect(await availableOf(t, resident.accountId)).toBe(0);
    const params = { entryId: entry };
    const both = (await confirmer.call(adjustments.ofEntry, { params }).expect(200)).body.items;
    expect(both.map(({ points }: Adjustment) => points)).toEqual([-15, 5]);
    const all = (await confirmer.call(adjustments.list, { query: { show: 'all', limit: 1 } }).expect(200)).body;
    expect(all.items[0]).toMatchObject({ adjustmentId: less.adjustmentId });
    const rest = await confirmer.call(adjustments.list, { query: { show: 'all', limit: 1, cursor: all.nextCursor } });
    expect(rest.body.items[0]).toMatchObject({ adjustmentId: change.adjustmentId });
    expect(await verified()).toEqual([]);
  });

  it('asked for twice with one key is one; other content under it is refused', async () => {
    const { entry } = await residentAndEntry(10);
    const key = nextKey();
    const first = (await propose(entry, { points: 2 }, proposer, key).expect(201)).body;
    expect((await propose(entry, { points: 2 }, proposer, key).expect(201)).body).toEqual(first);
    expect((await propose(entry, { points: 3 }, proposer, key).expect(422)).body.code).toBe('idempotency_key_reused');
    const params = { adjustmentId: first.adjustmentId };
    const withdrawn = (await proposer.call(adjustments.withdraw, { params }).expect(200)).body;
    expect(withdrawn).toMatchObject({ state: 'withdrawn', mayConfirm: false, mayWithdraw: false });
    expect((await proposer.call(adjustments.withdraw, { params }).expect(409)).body.code).toBe('adjustment_decided');
    expect((await confirm(first.adjustmentId).expect(409)).body.code).toBe('adjustment_decided');
  });

  it('of two who confirm at once one does, and it is posted once', async () => {
    const { resident, entry } = await residentAndEntry(1);
    const { adjustmentId } = await proposed(entry, { points: 4 });
    const answers = await Promise.all([confirm(adjustmentId, confirmer), confirm(adjustmentId, cast.deputy)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await availableOf(t, resident.accountId)).toBe(5);
  });

  it('by one request sent twice at once is confirmed once, and both are told so', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { resident, entry } = await residentAndEntry(1);
      const { adjustmentId } = await proposed(entry, { points: 4 });
      const key = nextKey();
      const answers = await Promise.all([confirm(adjustmentId, confirmer, key), confirm(adjustmentId, confirmer, key)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(await availableOf(t, resident.accountId)).toBe(5);
    }
  });

  it('is refused with words for each reason', async () => {
    const { resident, entry } = await residentAndEntry(10);
    const code = (body: Document, user = proposer, of = entry) =>
      refused((headers) =>
        user.call(adjustments.propose, { params: { entryId: of }, body: { reason: '核实更正', ...body }, headers }),
      );
    expect(await code({})).toBe('adjustment_nothing');
    expect(await code({ points: 1 }, proposer, 'nothing:0000000001')).toBe('entry_not_found');
    expect(await code({ points: -11 })).toBe('ledger_insufficient_points');
    expect(await code({ points: 1 }, await t.signIn('community_admin', 'hechi'))).toBe('entry_not_found');
    const relative = await t.signIn('community_admin', 'jinxiu', { personId: resident.personId });
    expect(await code({ points: 1 }, relative)).toBe('adjustment_not_independent');
    const hold = { ...spendCommand(resident.accountId, nextKey(), 1), kind: 'hold', holdId: 'h' } as const;
    await t.context.ledger.post({ ...hold, holdExpiresAtMs: t.clock.now() });
    expect(await code({ points: 1 }, proposer, entryId(resident.accountId, 2))).toBe('adjustment_kind');

    const { adjustmentId } = await proposed(entry, { points: -9 });
    expect(await code({ points: 1 })).toBe('adjustment_waiting');
    const decideIt = (user: SignedInUser, id = adjustmentId) =>
      refused((headers) => user.call(adjustments.confirm, { params: { adjustmentId: id }, headers }));
    expect(await decideIt(proposer)).toBe('forbidden');
    expect(await decideIt(relative)).toBe('adjustment_not_independent');
    expect(await decideIt(await t.signIn('community_admin', 'hechi'))).toBe('adjustment_not_found');
    expect(await decideIt(confirmer, 'nothing')).toBe('adjustment_not_found');
    const own = (await propose(entryId((await residentAndEntry(1)).resident.accountId, 1), { points: 1 }, confirmer))
      .body;
    expect(await decideIt(confirmer, own.adjustmentId)).toBe('adjustment_own_proposal');

    // Spent since it was proposed: a correction takes no more than what is free, and the answer stays the same.
    await t.context.ledger.post(spendCommand(resident.accountId, nextKey(), 5));
    const key = nextKey();
    const late = await confirm(adjustmentId, confirmer, key);
    expect([late.status, late.body.code]).toEqual([409, 'ledger_insufficient_points']);
    expect((await confirm(adjustmentId, confirmer, key)).body.code).toBe('ledger_insufficient_points');
    const ended = (await confirmer.call(adjustments.get, { params: { adjustmentId } }).expect(200)).body;
    expect(ended).toMatchObject({ state: 'refused', block: { code: 'ledger_insufficient_points' } });
    // It is at its end: another one can be proposed.
    await proposed(entry, { points: -1 });
    expect(await verified()).toEqual([]);
  });

  it('whoever had approved the entry may say that it is wrong, and does not confirm it', async () => {
    const { personId, accountId } = await t.enterResident();
    const claim = await fileClaim(cast, personId, { description: nextKey() });
    await decide(cast.secretary, 'claim', claim).expect(200);
    const { adjustmentId } = await proposed(entryId(accountId, 1), { points: -1 });
    expect((await confirm(adjustmentId, cast.secretary).expect(403)).body.code).toBe('adjustment_not_independent');
    // Nor does whoever has a part in it make it go away.
    const params = { adjustmentId };
    const turnedDown = await cast.secretary.call(adjustments.withdraw, { params }).expect(403);
    expect(turnedDown.body.code).toBe('adjustment_not_independent');
    expect((await cast.secretary.call(adjustments.get, { params }).expect(200)).body.mayWithdraw).toBe(false);
    expect((await cast.deputy.call(adjustments.get, { params }).expect(200)).body.mayWithdraw).toBe(true);
    await confirm(adjustmentId, cast.deputy).expect(200);
    expect(await availableOf(t, accountId)).toBe(2);
  });
});

describe('accounts that are shared, joined and closed', () => {
  it('in a household’s account it names the person whom the corrected entry named', async () => {
    await creditTo(cast.secretary, 'household');
    const { household, mother } = await householdOfTwo(t, cast.officer);
    const claim = await fileClaim(cast, mother.personId, { occurredOn: '2026-11-23', description: nextKey() });
    await decide(cast.secretary, 'claim', claim).expect(200);
    const { adjustmentId } = await proposed(entryId(household.accountId, 1), { points: 2 });
    await confirm(adjustmentId, cast.deputy).expect(200);
    const { actors } = await newestOf(household.accountId);
    expect(actors).toContainEqual({ part: 'beneficiary', id: mother.personId });
    await creditTo(cast.secretary, 'person');
  });

  it('of an account that was joined goes to the one that stays, where a reversal is refused and says so', async () => {
    const { resident: old, entry } = await residentAndEntry(10);
    const { resident: kept } = await residentAndEntry(1);
    const before = await proposed(entry, { points: -3 });
    const joining = await proposer.call(accountChanges.proposeJoining, {
      params: { personId: old.personId },
      body: { keptPersonId: kept.personId, reason: '同一人登记了两次' },
    });
    await confirmer.call(accountChanges.confirm, { params: { changeId: joining.body.changeId } }).expect(200);
    const reversal = { params: { entryId: entry }, body: { reason: '核实未参加' } };
    const answer = await confirmer.call(transactions.reverse, reversal).expect(409);
    expect(answer.body).toMatchObject({ code: 'entry_account_joined', title: expect.stringContaining('提交更正') });

    // One that was proposed before the joining, and one after it. While the joining is between its two writes, nobody is told
    // that the account is gone for good.
    const peopleOf = t.database.db.collection<{ _id: string }>('people');
    await peopleOf.updateOne({ _id: old.personId }, { $set: { joinedInto: null, status: 'verified' } });
    const key = nextKey();
    expect((await confirm(before.adjustmentId, confirmer, key).expect(503)).body.code).toBe('ledger_busy');
    await t.context.people.joinInto(old.personId, kept.personId);
    const moved = (await confirm(before.adjustmentId, confirmer, key).expect(200)).body;
    expect(moved).toMatchObject({ state: 'posted', personId: kept.personId });
    const after = await proposed(entry, { points: -2 });
    expect(after.personId).toBe(kept.personId);
    await confirm(after.adjustmentId).expect(200);
    expect(await availableOf(t, kept.accountId)).toBe(6);
    expect(await verified()).toEqual([]);
  });

  it('of an account that was closed for good is refused, before and after the proposal', async () => {
    const close = async (resident: Resident) => {
      const closing = await proposer.call(accountChanges.proposeClosing, {
        params: { personId: resident.personId },
        body: { reason: '搬离本市', donateRest: true },
      });
      await confirmer.call(accountChanges.confirm, { params: { changeId: closing.body.changeId } }).expect(200);
    };
    const { resident, entry } = await residentAndEntry(3);
    const { adjustmentId } = await proposed(entry, { points: 2 });
    await close(resident);
    expect((await confirm(adjustmentId).expect(409)).body.code).toBe('adjustment_account_closed');
    expect((await propose(entry, { points: 2 }).expect(409)).body.code).toBe('adjustment_account_closed');
    expect(await verified()).toEqual([]);
  });
});

describe('interrupted and tampered with', () => {
  it('goes on after a crash before and after its entry, by two at once, and is posted once', async () => {
    for (const lost of ['entry', 'end'] as const) {
      const { resident, entry } = await residentAndEntry(1);
      const { adjustmentId } = await proposed(entry, { points: 6 });
      if (lost === 'end') await confirm(adjustmentId).expect(200);
      const decided = { decidedBy: confirmer.userId, decidedAt: new Date(t.clock.now()) };
      const interrupted = { state: 'confirmed', open: true, entrySeq: null, nextCheckAt: new Date(t.clock.now()) };
      await records().updateOne({ _id: adjustmentId }, { $set: { ...decided, ...interrupted } });
      expect(await verified(), 'on its way').toEqual([]);
      await Promise.all([t.context.jobs.runNow(ADJUSTMENTS_JOB), t.context.jobs.runNow(ADJUSTMENTS_JOB)]);
      const params = { adjustmentId };
      expect((await confirmer.call(adjustments.get, { params }).expect(200)).body.state, lost).toBe('posted');
      expect(await availableOf(t, resident.accountId)).toBe(7);
    }
    expect(await verified()).toEqual([]);
  });

  it('a record that says another thing than its entry, or lacks it, and an entry without a record are found', async () => {
    const { resident, entry } = await residentAndEntry(1);
    const { adjustmentId } = await proposed(entry, { points: 6, minutes: 30 });
    await confirm(adjustmentId).expect(200);
    const record = (await records().findOne({ _id: adjustmentId })) ?? {};
    const harms: [Document, string][] = [
      [{ points: 7 }, 'record_mismatch'],
      [{ points: -6 }, 'record_mismatch'],
      [{ minutes: 0 }, 'record_mismatch'],
      [{ state: 'withdrawn' }, 'entry_without_record'],
      [{ accountId: 'somebody-else' }, 'entry_without_record'],
    ];
    for (const [change, code] of harms) {
      await records().updateOne({ _id: adjustmentId }, { $set: change });
      expect(await verified(), JSON.stringify(change)).toContain(code);
      await records().replaceOne({ _id: adjustmentId }, record);
    }
    await records().deleteOne({ _id: adjustmentId });
    expect(await verified()).toEqual(['entry_without_record']);
    await records().insertOne(record as { _id: string });
    const raw = t.database.db.collection<Document & { _id: string }>(LEDGER_COLLECTION);
    const own = await raw.findOne({ _id: entryId(resident.accountId, 2) });
    await raw.deleteOne({ _id: entryId(resident.accountId, 2) });
    expect(await verified()).toEqual(['record_without_entry']);
    await raw.insertOne(own as { _id: string });
    expect(await verified()).toEqual([]);
  });
});

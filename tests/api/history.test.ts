import { history } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, TEST_START_MS, type TestApp } from '../support/app.ts';
import { earnCommand, ledgerContext, spendCommand } from '../support/ledger-commands.ts';
import { profiled } from '../support/profile.ts';

const DAY_MS = 86_400_000;
const MANY = 10_001;

let test: TestApp;
let officer: SignedInUser;
let resident: Awaited<ReturnType<TestApp['signInResident']>>;

beforeAll(async () => {
  test = await startTestApp();
  officer = await test.signIn('grid_officer', 'jinxiu');
  resident = await test.signInResident();
});
afterAll(() => test.close());

const code = (answer: { body: { code: string } }): string => answer.body.code;

async function post(command: Parameters<typeof test.context.ledger.post>[0]): Promise<void> {
  const outcome = await test.context.ledger.post(command);
  if (outcome.status !== 'posted') throw new Error(`not posted: ${outcome.refusal.code}`);
}

describe('GET account-as-of', () => {
  it('of an account without entries: nothing, at any time', async () => {
    const { body } = await resident.call(history.ownAsOf, { query: { at: '2020-01-01' } }).expect(200);
    expect(body).toMatchObject({ seq: 0, balance: 0, receiptCode: null, recordedAt: null, holds: [], lots: [] });
  });

  it('tells holds, lots and what had fallen due but was not written off', async () => {
    const account = resident.accountId;
    const expiry = { kind: 'months', months: 1, from: 'recorded' } as const;
    await post({ ...earnCommand(account, 'c1', 20), expiry });
    await post({ ...earnCommand(account, 'c2', 5), expiry: { kind: 'never', from: 'effective' } });
    const hold = { kind: 'hold', holdId: 'r1', points: 8, holdExpiresAtMs: TEST_START_MS + 180_000 } as const;
    await post({ ...ledgerContext(account, 'r1'), ...hold });
    const held = (await resident.call(history.ownAsOf, { query: { at: '2026-11-23' } }).expect(200)).body;
    expect(held).toMatchObject({ seq: 3, balance: 25, available: 17, held: 8, lapsed: 0, owed: 0, closed: false });
    expect(held.holds).toEqual([{ points: 8, until: '2026-11-23T04:03:00.000Z' }]);
    expect(held.lots).toEqual([
      { points: 12, lastDay: '2026-12-31' },
      { points: 5, lastDay: null },
    ]);
    // The last instant of the year, and the first of the next one: nothing was recorded in between.
    test.clock.set(Date.parse('2027-01-02T04:00:00Z'));
    const again = await test.signInByPhone(resident.phone);
    const before = await again.call(history.ownAsOf, { query: { at: '2026-12-31T15:59:59.999Z' } }).expect(200);
    expect(before.body).toMatchObject({ available: 17, lapsed: 0 });
    const after = await again.call(history.ownAsOf, { query: { at: '2026-12-31T16:00:00.000Z' } }).expect(200);
    expect(after.body).toMatchObject({ seq: 3, balance: 25, available: 5, held: 8, lapsed: 12 });
    expect(after.body.lots).toEqual([{ points: 5, lastDay: null }]);
    // The first answer stays what it was.
    const repeated = await again.call(history.ownAsOf, { query: { at: held.at } }).expect(200);
    expect(repeated.body).toEqual(held);
    test.clock.set(TEST_START_MS + 60_000);
  });

  it('of a moment to come: 422 as_of_in_future, while today is read as far as it went', async () => {
    const later = { query: { at: new Date(test.clock.now() + 1).toISOString() } };
    expect(code(await resident.call(history.ownAsOf, later).expect(422))).toBe('as_of_in_future');
    const tomorrow = { query: { at: '2026-11-24' } };
    expect(code(await resident.call(history.ownAsOf, tomorrow).expect(422))).toBe('as_of_in_future');
    const { body } = await resident.call(history.ownAsOf, { query: { at: '2026-11-23' } }).expect(200);
    expect(body.at).toBe(new Date(test.clock.now()).toISOString());
    expect(code(await resident.call(history.ownAsOf, { query: { at: 'yesterday' } }).expect(400))).toBe(
      'validation_failed',
    );
  });

  it('by staff: of their people, not of another community; nobody without the right', async () => {
    const asked = { params: { personId: resident.personId }, query: { at: '2026-11-23' } };
    const own = (await resident.call(history.ownAsOf, { query: asked.query }).expect(200)).body;
    expect((await officer.call(history.asOf, asked).expect(200)).body).toEqual(own);
    const stranger = await test.signIn('community_admin', 'hechi');
    expect(code(await stranger.call(history.asOf, asked).expect(403))).toBe('out_of_scope');
    expect(code(await resident.call(history.asOf, asked).expect(403))).toBe('forbidden');
    const nobody = { ...asked, params: { personId: 'nobody' } };
    expect(code(await officer.call(history.asOf, nobody).expect(404))).toBe('person_not_found');
    await test.call(history.asOf, asked).expect(401);
  });
});

describe('GET period-statement', () => {
  it('has opening state, sums by kind and closing state; pages go on although entries come meanwhile', async () => {
    const one = await test.signInResident();
    const account = one.accountId;
    const start = test.clock.now();
    for (let day = 0; day < 6; day += 1) {
      test.clock.set(start + day * DAY_MS);
      await post(earnCommand(account, `e${day}`, 10));
      await post(spendCommand(account, `s${day}`, 4));
    }
    const later = await test.signInByPhone(one.phone);
    const period = { from: '2026-11-24', until: '2026-11-27', limit: 3 };
    const first = (await later.call(history.ownStatement, { query: period }).expect(200)).body;
    expect(first.summary.opening).toMatchObject({ at: '2026-11-23T15:59:59.999Z', seq: 2, balance: 6, minutes: 60 });
    expect(first.summary.closing).toMatchObject({ at: '2026-11-27T15:59:59.999Z', seq: 10, balance: 30, minutes: 300 });
    expect(first.summary.entries).toBe(8);
    expect(first.summary.totals).toHaveLength(2);
    expect(first.summary.totals).toEqual(
      expect.arrayContaining([
        { kind: 'earn', entries: 4, points: 40, gained: 40, minutes: 240, owedChange: 0 },
        { kind: 'spend', entries: 4, points: -16, gained: 0, minutes: 0, owedChange: 0 },
      ]),
    );
    expect(first.items.map((line: { seq: number }) => line.seq)).toEqual([10, 9, 8]);
    expect(first.summary.closing.receiptCode).toBe(first.items[0].receiptCode);
    await post(earnCommand(account, 'meanwhile', 1));
    const next = { ...period, limit: 10, cursor: first.nextCursor };
    const second = (await later.call(history.ownStatement, { query: next }).expect(200)).body;
    expect(second.summary).toBeNull();
    expect(second.items.map((line: { seq: number }) => line.seq)).toEqual([7, 6, 5, 4, 3]);
    expect(second.nextCursor).toBeNull();
    const earned = await later.call(history.ownStatement, { query: { ...period, show: 'earned' } }).expect(200);
    expect(earned.body.items.map((line: { seq: number }) => line.seq)).toEqual([9, 7, 5]);
    expect(earned.body.summary).toEqual(first.summary);
  });

  it('of a closed account is readable for staff, and says that it is closed', async () => {
    const leaving = await test.enterResident();
    await post(earnCommand(leaving.accountId, 'e', 10));
    await post(spendCommand(leaving.accountId, 's', 10));
    await post({ ...ledgerContext(leaving.accountId, 'close'), kind: 'close' });
    const closed = { $set: { status: 'closed' } };
    await test.context.db.collection('people').updateOne({ accountId: leaving.accountId }, closed);
    const day = test.clock.now();
    const asked = { params: { personId: leaving.personId }, query: { from: '2026-11-01', until: '2026-11-30' } };
    const staff = await test.signIn('grid_officer', 'jinxiu');
    const { body } = await staff.call(history.statement, asked).expect(200);
    expect(body.summary.closing).toMatchObject({ at: new Date(day).toISOString(), closed: true, balance: 0, seq: 3 });
    expect(body.items).toHaveLength(3);
  });

  it('with wrong dates: 422 with what to do', async () => {
    const ask = async (from: string, until: string) =>
      code(await (await officerNow()).call(history.statement, { ...params(), query: { from, until } }).expect(422));
    expect(await ask('2026-11-20', '2026-11-19')).toBe('period_invalid');
    expect(await ask('2027-11-20', '2027-11-21')).toBe('as_of_in_future');
    const query = { from: '2026-11-20', until: '2026-11-21', cursor: 'nonsense' };
    const broken = await (await officerNow()).call(history.statement, { ...params(), query }).expect(400);
    expect(code(broken)).toBe('cursor_invalid');
  });
});

describe('an account with ten thousand entries', () => {
  let busy: { personId: string; accountId: string };
  let begun: number;

  beforeAll(async () => {
    busy = await test.enterResident();
    begun = test.clock.now();
    for (let first = 0; first < MANY; first += 500) {
      test.clock.advance(60_000);
      const keys = Array.from({ length: Math.min(500, MANY - first) }, (_, index) => `m${first + index}`);
      await Promise.all(keys.map((key) => post(earnCommand(busy.accountId, key, 1))));
    }
  });

  it('is read as of any time by few reads of few entries, from the index of ids', async () => {
    const operations = await profiled(test.context.db, /ledger_entries$/, async () => {
      const staff = await officerNow();
      for (let minute = 0; minute < 21; minute += 1) {
        const at = new Date(begun + minute * 60_000 + 30_000).toISOString();
        if (begun + minute * 60_000 + 30_000 > test.clock.now()) break;
        const params = { personId: busy.personId };
        const { body } = await staff.call(history.asOf, { params, query: { at } }).expect(200);
        expect(body.seq).toBe(Math.min(MANY, minute * 500));
      }
    });
    expect(operations.length).toBeGreaterThan(40);
    for (const { planSummary, docsExamined, keysExamined } of operations) {
      expect(planSummary).toMatch(/^(IXSCAN \{ _id: 1 \}|IDHACK)/);
      expect(docsExamined).toBeLessThanOrEqual(15);
      expect(keysExamined).toBeLessThanOrEqual(32);
    }
  });

  it('has a statement of a part of its time, and none of more than can be added up in one answer', async () => {
    const staff = await officerNow();
    const params = { personId: busy.personId };
    const query = { from: '2026-11-01', until: '2026-11-30' };
    const refused = await staff.call(history.statement, { params, query }).expect(422);
    expect(refused.body).toMatchObject({ code: 'statement_too_long', detail: { entries: MANY, entriesMax: 10_000 } });
    const none = await staff.call(history.statement, { params, query: { from: '2026-11-01', until: '2026-11-02' } });
    expect(none.body).toMatchObject({ items: [], nextCursor: null, summary: { entries: 0, totals: [] } });
  });
});

const params = () => ({ params: { personId: resident.personId } });

/** Time went by since the last sign-in. */
const officerNow = (): Promise<SignedInUser> => test.signIn('grid_officer', 'jinxiu');

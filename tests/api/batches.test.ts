import { verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { batches, people, reports } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { batchBody, batchOf, confirmAndPost, fileBatch, itemsOf, manyPeople } from '../support/batches.ts';
import { budgetOf, expectBudgetsHold, setBudget, THIS_MONTH } from '../support/budgets.ts';
import { type Cast, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { refused } from '../support/refused.ts';

const DATE = '2026-11-20';

describe('batches', () => {
  let test: TestApp;
  let cast: Cast;
  let street: SignedInUser;

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    street = await test.signIn('street_admin', 'qihe');
    await publishRule(cast, 'ZY-01', hourlyTerms());
    await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3 }));
    await publishRule(cast, 'TJ-01', hourlyTerms({ unit: 'case', category: 'mediation' }));
    await publishRule(cast, 'ZY-05', hourlyTerms({ caps: { perDay: 3, perMonth: null, perYear: null } }));
  });
  afterAll(async () => {
    await expectBudgetsHold(test);
    await test.close();
  });

  const file = (user: SignedInUser, items: readonly unknown[], departures = {}) => {
    const body = batchBody(items, departures);
    return (headers: Record<string, string> = {}) => user.call(batches.file, { body, headers });
  };
  const act =
    (user: SignedInUser, endpoint: typeof batches.confirm | typeof batches.withdraw, batchId: string) =>
    (headers: Record<string, string> = {}) =>
      user.call(endpoint, { params: { batchId }, headers });
  const seqOf = async (accountId: string) => (await test.context.ledger.view(accountId)).seq;

  it('are filed with every item checked, confirmed by another person, and posted once each by the rule', async () => {
    const [one, two] = await manyPeople(test, 2);
    const { phone } = await test.enterResident({ name: '王建国' });
    const filed = await fileBatch(cast.officer, [
      { personId: one?.personId, date: DATE, minutes: 90 },
      { personId: two?.personId, date: DATE, minutes: 120 },
      { name: '王建国', phone, date: DATE, minutes: 60 },
    ]);
    expect(filed).toMatchObject({
      state: 'filed',
      kind: 'rule',
      ruleCode: 'ZY-01',
      counts: { items: 3, accepted: 3, problems: 0, people: 3, points: 9, minutes: 270, posted: 0 },
      mayConfirm: false,
      mayWithdraw: true,
    });
    expect(await seqOf(one?.accountId ?? '')).toBe(0);
    expect(await batchOf(cast.secretary, filed.batchId)).toMatchObject({ mayConfirm: true, mayWithdraw: false });
    const posted = await confirmAndPost(test, cast.secretary, filed.batchId);
    expect(posted).toMatchObject({ state: 'posted', counts: { posted: 3, refused: 0, granted: 9 } });
    const lines = await itemsOf(cast.officer, filed.batchId);
    expect(lines.map(({ item, outcome, granted }) => [item, outcome, granted])).toEqual([
      [1, 'posted', 3],
      [2, 'posted', 4],
      [3, 'posted', 2],
    ]);
    expect(lines[2]).toMatchObject({ maskedName: '王*', maskedPhone: '', code: null });
    const entry = await test.context.ledger.entry(one?.accountId ?? '', 1);
    expect(entry).toMatchObject({
      kind: 'earn',
      points: 3,
      minutes: 90,
      provenance: 'witnessed',
      rule: { code: 'ZY-01', version: 1 },
      source: { kind: 'batch_item', id: `${filed.batchId}:1` },
      key: `batch:${filed.batchId}:1`,
      actors: [
        { part: 'filer', id: cast.officer.userId },
        { part: 'approver', id: cast.secretary.userId },
        { part: 'beneficiary', id: one?.personId },
      ],
    });
    const params = { personId: one?.personId ?? '' };
    const statement = (await cast.secretary.call(people.statement, { params }).expect(200)).body;
    expect(statement.entries?.[0] ?? statement.items?.[0]).toMatchObject({ title: '楼道清扫名单' });
  });

  it('name what is wrong with each item, lose none, and post the others', async () => {
    const [one] = await manyPeople(test, 1);
    const [stranger] = await manyPeople(test, 1, 'hechi-g1');
    await test.enterResident({ name: '李同名' });
    await test.enterResident({ name: '李同名' });
    const good = { personId: one?.personId, date: DATE, minutes: 60 };
    const filed = await fileBatch(cast.officer, [
      good,
      good,
      { ...good, date: '2026-12-31' },
      { ...good, date: '2020-01-01' },
      { ...good, date: '2026-02-30' },
      { ...good, minutes: 0 },
      { ...good, minutes: 1.5 },
      { ...good, minutes: -30 },
      { ...good, points: 5 },
      { personId: stranger?.personId, date: DATE, minutes: 60 },
      { personId: 'nobody', date: DATE, minutes: 60 },
      { name: '李同名', date: DATE, minutes: 60 },
      { name: '查无此人', phone: '13800138000', date: DATE, minutes: 60 },
      { date: DATE, minutes: 60 },
      'what is this',
    ]);
    const lines = await itemsOf(cast.secretary, filed.batchId);
    expect(lines.map(({ code }) => code)).toEqual([
      null,
      'batch_item_repeated',
      'claim_in_future',
      'claim_too_old',
      'batch_item_malformed',
      'claim_minutes_missing',
      'batch_item_malformed',
      'batch_item_malformed',
      'batch_item_malformed',
      'person_other_community',
      'person_not_found',
      'batch_item_person_unclear',
      'batch_item_person_unclear',
      'batch_item_malformed',
      'batch_item_malformed',
    ]);
    expect(lines[1]?.detail).toEqual({ item: 1 });
    expect(lines[4]?.detail).toEqual({ field: 'date' });
    expect(lines[12]).toMatchObject({ maskedName: '查*', maskedPhone: '138****8000' });
    expect(filed).toMatchObject({ counts: { items: 15, accepted: 1, problems: 14 } });
    expect(filed.problems[0]).toEqual({ code: 'batch_item_malformed', count: 6 });
    const posted = await confirmAndPost(test, cast.secretary, filed.batchId);
    expect(posted).toMatchObject({ state: 'posted', counts: { posted: 1 } });
    expect(await itemsOf(cast.officer, filed.batchId, 'problem')).toHaveLength(14);
    expect(await itemsOf(cast.officer, filed.batchId, 'posted')).toHaveLength(1);
    const csv = (await cast.officer.call(batches.outcomes, { params: { batchId: filed.batchId } }).expect(200)).text;
    expect(csv.trim().split('\r\n')).toHaveLength(16);
    expect(csv).toContain('查*,138****8000,2026-11-20,60');
    expect(csv).not.toContain('查无此人');
  });

  it('say of each item what the ledger refused, by the codes of everywhere', async () => {
    const [one, two] = await manyPeople(test, 2);
    const at = (personId: string | undefined, minutes: number) => ({ personId, date: DATE, minutes });
    const departures = { ruleCode: 'ZY-05', title: '上限' };
    const first = await fileBatch(cast.officer, [at(one?.personId, 60), at(two?.personId, 90)], departures);
    await confirmAndPost(test, cast.secretary, first.batchId);
    // Two points of three are there; of the next three one is granted. A correction below zero finds too little.
    const second = await fileBatch(cast.officer, [at(one?.personId, 120)], departures);
    await confirmAndPost(test, cast.secretary, second.batchId);
    expect(await itemsOf(cast.officer, second.batchId)).toMatchObject([{ outcome: 'posted', points: 4, granted: 1 }]);
    const correction = await fileBatch(
      cast.deputy,
      [
        { personId: one?.personId, date: DATE, points: -50 },
        { personId: two?.personId, date: DATE, points: -1, minutes: -30 },
      ],
      { kind: 'correction', ruleCode: undefined },
    );
    const posted = await confirmAndPost(test, cast.secretary, correction.batchId);
    expect(posted.counts).toMatchObject({ posted: 1, refused: 1, granted: -1 });
    expect(await itemsOf(cast.officer, correction.batchId)).toMatchObject([
      { outcome: 'refused', code: 'ledger_insufficient_points', detail: { available: 3, asked: 50 } },
      { outcome: 'posted', granted: -1 },
    ]);
    expect((await test.context.ledger.view(two?.accountId ?? '')).state).toMatchObject({ balance: 2, minutes: 60 });
  });

  it('of a day whose counters were cut long since count late, up to what that day leaves', async () => {
    const [one] = await manyPeople(test, 1);
    const date = '2026-09-20';
    const items = [60, 90].map((minutes) => ({ personId: one?.personId, date, minutes }));
    const filed = await fileBatch(cast.officer, items, { ruleCode: 'ZY-05' });
    const posted = await confirmAndPost(test, cast.secretary, filed.batchId);
    expect(posted).toMatchObject({ state: 'posted', counts: { posted: 2, refused: 0, granted: 3, minutes: 150 } });
    const { state } = await test.context.ledger.view(one?.accountId ?? '');
    expect(state.balance).toBe(3);
  });

  it('are confirmed neither by who filed them nor by whom or whose household they benefit', async () => {
    const resident = await test.enterResident({ name: '赵秘书' });
    const own = await test.signIn('community_admin', 'jinxiu', { personId: resident.personId });
    const mine = await fileBatch(cast.officer, [{ personId: resident.personId, date: DATE, minutes: 60 }]);
    expect(await refused(act(own, batches.confirm, mine.batchId))).toBe('batch_benefits_you');
    const filed = await fileBatch(cast.secretary, [{ personId: resident.personId, date: DATE, minutes: 90 }]);
    expect(await refused(act(cast.secretary, batches.confirm, filed.batchId))).toBe('own_batch');
    const decline = (user: SignedInUser) => (headers: Record<string, string>) =>
      user.call(batches.decline, { params: { batchId: filed.batchId }, body: { reason: '名单有误' }, headers });
    expect(await refused(decline(cast.secretary))).toBe('own_batch');
    expect(await refused(act(cast.deputy, batches.withdraw, filed.batchId))).toBe('batch_not_yours');
    expect((await decline(cast.deputy)({}).expect(200)).body).toMatchObject({
      state: 'declined',
      declineReason: '名单有误',
    });
    expect(await refused(act(cast.deputy, batches.confirm, filed.batchId))).toBe('batch_not_filed');
    expect(await refused(act(cast.secretary, batches.withdraw, filed.batchId))).toBe('batch_not_filed');
    await act(cast.officer, batches.withdraw, mine.batchId)({}).expect(200);
    expect((await act(cast.officer, batches.withdraw, mine.batchId)({}).expect(200)).body.state).toBe('withdrawn');
    expect(await refused(act(cast.secretary, batches.confirm, mine.batchId))).toBe('batch_not_filed');
    expect(await seqOf(resident.accountId)).toBe(0);
  });

  it('are for their own community, and corrections for who may correct', async () => {
    const [one] = await manyPeople(test, 1);
    const items = [{ personId: one?.personId, date: DATE, minutes: 60 }];
    const neighbour = await test.signIn('community_admin', 'hechi');
    const officer = await test.signIn('grid_officer', 'hechi');
    const filed = await fileBatch(cast.officer, items);
    const params = { batchId: filed.batchId };
    expect(await refused(file(neighbour, items))).toBe('out_of_scope');
    expect(await refused(act(neighbour, batches.confirm, filed.batchId))).toBe('out_of_scope');
    expect(await refused((headers) => officer.call(batches.get, { params, headers }))).toBe('out_of_scope');
    expect(await refused((headers) => officer.call(batches.items, { params, headers }))).toBe('out_of_scope');
    expect(await refused((headers) => officer.call(batches.outcomes, { params, headers }))).toBe('out_of_scope');
    expect(await refused((headers) => officer.call(batches.list, { query: { unitId: 'jinxiu' }, headers }))).toBe(
      'out_of_scope',
    );
    expect(await refused(act(cast.officer, batches.confirm, filed.batchId))).toBe('forbidden');
    expect(await refused(file(cast.organiser, items))).toBe('forbidden');
    const correction = { kind: 'correction', ruleCode: undefined };
    expect(await refused(file(cast.officer, [{ personId: one?.personId, date: DATE, points: 5 }], correction))).toBe(
      'out_of_scope',
    );
    await (await test.signInResident()).call(batches.list).expect(403);
    const auditor = await test.signIn('auditor', 'wanglan');
    await auditor.call(batches.get, { params }).expect(200);
    expect(await refused(act(auditor, batches.confirm, filed.batchId))).toBe('forbidden');
    await act(street, batches.confirm, filed.batchId)({}).expect(202);
    await test.context.jobs.runNow('batches.post');
  });

  it('that are wrong as a whole are refused before anything is kept', async () => {
    const [one] = await manyPeople(test, 1);
    const item = { personId: one?.personId, date: DATE, minutes: 60 };
    expect(await refused(file(cast.officer, []))).toBe('batch_empty');
    expect(
      await refused(
        file(
          cast.officer,
          Array.from({ length: 10_001 }, () => item),
        ),
      ),
    ).toBe('batch_too_many_items');
    expect(await refused(file(cast.officer, [item], { title: '' }))).toBe('validation_failed');
    expect(await refused(file(cast.officer, [item], { unitId: 'nowhere' }))).toBe('unit_unknown');
    expect(await refused(file(cast.officer, [item], { ruleCode: undefined }))).toBe('batch_rule_missing');
    expect(await refused(file(cast.officer, [item], { ruleCode: 'ZZ-99' }))).toBe('rule_not_found');
    expect(await refused((headers) => cast.officer.call(batches.get, { params: { batchId: 'none' }, headers }))).toBe(
      'batch_not_found',
    );
    const raw = (body: string, type = 'application/json') =>
      test.http
        .post('/api/v1/batches')
        .set('Authorization', `Bearer ${cast.officer.token}`)
        .set('Idempotency-Key', 'raw-body-1')
        .set('Content-Type', type)
        .send(body);
    expect((await raw('{"items": [')).body.code).toBe('body_not_json');
    expect((await raw('a,b', 'text/csv')).body.code).toBe('media_type_unsupported');
    expect((await raw(`"${'x'.repeat(4 * 1024 * 1024)}"`)).body.code).toBe('body_too_large');
    expect((await raw('null')).body.code).toBe('validation_failed');
  });

  it('of a rule with publicity, for whole cases, or that has not begun, have no item that can be posted', async () => {
    const [one] = await manyPeople(test, 1);
    const item = { personId: one?.personId, date: DATE, minutes: 60 };
    const filed = await fileBatch(cast.officer, [item], { ruleCode: 'ZY-03' });
    expect(await itemsOf(cast.officer, filed.batchId)).toMatchObject([{ code: 'batch_needs_publicity' }]);
    expect(await refused(act(cast.secretary, batches.confirm, filed.batchId))).toBe('batch_nothing_to_post');
    const cases = await fileBatch(cast.officer, [item], { ruleCode: 'TJ-01' });
    expect(await itemsOf(cast.officer, cases.batchId)).toMatchObject([{ code: 'rule_by_case' }]);
    const early = await fileBatch(cast.officer, [{ ...item, date: '2025-12-01' }]);
    expect(await itemsOf(cast.officer, early.batchId)).toMatchObject([
      { code: 'rule_not_in_force', detail: { date: '2025-12-01' } },
    ]);
    const short = await fileBatch(cast.officer, [{ ...item, minutes: 10 }], { provenance: 'backfilled' });
    expect(short.counts).toMatchObject({ accepted: 1, points: 0, minutes: 10 });
    const nothing = { kind: 'correction', ruleCode: undefined };
    const zero = await fileBatch(cast.secretary, [{ ...item, minutes: 0 }], nothing);
    expect(await itemsOf(cast.officer, zero.batchId)).toMatchObject([{ code: 'ledger_nothing_to_post' }]);
  });

  it('sent again with the same key are the same batch; the key of another is refused', async () => {
    const [one] = await manyPeople(test, 1);
    const items = [{ personId: one?.personId, date: DATE, minutes: 60 }];
    const body = batchBody(items);
    const send = (key: string, sent: unknown = body) => cast.officer.call(batches.file, { body: sent, key });
    const [first, second] = await Promise.all([send('batch-key-1'), send('batch-key-1')]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.batchId).toBe(first.body.batchId);
    expect((await send('batch-key-1', batchBody(items, { title: '另一份' }))).body.code).toBe('idempotency_key_reused');
    const params = { batchId: first.body.batchId };
    const answers = await Promise.all(
      [1, 2, 3].map(() => cast.secretary.call(batches.confirm, { params, key: 'confirm-key-1' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    await test.context.jobs.runNow('batches.post');
    expect((await cast.secretary.call(batches.confirm, { params, key: 'confirm-key-1' })).body).toMatchObject({
      state: 'posted',
      counts: { posted: 1 },
    });
    expect(await seqOf(one?.accountId ?? '')).toBe(1);
    const other = await fileBatch(cast.officer, [{ ...items[0], minutes: 30 }]);
    const reused = { params: { batchId: other.batchId }, key: 'confirm-key-1' };
    expect((await cast.secretary.call(batches.confirm, reused)).body.code).toBe('idempotency_key_reused');
  });

  it('take their points from the budget, refused whole and kept where it is short', async () => {
    const [one, two] = await manyPeople(test, 2);
    const budget = await setBudget(cast.secretary, 1_000);
    const before = await budgetOf(cast.secretary, budget.budgetId);
    const limit = before.used + before.reserved + 10;
    await setBudget(cast.secretary, limit, { version: before.version });
    const items = [
      { personId: one?.personId, date: DATE, minutes: 180 },
      { personId: two?.personId, date: DATE, minutes: 180 },
    ];
    const filed = await fileBatch(cast.officer, items);
    const answer = await act(cast.secretary, batches.confirm, filed.batchId)();
    expect(answer.body).toMatchObject({ code: 'budget_short', detail: { needed: 12, left: 10 } });
    expect(await batchOf(cast.officer, filed.batchId)).toMatchObject({ state: 'filed', counts: { accepted: 2 } });
    await setBudget(cast.secretary, limit + 2, { version: before.version + 1 });
    await confirmAndPost(test, cast.secretary, filed.batchId);
    expect(await budgetOf(cast.secretary, budget.budgetId)).toMatchObject({ reserved: before.reserved, left: 0 });
    // Corrections count where all categories do, up and down.
    const correction = await fileBatch(cast.deputy, [{ personId: one?.personId, date: DATE, points: -4 }], {
      kind: 'correction',
      ruleCode: undefined,
    });
    await confirmAndPost(test, cast.secretary, correction.batchId);
    expect(await budgetOf(cast.secretary, `jinxiu:all:${THIS_MONTH}`)).toMatchObject({ left: 4 });
    await setBudget(cast.secretary, null, { version: before.version + 2 });
    await expectBudgetsHold(test);
  });

  it('wait on the home page of who may confirm them, and are listed newest first', async () => {
    const [one] = await manyPeople(test, 1);
    test.clock.advance(1_000);
    const filed = await fileBatch(cast.officer, [{ personId: one?.personId, date: DATE, minutes: 60 }]);
    const tasks = (await cast.secretary.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
    expect(tasks).toContainEqual(expect.objectContaining({ code: 'batches_waiting' }));
    const page = await cast.secretary.call(batches.list, { query: { unitId: 'qihe', limit: 1 } });
    expect(page.body.code).toBe('out_of_scope');
    const list = (await street.call(batches.list, { query: { unitId: 'qihe', limit: 1 } }).expect(200)).body;
    expect(list.items).toMatchObject([{ batchId: filed.batchId }]);
    const next = { unitId: 'qihe', limit: 1, cursor: list.nextCursor };
    const rest = (await street.call(batches.list, { query: next }).expect(200)).body;
    expect(rest.items[0].batchId).not.toBe(filed.batchId);
  });

  it('ledger and records agree both ways, and what was changed behind their back is named', async () => {
    const { db } = test.database;
    const bad = async () => (await verifyLedger({ db, checks: ledgerChecks({ db, account: null }) })).bad;
    expect(await bad()).toEqual([]);
    const [person] = await manyPeople(test, 1);
    const filed = await fileBatch(cast.officer, [{ personId: person?.personId, date: DATE, minutes: 60 }]);
    await confirmAndPost(test, cast.secretary, filed.batchId);
    const slices = db.collection<{ _id: string }>('batch_slices');
    const _id = `${filed.batchId}:000`;
    const about = { kind: 'batch_item', id: `${filed.batchId}:1` };
    const kept = await slices.findOne({ _id });
    for (const [change, code] of [
      [{ $set: { 'items.0.minutes': 61 } }, 'record_mismatch'],
      [{ $set: { 'outcomes.0.granted': 3 } }, 'record_mismatch'],
      [{ $set: { 'outcomes.0.seq': 2 } }, 'record_mismatch'],
      [{ $set: { items: [] } }, 'entry_without_record'],
      [{ $set: { 'outcomes.0.seq': null } }, 'entry_without_record'],
    ] as const) {
      await slices.updateOne({ _id }, change);
      expect(await bad()).toContainEqual({ account: person?.accountId, seq: 1, code, about });
      if (kept !== null) await slices.replaceOne({ _id }, kept);
    }
    const [other] = await manyPeople(test, 1);
    await slices.updateOne({ _id }, { $set: { 'items.0.accountId': other?.accountId } });
    expect(await bad()).toContainEqual({ account: other?.accountId, seq: 0, code: 'record_without_entry', about });
    if (kept !== null) await slices.replaceOne({ _id }, kept);
    expect(await bad()).toEqual([]);
  });
});

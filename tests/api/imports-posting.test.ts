import { createAccounts } from '@red-points/server/accounts/index';
import { createImports } from '@red-points/server/imports/index';
import { rowsXml, workbookFile } from '@red-points/server/imports/test-workbooks';
import { LEDGER_COLLECTION, type Ledger, verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { imports, isRefusal, rules } from '@red-points/shared/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { addMember, enterGroup } from '../support/households.ts';
import { untilPosted, upload } from '../support/ledger-file.ts';

const TITLES = ['姓名', '联系电话', '所属网格', '日期', '类别', '事项', '时长', '积分'];
type Entry = (string | number | null)[];

let test: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;

/** Each test has people of its own: phones begin with its number. */
let series = 0;

beforeAll(async () => {
  test = await startTestApp();
  officer = await test.signIn('grid_officer', 'jinxiu');
  secretary = await test.signIn('community_admin', 'jinxiu');
});
beforeEach(() => {
  series += 1;
});
afterAll(() => test.close());

const phoneOf = (person: number) => `139${String(series * 10_000 + person).padStart(8, '0')}`;

const ledgerOf = (entries: Entry[]) => workbookFile({ 台账: rowsXml([TITLES, ...entries]) });
const entries = (count: number): Entry[] =>
  Array.from({ length: count }, (_, index) => [
    `居民${index % 40}`,
    phoneOf(index % 40),
    `锦绣社区第${1 + (index % 2)}网格`,
    45300 + Math.floor(index / 40),
    '志愿',
    '清扫楼道',
    1,
    2,
  ]);

async function proposed(file: Buffer): Promise<string> {
  const { body } = await upload(officer, 'jinxiu', file).expect(201);
  await officer.call(imports.propose, { params: { importId: body.importId } }).expect(200);
  return body.importId;
}

async function whole(file: Buffer): Promise<string> {
  const importId = await proposed(file);
  await secretary.call(imports.confirm, { params: { importId } }).expect(202);
  await untilPosted(officer, importId);
  return importId;
}

async function expectExactlyOnce(importId: string, count: number): Promise<void> {
  const { db } = test.database;
  const rows = await db.collection('import_rows').find({ importId }).toArray();
  expect(rows.map(({ state }) => state)).toEqual(Array(count).fill('posted'));
  const own = { 'source.id': { $in: rows.map(({ _id }) => _id) } };
  expect(await db.collection(LEDGER_COLLECTION).countDocuments(own)).toBe(count);
  expect((await verifyLedger({ db, checks: ledgerChecks({ db, account: null }) })).bad).toEqual([]);
}

/** The noun again, as another process has it, over a ledger whose replies get lost now and then. */
function importsWithLedger(post: Ledger['post']) {
  const { people, users, ...context } = test.context;
  const withoutTitles = { ...people, sourceTitles: { register: () => undefined } };
  const jobs = { ...context.jobs, register: () => undefined };
  const platform = { ...context, jobs };
  const accounts = createAccounts({ ...context, people, users, ledger: { ...context.ledger, post } });
  const { lists } = context.checkIns;
  return createImports({ ...context, platform, lists, people: withoutTitles, users, accounts });
}

describe('posting', () => {
  it('that broke off in the middle goes on where it stopped, and posts nothing twice', async () => {
    const importId = await proposed(ledgerOf(entries(400)));
    const confirmer = { userId: secretary.userId, personIds: [] };
    let posts = 0;
    const breaking = importsWithLedger(async (command) => {
      const outcome = await test.context.ledger.post(command);
      posts += 1;
      // The entry stands, its reply is lost: as when the process ends between the two.
      if (posts === 300) throw new Error('the process ended');
      return outcome;
    });
    const confirmed = await breaking.confirm(importId, confirmer);
    expect(isRefusal(confirmed)).toBe(false);
    await expect(breaking.post(importId)).rejects.toThrow('the process ended');
    const halfway = await test.context.imports.get(importId);
    expect(halfway).toMatchObject({ state: 'posting', counts: { posted: 256 } });
    const finished = await test.context.imports.post(importId);
    expect(finished).toMatchObject({ state: 'posted', counts: { accepted: 400, posted: 400, points: 800 } });
    await expectExactlyOnce(importId, 400);
  });

  it('is taken up by the job of any process', async () => {
    const importId = await proposed(ledgerOf(entries(30)));
    await test.context.imports.confirm(importId, { userId: secretary.userId, personIds: [] });
    expect(await test.context.imports.get(importId)).toMatchObject({ state: 'posting' });
    await test.context.jobs.runNow('imports.post');
    expect(await test.context.imports.get(importId)).toMatchObject({ state: 'posted', counts: { posted: 30 } });
    await expectExactlyOnce(importId, 30);
  });

  it('by several processes at once posts each row once and enters each person once', async () => {
    const other = await startTestApp({ sharing: test });
    const importId = await proposed(ledgerOf(entries(300)));
    await test.context.imports.confirm(importId, { userId: secretary.userId, personIds: [] });
    await Promise.all([test, other, test].map(({ context }) => context.imports.post(importId)));
    await other.close();
    expect(await test.context.imports.get(importId)).toMatchObject({ state: 'posted', counts: { posted: 300 } });
    expect(await test.context.people.byPhone(phoneOf(7))).toHaveLength(1);
    await expectExactlyOnce(importId, 300);
  });

  it('of the same file previewed twice before either was confirmed counts the second as existing', async () => {
    const file = ledgerOf(entries(50));
    const [first, second] = [await proposed(file), await proposed(file)];
    for (const importId of [first, second]) {
      await secretary.call(imports.confirm, { params: { importId } }).expect(202);
      await untilPosted(officer, importId);
    }
    const { body } = await officer.call(imports.get, { params: { importId: second } });
    expect(body.counts).toMatchObject({ accepted: 0, existing: 50, posted: 0, points: 0 });
    await expectExactlyOnce(first, 50);
  });

  it('that cannot go on keeps no other waiting, and goes on once it can', async () => {
    const lines = test.database.db.collection('import_lines');
    const [broken, sound] = [await proposed(ledgerOf(entries(1))), await proposed(ledgerOf(entries(5).slice(1)))];
    await lines.updateOne({ importId: broken }, { $set: { minutes: null } });
    for (const importId of [broken, sound]) {
      await test.context.imports.confirm(importId, { userId: secretary.userId, personIds: [] });
    }
    const job = () => test.context.jobs.runNow('imports.post');
    await expect(job()).rejects.toThrow('an accepted line lacks a part');
    const states = () =>
      Promise.all([broken, sound].map(async (importId) => (await test.context.imports.get(importId))?.state));
    expect(await states()).toEqual(['posting', 'posted']);
    await lines.updateOne({ importId: broken }, { $set: { minutes: 60 } });
    await job();
    expect(await states()).toEqual(['posted', 'posted']);
    await expectExactlyOnce(broken, 1);
  });

  it('tells the progress', async () => {
    const importId = await proposed(ledgerOf(entries(300)));
    await test.context.imports.confirm(importId, { userId: secretary.userId, personIds: [] });
    const told: number[] = [];
    await test.context.imports.post(importId, ({ posted }) => told.push(posted));
    expect(told).toEqual([0, 256, 300]);
  });
});

describe('people of a ledger', () => {
  it('who are known keep their unit and get the points; a differing name is a warning', async () => {
    const known = await test.enterResident({ name: '陈秀英', phone: phoneOf(1), unitId: 'hechi-g1' });
    const row: Entry = ['陈秀瑛', phoneOf(1), '锦绣社区第1网格', '2024-01-05', '志愿', '清扫楼道', 1, 2];
    const importId = await whole(ledgerOf([row]));
    const { body } = await officer.call(imports.rows, { params: { importId } });
    expect(body.items[0].warnings).toMatchObject([{ field: 'name', code: 'known_name_differs' }]);
    expect((await test.context.ledger.view(known.accountId)).available).toBe(2);
    const [entry] = (await test.context.ledger.statement(known.accountId, { limit: 1 })).entries;
    expect(entry).toMatchObject({ issuerUnit: 'jinxiu', homeUnit: 'hechi-g1' });
  });

  it('who share a phone each get their own', async () => {
    const mother = await test.enterResident({ name: '陈秀英', phone: phoneOf(1) });
    const daughter = await test.context.people.enter({
      kind: 'person',
      name: '林小梅',
      phone: phoneOf(1),
      sharedPhone: true,
      unitId: 'jinxiu-g1',
      serveUnitId: null,
      birthDate: null,
      address: null,
      enteredBy: null,
      consentVersion: '1',
      verified: true,
    });
    if (isRefusal(daughter)) throw new Error(daughter.refused);
    const row = (name: string, day: string, points: number): Entry => [
      name,
      phoneOf(1),
      '第1网格',
      day,
      '调解',
      '邻里',
      1,
      points,
    ];
    await whole(ledgerOf([row('陈秀英', '2024-01-05', 3), row('林小梅', '2024-01-06', 4)]));
    expect((await test.context.ledger.view(mother.accountId)).available).toBe(3);
    expect((await test.context.ledger.view(daughter.accountId)).available).toBe(4);
  });

  it('whose phone several others share, none of that name, are told of and entered beside them', async () => {
    const others = ['陈秀英', '林小梅'];
    for (const [at, name] of others.entries()) {
      const entered = await test.context.people.enter({
        ...{ kind: 'person', name, phone: phoneOf(1), sharedPhone: at > 0, unitId: 'jinxiu-g1', serveUnitId: null },
        ...{ birthDate: null, address: null, enteredBy: null, consentVersion: '1', verified: true },
      });
      if (isRefusal(entered)) throw new Error(entered.refused);
    }
    const rows = [5, 6].map((day): Entry => {
      return ['林大海', phoneOf(1), '第1网格', `2024-01-0${day}`, '志愿', '清扫楼道', 1, 2];
    });
    const importId = await proposed(ledgerOf(rows));
    const { body } = await officer.call(imports.rows, { params: { importId } });
    expect(body.items[0].warnings).toMatchObject([{ field: 'phone', code: 'phone_of_several' }]);
    await secretary.call(imports.confirm, { params: { importId } }).expect(202);
    await untilPosted(officer, importId);
    const sharing = await test.context.people.byPhone(phoneOf(1));
    expect(sharing).toHaveLength(3);
    const views = await Promise.all(sharing.map(({ accountId }) => test.context.ledger.view(accountId)));
    expect(views.map(({ available }) => available).toSorted()).toEqual([0, 0, 4]);
    await expectExactlyOnce(importId, 2);
  });

  it('who would confirm points for themselves are refused', async () => {
    const { personId } = await test.enterResident({ name: '林书记', phone: phoneOf(1) });
    const himself = await test.signIn('community_admin', 'jinxiu', { personId });
    const row: Entry = ['林书记', phoneOf(1), '第1网格', '2024-01-05', '志愿', '清扫楼道', 1, 2];
    const importId = await proposed(ledgerOf([row]));
    const { body } = await himself.call(imports.confirm, { params: { importId } }).expect(403);
    expect(body.code).toBe('import_benefits_you');
  });

  it('who would confirm points for their household are refused, of today, of the day and of a phone not known before', async () => {
    const own = await test.enterResident({ name: '林书记', phone: phoneOf(1) });
    const himself = await test.signIn('community_admin', 'jinxiu', { personId: own.personId });
    const household = await enterGroup(secretary);
    await addMember(secretary, household, own.personId);
    const rowFor = (person: number, name = `家人${person}`): Entry => [
      ...[name, phoneOf(person), '第1网格', '2024-01-05', '志愿', '清扫楼道', 1, 2],
    ];
    const answerOf = async (importId: string) =>
      (await himself.call(imports.confirm, { params: { importId } })).body.code ?? 'confirmed';

    const wife = await test.enterResident({ name: '家人2', phone: phoneOf(2) });
    await addMember(secretary, household, wife.personId);
    expect(await answerOf(await proposed(ledgerOf([rowFor(9), rowFor(2)])))).toBe('import_benefits_you');

    // Whoever moved out since lived there on that day.
    const son = await test.enterResident({ name: '家人3', phone: phoneOf(3) });
    const membershipId = await addMember(secretary, household, son.personId);
    const then = { from: '2024-01-01', until: '2024-02-01', open: false };
    const spells = test.database.db.collection<{ _id: string }>('memberships');
    await spells.updateOne({ _id: membershipId }, { $set: then });
    const ofSpouse = { groupId: household.personId, personId: own.personId };
    await spells.updateOne(ofSpouse, { $set: { from: '2024-01-01' } });
    expect(await answerOf(await proposed(ledgerOf([rowFor(3)])))).toBe('import_benefits_you');

    // Nobody had this phone when the sheet was read; whose it is when it is posted is known by then.
    const late = await proposed(ledgerOf([rowFor(4)]));
    const daughter = await test.enterResident({ name: '家人4', phone: phoneOf(4) });
    await addMember(secretary, household, daughter.personId);
    expect(await answerOf(late)).toBe('import_benefits_you');
    expect(await answerOf(await proposed(ledgerOf([rowFor(8)])))).toBe('confirmed');
  });

  it('who uploaded or proposed it do not confirm it at another desk', async () => {
    const { personId } = await test.enterResident();
    const clerk = await test.signIn('grid_officer', 'jinxiu', { personId });
    const otherDesk = await test.signIn('community_admin', 'jinxiu', { personId });
    const { importId } = (await upload(clerk, 'jinxiu', ledgerOf(entries(2))).expect(201)).body;
    await clerk.call(imports.propose, { params: { importId } }).expect(200);
    expect((await otherDesk.call(imports.get, { params: { importId } }).expect(200)).body.mayConfirm).toBe(false);
    const { body } = await otherDesk.call(imports.confirm, { params: { importId } }).expect(403);
    expect(body.code).toBe('own_import');
  });
});

describe('a row that matches a rule', () => {
  it('names the version in force on its day, keeps its own points, and warns where they differ', async () => {
    const drafter = await test.signIn('district_admin', 'wanglan');
    const publisher = await test.signIn('district_admin', 'wanglan');
    const terms = { title: '清扫楼道', category: 'volunteering', unit: 'hour', points: 2, validFrom: '2024-01-01' };
    await drafter.call(rules.draft, { body: { code: 'ZY-03', unitId: 'wanglan', terms } }).expect(201);
    await publisher.call(rules.publish, { params: { code: 'ZY-03', version: '1' } }).expect(200);
    const row = (day: string, item: string, points: number): Entry => [
      '柯文',
      phoneOf(1),
      '第1网格',
      day,
      '志愿',
      item,
      1.5,
      points,
    ];
    const importId = await whole(
      ledgerOf([
        row('2024-03-01', '清扫楼道', 3),
        row('2024-03-02', ' 清扫楼道', 5),
        row('2024-03-03', '别的', 9),
        row('2023-12-31', '清扫楼道', 3),
      ]),
    );
    const { body } = await officer.call(imports.rows, { params: { importId } });
    const differs = {
      field: 'points',
      code: 'points_differ_from_rule',
      address: '',
      detail: { rule: 'ZY-03', expected: 3 },
    };
    expect(body.items.map(({ warnings }: { warnings: unknown[] }) => warnings)).toEqual([[], [differs], [], []]);
    const [person] = await test.context.people.byPhone(phoneOf(1));
    const statement = await test.context.ledger.statement(person?.accountId ?? '', { limit: 10 });
    const posted = statement.entries.map(({ points, rule }) => ({ points, rule }));
    const rule = { code: 'ZY-03', version: 1 };
    expect(posted).toEqual(
      expect.arrayContaining([
        { points: 3, rule },
        { points: 5, rule },
        { points: 9, rule: null },
        { points: 3, rule: null },
      ]),
    );
  });
});

describe('an import that is taken back', () => {
  it('can be read by nobody any more, is not listed, and cannot be confirmed', async () => {
    const importId = await proposed(ledgerOf(entries(3)));
    const params = { params: { importId } };
    const { body } = await officer.call(imports.withdraw, params).expect(200);
    expect(body.state).toBe('withdrawn');
    expect(await test.database.db.collection('import_lines').countDocuments({ importId })).toBe(0);
    const key = await test.database.db
      .collection<{ _id: string; wrapped: unknown }>('person_keys')
      .findOne({ _id: importId });
    expect(key?.wrapped).toBeNull();
    const { items } = (await officer.call(imports.list)).body;
    expect(items.map((one: { importId: string }) => one.importId)).not.toContain(importId);
    expect((await secretary.call(imports.confirm, params).expect(409)).body.code).toBe('import_not_proposed');
  });

  it('is refused once it was confirmed, as is a second proposal', async () => {
    const importId = await whole(ledgerOf(entries(1)));
    for (const endpoint of [imports.withdraw, imports.propose]) {
      const { body } = await officer.call(endpoint, { params: { importId } }).expect(409);
      expect(body.code).toBe('import_not_previewed');
    }
  });
});

describe('personal data of an import', () => {
  it('goes with the person once posted, and the rest with the import after ninety days', async () => {
    const bad: Entry = ['王小明', phoneOf(2), '第1网格', '去年冬天', '志愿', '清扫楼道', 1, 2];
    const importId = await whole(ledgerOf([...entries(1), bad]));
    const rowsOf = async () => (await secretary.call(imports.rows, { params: { importId } }).expect(200)).body.items;
    expect(await rowsOf()).toMatchObject([
      { maskedName: '居*' },
      { maskedName: '王*', maskedPhone: expect.stringMatching(/^139\*{4}0002$/) },
    ]);
    const [person] = await test.context.people.byPhone(phoneOf(0));
    await test.context.personalData.erase(person?.personId ?? '');
    expect(await rowsOf()).toMatchObject([{ maskedName: '' }, { maskedName: '王*' }]);
    test.clock.advance(91 * 86_400_000);
    await test.context.jobs.runNow('imports.post');
    test.clock.advance(-91 * 86_400_000);
    expect(await rowsOf()).toMatchObject([{ maskedName: '' }, { maskedName: '', errors: [{ code: 'date_invalid' }] }]);
  });
});

describe('an idempotency key', () => {
  it('that confirmed one import cannot confirm another', async () => {
    const [first, second] = [await proposed(ledgerOf(entries(1))), await proposed(ledgerOf(entries(2)))];
    await secretary.call(imports.confirm, { params: { importId: first }, key: 'one-key-for-two' }).expect(202);
    const { body } = await secretary
      .call(imports.confirm, { params: { importId: second }, key: 'one-key-for-two' })
      .expect(422);
    expect(body.code).toBe('idempotency_key_reused');
    await untilPosted(officer, first);
  });
});

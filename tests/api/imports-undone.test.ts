import { rowsXml, workbookParts } from '@red-points/server/imports/test-workbooks';
import { storedZip } from '@red-points/server/imports/zip-stored';
import { LEDGER_COLLECTION, verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { imports, isRefusal, people, rules } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { rowsOf, type SheetCells, sheetOf, takeIn, untilState, uploadSheet } from '../support/sheets.ts';

const TITLES = ['姓名', '联系电话', '所属网格', '日期', '类别', '事项', '时长', '积分'];
const RULE_TITLES = ['编号', '名称', '类别', '计分单位', '分值', '每日上限', '公示天数'];

let test: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;
let deputy: SignedInUser;
let street: SignedInUser;

beforeAll(async () => {
  test = await startTestApp();
  officer = await test.signIn('grid_officer', 'jinxiu');
  secretary = await test.signIn('community_admin', 'jinxiu');
  deputy = await test.signIn('community_admin', 'jinxiu');
  street = await test.signIn('street_admin', 'qihe');
});
afterAll(() => test.close());

const parties = () => ({ proposer: officer, confirmer: secretary });
const ledger = () => test.database.db.collection(LEDGER_COLLECTION);
const entry = (name: string, phone: number, points: number): SheetCells => [
  name,
  phone,
  '锦绣社区第1网格',
  '2026-10-01',
  '志愿',
  '清扫楼道',
  1,
  points,
];

async function undo(user: SignedInUser, importId: string): Promise<void> {
  await user.call(imports.undo, { params: { importId }, body: { reason: '整份台账导错了' } }).expect(202);
  await untilState(officer, importId, 'undone');
}

async function expectSound(): Promise<void> {
  const { db } = test.database;
  expect((await verifyLedger({ db, checks: ledgerChecks({ db, account: null }) })).bad).toEqual([]);
}

describe('a ledger that was posted', () => {
  const file = () => sheetOf([TITLES, entry('柯文', 13720000001, 3), entry('林秀珠', 13720000002, 5)]);

  it('is undone by reversals, each once, by who had no part in it, and may come again corrected', async () => {
    const importId = await takeIn(parties(), file(), { kind: 'ledger' });
    const [ke] = await test.context.people.byPhone('13720000001');
    expect((await test.context.ledger.view(ke?.accountId ?? '')).available).toBe(3);
    const { body } = await secretary
      .call(imports.undo, { params: { importId }, body: { reason: '导错了' } })
      .expect(403);
    expect(body.code).toBe('import_undo_own');
    await undo(deputy, importId);
    const undone = await officer.call(imports.get, { params: { importId } });
    expect(undone.body).toMatchObject({ counts: { posted: 2, undone: 2, notUndone: 0 }, mayUndo: false });
    expect((await test.context.ledger.view(ke?.accountId ?? '')).available).toBe(0);
    expect(await ledger().countDocuments({ kind: 'reverse' })).toBe(2);
    await expectSound();
    const again = await takeIn(parties(), file(), { kind: 'ledger' });
    expect(again).not.toBe(importId);
    expect((await test.context.ledger.view(ke?.accountId ?? '')).available).toBe(3);
    expect(await ledger().countDocuments({ kind: 'earn' })).toBe(4);
    await expectSound();
  });

  it('goes on where undoing broke off, by whatever process, and reverses nothing twice', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => entry(`居民${index}`, 13720001000 + index, 2));
    const importId = await takeIn(parties(), sheetOf([TITLES, ...rows]), { kind: 'ledger' });
    const request = { caller: deputy.userId, key: 'undo', fingerprint: 'undo' };
    const undoer = { userId: deputy.userId, personIds: [], reason: '导错了' };
    // Asked for by one request twice, which both are told of.
    for (const _time of [1, 2])
      expect(isRefusal(await test.context.imports.undo(importId, undoer, request))).toBe(false);
    const before = await ledger().countDocuments({ kind: 'reverse' });
    const other = await startTestApp({ sharing: test });
    await Promise.all([test, other, test].map(({ context }) => context.imports.continueUndo(importId)));
    await other.close();
    expect(await test.context.imports.get(importId)).toMatchObject({ state: 'undone', counts: { undone: 12 } });
    expect(await ledger().countDocuments({ kind: 'reverse' })).toBe(before + 12);
    await expectSound();
  });

  it('keeps a row that repeats another where somebody says why, as a second entry that stays one', async () => {
    const twice = sheetOf([TITLES, entry('洪三妹', 13720000009, 4), entry('洪三妹', 13720000009, 6)]);
    const { body } = await uploadSheet(officer, twice, { kind: 'ledger' }).expect(201);
    const params = { importId: body.importId };
    expect(body.counts).toMatchObject({ accepted: 1, rejected: 1, points: 4 });
    const kept = await officer
      .call(imports.keep, { params, body: { rows: [3], reason: '上午下午各一次' } })
      .expect(200);
    expect(kept.body.counts).toMatchObject({ accepted: 2, kept: 1, points: 10 });
    await officer.call(imports.propose, { params }).expect(200);
    await secretary.call(imports.confirm, { params }).expect(202);
    await untilState(officer, body.importId, 'posted');
    const [hong] = await test.context.people.byPhone('13720000009');
    expect((await test.context.ledger.view(hong?.accountId ?? '')).available).toBe(10);
    const again = await uploadSheet(officer, twice, { kind: 'ledger' }).expect(201);
    expect(again.body.counts).toMatchObject({ accepted: 0, existing: 2, rejected: 0 });
    await expectSound();
  });
});

describe('residents who were entered', () => {
  it('are closed by undoing where they have nothing else; who was verified or has earned stays', async () => {
    const row = (name: string, phone: number): SheetCells => [name, phone, '第1网格'];
    const file = sheetOf([
      ['姓名', '电话', '网格'],
      row('甲', 13730000001),
      row('乙', 13730000002),
      row('丙', 13730000003),
    ]);
    const importId = await takeIn(parties(), file, { kind: 'residents' });
    const [yi] = await test.context.people.byPhone('13730000002');
    await secretary.call(people.verify, { params: { personId: yi?.personId ?? '' } }).expect(200);
    await takeIn(parties(), sheetOf([TITLES, entry('丙', 13730000003, 2)]), { kind: 'ledger' });
    await undo(street, importId);
    const rows = await rowsOf(officer, importId, 'accepted');
    expect(rows.map(({ undo }) => undo)).toEqual(['undone', 'import_person_verified', 'import_person_in_use']);
    expect(await test.context.people.byPhone('13730000001')).toEqual([]);
    const again = await uploadSheet(officer, file, { kind: 'residents' }).expect(201);
    expect(again.body.counts).toMatchObject({ accepted: 1, existing: 2 });
    await expectSound();
  });
});

describe('a list of rules', () => {
  const listOf = (...rows: readonly SheetCells[]) => sheetOf([RULE_TITLES, ...rows], '积分标准');
  const clauses = { kind: 'rules' } as const;
  const both = () => ({ proposer: secretary, confirmer: deputy });

  it('becomes drafts once another confirms, which somebody else publishes; the same again changes nothing', async () => {
    const file = listOf(
      ['ZY-21', '楼道清洁', '志愿服务', '每小时', 2, 8, 3],
      ['TJ-21', '邻里纠纷调解', '矛盾调解', '件', 10, null, null],
      ['ZY-2', '', '无此类', '斤', 2.5, -1, 99],
    );
    const { body } = await uploadSheet(secretary, file, clauses).expect(201);
    expect(body.counts).toMatchObject({ accepted: 2, rejected: 1 });
    const [bad] = await rowsOf(secretary, body.importId, 'rejected');
    expect(bad?.errors.map(({ code, address }) => code + address)).toEqual([
      'code_invalidA4',
      'title_missingB4',
      'category_unknownC4',
      'unit_unknownD4',
      'number_invalidE4',
      'number_invalidF4',
      'number_invalidG4',
    ]);
    await takeIn(both(), file, clauses);
    const { body: versions } = await secretary.call(rules.versions, { params: { code: 'ZY-21' } }).expect(200);
    expect(versions.items).toMatchObject([
      { version: 1, state: 'draft', terms: { unit: 'hour', points: 2, caps: { perDay: 8 }, publicityDays: 3 } },
    ]);
    const own = await secretary.call(rules.publish, { params: { code: 'ZY-21', version: '1' } }).expect(403);
    expect(own.body.code).toBe('rule_publish_own_draft');
    await deputy.call(rules.publish, { params: { code: 'ZY-21', version: '1' } }).expect(200);
    expect((await uploadSheet(secretary, file, clauses).expect(201)).body.counts).toMatchObject({ existing: 2 });
  });

  it('changes a rule that exists only where somebody says why; undone, what nobody published is set aside', async () => {
    const file = listOf(
      ['ZY-21', '楼道清洁', '志愿服务', '每小时', 3, 8, 3],
      ['WH-21', '合唱队', '文化活动', '次', 2, null, null],
    );
    const { body } = await uploadSheet(secretary, file, clauses).expect(201);
    const params = { importId: body.importId };
    const [changed] = await rowsOf(secretary, body.importId);
    expect(changed).toMatchObject({ verdict: 'rejected', mayKeep: true, errors: [{ code: 'code_known' }] });
    await secretary.call(imports.keep, { params, body: { rows: [2], reason: '居民代表会议调整' } }).expect(200);
    await secretary.call(imports.propose, { params }).expect(200);
    await deputy.call(imports.confirm, { params }).expect(202);
    await untilState(secretary, body.importId, 'posted');
    await deputy.call(rules.publish, { params: { code: 'WH-21', version: '1' } }).expect(200);
    await undo(street, body.importId);
    const rows = await rowsOf(secretary, body.importId, 'accepted');
    expect(rows.map(({ undo }) => undo)).toEqual(['undone', 'import_rule_published']);
    const { body: versions } = await secretary.call(rules.versions, { params: { code: 'ZY-21' } }).expect(200);
    expect(versions.items.map(({ state }: { state: string }) => state)).toEqual(['retired', 'published']);
  });

  it('cannot be taken in by who may not manage rules', async () => {
    const refused = await uploadSheet(officer, listOf(['ZY-22', '巡逻', '志愿', '时', 2, null, null]), clauses);
    expect([refused.status, refused.body.code]).toEqual([403, 'out_of_scope']);
  });
});

describe('a sheet with traps', () => {
  it('with merged cells has the rows below the first refused, for nobody knows what they are to hold', async () => {
    const cells = rowsXml([
      TITLES,
      entry('柯一', 13740000001, 3),
      [...entry('柯二', 13740000002, 3).slice(0, 7), null],
      entry('柯三', 13740000003, 3),
    ]);
    const parts = workbookParts({ 台账: cells });
    const path = 'xl/worksheets/sheet1.xml';
    const xml = parts
      .get(path)
      ?.toString('utf8')
      .replace('</sheetData>', '</sheetData><mergeCells count="1"><mergeCell ref="H2:H3"/></mergeCells>');
    const file = storedZip(new Map([...parts, [path, Buffer.from(xml ?? '')]]));
    const { body } = await uploadSheet(officer, file, { kind: 'ledger' }).expect(201);
    expect(body.counts).toMatchObject({ accepted: 2, rejected: 1 });
    const [bad] = await rowsOf(officer, body.importId, 'rejected');
    expect(bad?.errors).toMatchObject([{ field: 'points', code: 'cell_merged', address: 'H3' }]);
  });

  it('with formulas is read by the values that it shows, and one without a value is empty', async () => {
    const value = '<c r="H2"><f>1+2</f><v>3</v></c>';
    const bare = '<c r="H3"><f>WEBSERVICE("http://example.org")</f></c>';
    const cells = rowsXml([TITLES, entry('柯四', 13740000004, 0), entry('柯五', 13740000005, 0)])
      .replace('<c r="H2"><v>0</v></c>', value)
      .replace('<c r="H3"><v>0</v></c>', bare);
    const file = storedZip(workbookParts({ 台账: cells }));
    const { body } = await uploadSheet(officer, file, { kind: 'ledger' }).expect(201);
    expect(body.counts).toMatchObject({ accepted: 1, rejected: 1, points: 3 });
    const [bad] = await rowsOf(officer, body.importId, 'rejected');
    expect(bad?.errors).toMatchObject([{ code: 'points_invalid', address: 'H3' }]);
  });
});

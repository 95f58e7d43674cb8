import { imports, people } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { badRowsOf, inspectSheets, rowsOf, type SheetCells, sheetOf, takeIn, uploadSheet } from '../support/sheets.ts';

const TITLES = ['序号', '姓名', '联系电话', '所属网格', '服务网格', '出生日期', '住址', '备注'];

let test: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;
let deputy: SignedInUser;

beforeAll(async () => {
  test = await startTestApp();
  officer = await test.signIn('grid_officer', 'jinxiu', { displayName: '周网格员' });
  secretary = await test.signIn('community_admin', 'jinxiu', { displayName: '林书记' });
  deputy = await test.signIn('community_admin', 'jinxiu', { displayName: '苏副书记' });
});
afterAll(() => test.close());

const residents = { kind: 'residents' } as const;
const listOf = (...rows: readonly SheetCells[]) => sheetOf([['锦绣社区参与人名册'], TITLES, ...rows]);
const person = (name: string, phone: string | number | null, ...rest: SheetCells): SheetCells => [
  null,
  name,
  phone,
  '锦绣社区第1网格',
  ...rest,
];
const count = () => test.database.db.collection('people').countDocuments();

describe('a list of residents', () => {
  it('is previewed without entering anybody, each bad row with its cell and reason', async () => {
    const file = listOf(
      [1, '柯文', 13700000001, '锦绣社区第1网格', null, '1956-03-08', '3号楼201室', null],
      [2, '林秀珠', null, '锦绣1网格', null, null, null, '无手机'],
      [3, '', '137', '月亮网格', '火星网格', '2031-01-01', '长'.repeat(101), null],
      [4, '=1+1', 13700000002, '第1网格', null, null, null, null],
      [5, '柯文', '137 0000 0001', '第1网格', null, null, null, null],
      [6, '陈外人', 13700000003, '荷池社区第1网格', '荷池社区第1网格', null, null, null],
      ['合计', '5人'],
    );
    const { body } = await uploadSheet(officer, file, residents).expect(201);
    expect(body).toMatchObject({
      kind: 'residents',
      state: 'previewed',
      counts: { rows: 6, accepted: 2, rejected: 4, existing: 0, residents: 2, newResidents: 2, points: 0 },
      lastDay: null,
    });
    const bad = await rowsOf(officer, body.importId, 'rejected');
    const reasons = bad.map(({ row, errors }) => [row, errors.map(({ code, address }) => `${code} ${address}`)]);
    expect(reasons).toEqual([
      [
        5,
        [
          'name_missing B5',
          'phone_invalid C5',
          'grid_unknown D5',
          'serve_grid_unknown E5',
          'birth_date_invalid F5',
          'address_too_long G5',
        ],
      ],
      [6, ['name_invalid B6']],
      [7, ['person_duplicate ']],
      [8, ['grid_unknown D8']],
    ]);
    expect(await count()).toBe(0);
    const stored = JSON.stringify(await test.database.db.collection('import_lines').find().toArray());
    for (const secret of ['柯文', '13700000001', '3号楼201室']) expect(stored).not.toContain(secret);
    const shown = JSON.stringify(await rowsOf(officer, body.importId));
    for (const secret of ['柯文', '13700000001', '201', '1956']) expect(shown).not.toContain(secret);
  });

  it('gives bad rows back as they stand, to be corrected and uploaded as they are; no card numbers, no formulas', async () => {
    const titles = [...TITLES, '身份证号'];
    const row = [1, '=HYPERLINK("http://x")', 13700000009, '第1网格', null, null, null, null, '350500195603080023'];
    const { body } = await uploadSheet(officer, sheetOf([titles, row]), residents).expect(201);
    const [head, bad] = await badRowsOf(officer, body.importId);
    expect(head).toEqual([...titles, '原表行号', '需更正的单元格', '原因']);
    expect(bad?.slice(0, 4)).toEqual([1, '\'=HYPERLINK("http://x")', 13700000009, '第1网格']);
    expect(bad?.slice(8)).toEqual(['（证件号不保存）', 2, 'B2', '姓名：不像姓名']);
    const corrected = sheetOf([head as SheetCells, [1, '洪三妹', 13700000009, '第1网格', null, null, null, null]]);
    expect((await uploadSheet(officer, corrected, residents).expect(201)).body.counts).toMatchObject({ accepted: 1 });
  });

  it('is entered once somebody else confirms, each person once, however often it is done', async () => {
    const file = listOf(
      person('柯文', 13700000001, '荷池社区', '1956-03-08', '3号楼201室'),
      person('林秀珠', null),
      person('洪三妹', 13700000004, null, '20100512'),
    );
    const { body } = await uploadSheet(officer, file, residents).expect(201);
    const params = { importId: body.importId };
    expect((await deputy.call(imports.confirm, { params }).expect(409)).body.code).toBe('import_not_proposed');
    await secretary.call(imports.propose, { params }).expect(200);
    expect((await secretary.call(imports.confirm, { params }).expect(403)).body.code).toBe('own_import');
    expect((await officer.call(imports.confirm, { params }).expect(403)).body.code).toBe('forbidden');
    await test.context.imports.confirm(body.importId, { userId: deputy.userId, personIds: [] });
    const both = await startTestApp({ sharing: test });
    await Promise.all([test, both].map(({ context }) => context.imports.post(body.importId)));
    await both.close();
    expect(await test.context.imports.get(body.importId)).toMatchObject({
      state: 'posted',
      counts: { accepted: 3, posted: 3 },
    });
    expect(await count()).toBe(3);
    const [ke] = await test.context.people.byPhone('13700000001');
    expect(ke).toMatchObject({ unitId: 'jinxiu-g1', serveUnitId: 'hechi', status: 'unverified' });
    const detail = await secretary.call(people.unmask, {
      params: { personId: ke?.personId ?? '' },
      body: { reason: '核对名册' },
    });
    expect(detail.body).toMatchObject({ name: '柯文', birthDate: '1956-03-08', address: '3号楼201室' });
  });

  it('that comes again enters nobody: everybody is there already', async () => {
    const file = listOf(person('柯文', 13700000001), person('林秀珠', null), person('新来的', 13700000005));
    const { body } = await uploadSheet(officer, file, residents).expect(201);
    expect(body.counts).toMatchObject({ accepted: 1, existing: 2 });
    await takeIn({ proposer: officer, confirmer: deputy }, file, residents);
    expect(await count()).toBe(4);
    expect((await uploadSheet(officer, file, residents).expect(201)).body.counts).toMatchObject({ existing: 3 });
  });

  it('of a community cannot be taken in by another, nor by who may not', async () => {
    const file = listOf(person('甲', 13700000006));
    const elsewhere = await uploadSheet(officer, file, { ...residents, unitId: 'hechi' }).expect(403);
    expect(elsewhere.body.code).toBe('out_of_scope');
    const organiser = await test.signIn('organiser', 'jinxiu');
    expect((await uploadSheet(organiser, file, residents).expect(403)).body.code).toBe('forbidden');
  });
});

describe('doubts about who somebody is', () => {
  const file = () =>
    listOf(
      person('郑大', 13700000010),
      person('郑小', 13700000010),
      person('别人', 13700000001),
      person('林秀珠', 13700000011),
    );

  it('keep a row out until somebody keeps it and says why; the confirming person sees who and why', async () => {
    const { body } = await uploadSheet(officer, file(), residents).expect(201);
    const params = { importId: body.importId };
    expect(body.counts).toMatchObject({ accepted: 1, rejected: 3, kept: 0 });
    const doubtful = await rowsOf(officer, body.importId, 'rejected');
    expect(doubtful.map(({ row, errors, mayKeep }) => [row, errors[0]?.code, mayKeep])).toEqual([
      [4, 'phone_shared', true],
      [5, 'phone_known', true],
      [6, 'name_known', true],
    ]);
    const kept = await officer
      .call(imports.keep, { params, body: { rows: [4, 6], reason: '父子共用手机；同名不同人' } })
      .expect(200);
    expect(kept.body.counts).toMatchObject({ accepted: 3, rejected: 1, kept: 2 });
    const [row] = await rowsOf(deputy, body.importId, 'kept');
    expect(row).toMatchObject({
      row: 4,
      verdict: 'accepted',
      kept: { byName: '周网格员', reason: '父子共用手机；同名不同人' },
    });
    await officer.call(imports.keep, { params, body: { rows: [6], reason: null } }).expect(200);
    await officer.call(imports.propose, { params }).expect(200);
    const late = await officer.call(imports.keep, { params, body: { rows: [5], reason: '也留' } }).expect(409);
    expect(late.body.code).toBe('import_not_previewed');
    const before = await count();
    await deputy.call(imports.confirm, { params }).expect(202);
    await test.context.imports.post(body.importId);
    expect(await count()).toBe(before + 2);
    expect(await test.context.people.byPhone('13700000010')).toHaveLength(2);
    const stored = JSON.stringify(await test.database.db.collection('import_lines').find().toArray());
    expect(stored).not.toContain('父子共用手机');
    const again = await uploadSheet(officer, file(), residents).expect(201);
    expect(again.body.counts).toMatchObject({ existing: 2, rejected: 2 });
  });

  it('are the only thing that can be kept', async () => {
    const { body } = await uploadSheet(officer, listOf(person('', 13700000012)), residents).expect(201);
    const params = { importId: body.importId };
    for (const rows of [[3], [99]]) {
      const refused = await officer.call(imports.keep, { params, body: { rows, reason: '留下' } }).expect(409);
      expect(refused.body.code).toBe('import_rows_not_doubtful');
    }
  });
});

describe('the columns of a sheet', () => {
  const odd = () =>
    sheetOf([
      ['住户花名册（2026）'],
      ['户主', '电话一', '片区', '姓名牌'],
      ['吴一', 13700000021, '第1网格', '甲'],
      ['吴二', 13700000022, '第1网格', '乙'],
    ]);
  const mapping = { sheet: '名册', headerRow: 2, columns: { name: 0, phone: 1, grid: 2 } };

  it('are looked at before: what they seem to be, what is missing, and a few rows; nothing is kept', async () => {
    const { body } = await inspectSheets(officer, odd(), residents).expect(200);
    expect(body.columns[0]).toEqual({ column: 'name', needed: true });
    expect(body.remembered).toBe(false);
    expect(body.sheets).toHaveLength(1);
    expect(body.sheets[0]).toMatchObject({ name: '名册', rows: 4, missing: ['name', 'grid'] });
    expect(body.sheets[0].head[1]).toEqual({ row: 2, cells: ['户主', '电话一', '片区', '姓名牌'] });
    expect((await uploadSheet(officer, odd(), residents).expect(422)).body.code).toBe('import_header_missing');
  });

  it('are what somebody says, and are known by their titles the next time in this unit alone', async () => {
    const { body } = await uploadSheet(officer, odd(), { ...residents, mapping }).expect(201);
    expect(body.counts).toMatchObject({ accepted: 2 });
    expect(body.mapping).toEqual([
      { column: 'name', title: '户主', letters: 'A' },
      { column: 'phone', title: '电话一', letters: 'B' },
      { column: 'grid', title: '片区', letters: 'C' },
    ]);
    const moved = sheetOf([
      ['片区', '户主', '电话一'],
      ['第1网格', '吴三', 13700000023],
    ]);
    const guessed = await inspectSheets(officer, moved, residents).expect(200);
    expect(guessed.body).toMatchObject({ remembered: true });
    expect(guessed.body.sheets[0].guess).toEqual({ headerRow: 1, columns: { grid: 0, name: 1, phone: 2 } });
    expect((await uploadSheet(officer, moved, residents).expect(201)).body.counts).toMatchObject({ accepted: 1 });
    const neighbour = await test.signIn('community_admin', 'hechi');
    const elsewhere = await uploadSheet(neighbour, moved, { ...residents, unitId: 'hechi' }).expect(422);
    expect(elsewhere.body.code).toBe('import_header_missing');
  });

  it.each([
    ['import_mapping_invalid', { ...mapping, columns: { name: 0, phone: 0, grid: 2 } }],
    ['import_mapping_invalid', { ...mapping, columns: { name: 0, grid: 2, points: 3 } }],
    ['import_header_missing', { ...mapping, columns: { name: 0 } }],
    ['import_mapping_misfit', { ...mapping, sheet: '别的' }],
    ['import_mapping_misfit', { ...mapping, headerRow: 900 }],
  ])('are refused as %s where they cannot be so', async (code, wrong) => {
    const { body } = await uploadSheet(officer, odd(), { ...residents, mapping: wrong as typeof mapping }).expect(422);
    expect(body.code).toBe(code);
  });

  it('stand in a text file too, in the code that spreadsheet programs in China write', async () => {
    // 姓名,电话,网格 / 钱一,13700000031,第1网格 in GB 18030.
    const gb = Buffer.from('d0d5c3fb2cb5e7bbb02ccdf8b8f10ac7aed2bb2c31333730303030303033312cb5da31cdf8b8f10a', 'hex');
    const csv = { ...residents, fileName: '名册.csv' };
    expect((await uploadSheet(officer, gb, csv).expect(201)).body.counts).toMatchObject({ accepted: 1 });
    const quoted = Buffer.from('\ufeff姓名;电话;网格;备注\n"钱;二";13700000032;第1网格;"两\n行"\n');
    const { body } = await uploadSheet(officer, quoted, csv).expect(201);
    expect(body.counts).toMatchObject({ rows: 1, accepted: 1 });
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]);
    expect((await uploadSheet(officer, picture, csv).expect(422)).body.code).toBe('import_file_not_workbook');
  });
});

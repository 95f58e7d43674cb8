import { expireDueLots, LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import { type ImportRow, imports } from '@red-points/shared/contracts';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { addSampleUnits, EXPECTED, SAMPLE, sampleWith, untilPosted, upload } from '../support/ledger-file.ts';

let test: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;
let deputy: SignedInUser;

beforeAll(async () => {
  test = await startTestApp();
  await addSampleUnits(test);
  officer = await test.signIn('grid_officer', 'jinxiu', { displayName: '周网格员' });
  secretary = await test.signIn('community_admin', 'jinxiu', { displayName: '林书记' });
  deputy = await test.signIn('community_admin', 'jinxiu', { displayName: '苏副书记' });
});
afterAll(() => test.close());

const ledger = () => test.database.db.collection(LEDGER_COLLECTION);
const counts = {
  accepted: EXPECTED.rows_accepted,
  existing: 0,
  rejected: EXPECTED.rows_rejected,
  residents: EXPECTED.residents,
  points: EXPECTED.points,
  minutes: EXPECTED.hours * 60,
};

async function allRows(importId: string, show: string): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  let cursor: string | undefined;
  do {
    const query = { show, limit: 200, cursor };
    const { body } = await officer.call(imports.rows, { params: { importId }, query }).expect(200);
    rows.push(...body.items);
    cursor = body.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

describe('the ledger of 2024, uploaded, proposed, confirmed by another and posted', () => {
  let importId: string;
  const params = () => ({ params: { importId } });

  it('is previewed with the expected figures, and nothing is posted', async () => {
    const { body } = await upload(officer, 'jinxiu', SAMPLE).expect(201);
    importId = body.importId;
    expect(body).toMatchObject({
      state: 'previewed',
      fileName: '台账 2024.xlsx',
      sheetName: '积分台账',
      unitId: 'jinxiu',
      unitName: '锦绣社区',
      proposedByName: '周网格员',
      mayConfirm: false,
      lastDay: '2027-12-31',
      counts: { ...counts, rows: 600, newResidents: EXPECTED.residents, posted: 0 },
    });
    expect(body.problems[0]).toEqual({ code: 'row_duplicate', count: 21 });
    expect(await ledger().countDocuments()).toBe(0);
  });

  it('shows every bad row with its cell and reason, and no name or phone in clear', async () => {
    const rows = await allRows(importId, 'rejected');
    const reasons = rows.flatMap(({ row, errors }) => errors.map(({ field, code }) => ({ row, field, code })));
    expect(reasons).toEqual(EXPECTED.rejected.map(({ row, field, code }) => ({ row, field, code })));
    expect(rows.find(({ row }) => row === 30)).toMatchObject({
      maskedName: '郑*',
      maskedPhone: '180****0754',
      errors: [{ field: 'date', code: 'date_invalid', cell: '去年冬天', address: 'E30' }],
    });
    const everything = JSON.stringify(await allRows(importId, 'all'));
    for (const { phone } of EXPECTED.accepted) expect(everything).not.toContain(phone);
    expect(everything).not.toContain('苏秀德');
  });

  it('keeps names and phones sealed in the database', async () => {
    const stored = JSON.stringify(await test.database.db.collection('import_lines').find().toArray());
    for (const secret of ['苏秀德', '13008779616', '物业矛盾协调']) expect(stored).not.toContain(secret);
  });

  it('hands its bad rows out as a workbook with the reasons', async () => {
    const answer = await officer
      .call(imports.badRows, params())
      .buffer(true)
      .parse(binary as never)
      .expect(200);
    expect(answer.headers['content-disposition']).toContain('bad-rows.xlsx');
    const [sheet] = await readXlsxFile(answer.body as Buffer);
    expect(sheet?.data).toHaveLength(EXPECTED.rows_rejected + 1);
    const [titles, , row] = sheet?.data ?? [];
    expect(titles?.slice(-3)).toEqual(['原表行号', '需更正的单元格', '原因']);
    expect(titles?.slice(0, 9)).toEqual(expect.arrayContaining(['姓名', '积分']));
    expect(row?.slice(-3)).toEqual([30, 'E30', '日期：不是有效日期']);
    // Who uploaded it gets their rows as they wrote them; what would be taken for a formula cannot become one.
    expect(row).toEqual(expect.arrayContaining([18000610754, '去年冬天', "'+2"]));
  });

  it('hands them out to anybody else without names and phones in full', async () => {
    const answer = await secretary
      .call(imports.badRows, params())
      .buffer(true)
      .parse(binary as never)
      .expect(200);
    const [sheet] = await readXlsxFile(answer.body as Buffer);
    expect(sheet?.data[2]).toEqual(expect.arrayContaining(['郑*', '180****0754', '去年冬天', "'+2"]));
    expect(JSON.stringify(sheet?.data)).not.toContain('18000610754');
    const acts = await test.context.audit.of({ kind: 'import', id: importId }, 'imports.bad_rows_in_full');
    expect(acts).toHaveLength(1);
  });

  it('cannot be confirmed before it is proposed, nor by who uploaded or proposed it', async () => {
    const early = await secretary.call(imports.confirm, params()).expect(409);
    expect(early.body.code).toBe('import_not_proposed');
    await secretary.call(imports.propose, params()).expect(200);
    const { body } = await secretary.call(imports.confirm, params()).expect(403);
    expect(body).toMatchObject({ code: 'own_import', title: expect.stringContaining('另一个人') });
    expect((await secretary.call(imports.get, params())).body.mayConfirm).toBe(false);
    expect((await deputy.call(imports.get, params())).body.mayConfirm).toBe(true);
  });

  it('cannot be confirmed without an idempotency key, nor by a grid officer, nor from another community', async () => {
    const neighbour = await test.signIn('community_admin', 'hechi');
    expect((await neighbour.call(imports.confirm, params()).expect(403)).body.code).toBe('out_of_scope');
    expect((await officer.call(imports.confirm, params()).expect(403)).body.code).toBe('forbidden');
    const bare = await deputy.call({ ...imports.confirm, idempotent: false }, params()).expect(400);
    expect(bare.body.code).toBe('idempotency_key_missing');
    expect(await ledger().countDocuments()).toBe(0);
  });

  it('is posted once it is confirmed, however often the confirmation is repeated', async () => {
    const confirm = () => deputy.call(imports.confirm, { ...params(), key: 'confirm-the-ledger' });
    const answers = await Promise.all([confirm(), confirm(), confirm()]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    await untilPosted(officer, importId);
    const again = await confirm().expect(202);
    expect(again.body).toMatchObject({
      state: 'posted',
      confirmedByName: '苏副书记',
      counts: { ...counts, posted: EXPECTED.rows_accepted },
    });
    expect(await ledger().countDocuments()).toBe(EXPECTED.rows_accepted);
  });

  it('gives every person their points and minutes, and no personal data to the ledger', async () => {
    const entries = await ledger().find().toArray();
    const sum = (field: string) => entries.reduce((total, entry) => total + entry[field], 0);
    expect(sum('points')).toBe(EXPECTED.points);
    expect(sum('minutes')).toBe(EXPECTED.hours * 60);
    expect(new Set(entries.map(({ account }) => account)).size).toBe(EXPECTED.residents);
    const one = entries.find(({ source }) => source.kind === 'import_row');
    expect(one).toMatchObject({
      kind: 'earn',
      provenance: 'imported',
      rule: null,
      issuerUnit: 'jinxiu',
      counterparty: { kind: 'issuance', id: 'jinxiu' },
      key: `import:${one?.source.id}`,
    });
    const text = JSON.stringify(entries);
    for (const { phone, name } of EXPECTED.accepted) {
      expect(text).not.toContain(phone);
      expect(text).not.toContain(`"${name}"`);
    }
  });

  it('leaves each person in the grid of their own, with their own balance', async () => {
    const phone = '13008779616';
    const rows = EXPECTED.accepted.filter((row) => row.phone === phone);
    const [person] = await test.context.people.byPhone(phone);
    expect(person).toMatchObject({ unitId: 'jinxiu-g2', status: 'unverified' });
    const view = await test.context.ledger.view(person?.accountId ?? '');
    expect(view.available).toBe(rows.reduce((points, row) => points + row.points, 0));
    const [fromElsewhere] = await test.context.people.byPhone('13009722177');
    expect(fromElsewhere?.unitId).toBe('wangjiang-g4');
  });

  it('is called by its items on a statement', async () => {
    const [person] = await test.context.people.byPhone('15006685036');
    const { entries } = await test.context.ledger.statement(person?.accountId ?? '', { limit: 200 });
    const lines = await test.context.people.lines(entries, 'resident');
    const items = EXPECTED.accepted.filter(({ phone }) => phone === '15006685036').map(({ item }) => item);
    expect(lines.map(({ title }) => title).toSorted()).toEqual(items.toSorted());
    expect(lines[0]?.place).toBe('锦绣社区');
  });

  it('is recorded in the log of acts', async () => {
    const acts = await test.context.audit.of({ kind: 'import', id: importId }, 'imports.confirm');
    expect(acts[0]?.actorId).toBe(deputy.userId);
  });

  it('keeps its points through an expiry run now, and loses them after the end of next year', async () => {
    const { db } = test.database;
    const run = () => expireDueLots({ db, ledger: test.context.ledger, clock: test.clock });
    expect(await run()).toEqual({ accounts: 0, points: 0 });
    const now = test.clock.now();
    test.clock.set(Date.parse('2027-12-31T15:59:59Z'));
    expect(await run()).toEqual({ accounts: 0, points: 0 });
    test.clock.set(now);
    const entries = await ledger()
      .find({}, { projection: { state: 1 } })
      .toArray();
    const last = new Set(
      entries.flatMap(({ state }) => state.lots.map((lot: { expiresAtMs: number }) => lot.expiresAtMs)),
    );
    expect([...last]).toEqual([Date.parse('2028-01-01T00:00:00+08:00')]);
  });

  it('accepts nothing the second time, and refuses to propose that', async () => {
    test.clock.advance(60_000);
    const { body } = await upload(officer, 'jinxiu', SAMPLE).expect(201);
    expect(body.counts).toMatchObject({
      accepted: 0,
      existing: EXPECTED.rows_accepted,
      rejected: EXPECTED.rows_rejected,
      residents: 0,
      points: 0,
      warnings: 0,
    });
    const refused = await officer.call(imports.propose, { params: { importId: body.importId } }).expect(409);
    expect(refused.body.code).toBe('import_nothing_to_post');
  });

  it('adds one row for one corrected cell', async () => {
    const { body } = await upload(officer, 'jinxiu', await sampleWith({ E30: '2024-01-17' })).expect(201);
    expect(body.counts).toMatchObject({ accepted: 1, existing: EXPECTED.rows_accepted, rejected: 77, newResidents: 0 });
    const corrected = { params: { importId: body.importId } };
    await officer.call(imports.propose, corrected).expect(200);
    await deputy.call(imports.confirm, corrected).expect(202);
    await untilPosted(officer, body.importId);
    expect(await ledger().countDocuments()).toBe(EXPECTED.rows_accepted + 1);
    const [row] = await allRows(body.importId, 'accepted');
    expect(row).toMatchObject({ row: 30, posted: true, points: '2', date: '2024-01-17', unitName: '望江社区第4网格' });
  });

  it('reports a row that differs from what was posted, and does not post it again', async () => {
    const { body } = await upload(officer, 'jinxiu', await sampleWith({ I4: 12, H5: '2h' })).expect(201);
    expect(body.counts).toMatchObject({ accepted: 0, existing: EXPECTED.rows_accepted, warnings: 2 });
    const rows = await allRows(body.importId, 'warnings');
    expect(rows.map(({ row, verdict, warnings }) => ({ row, verdict, warnings }))).toEqual([
      {
        row: 4,
        verdict: 'existing',
        warnings: [{ field: 'points', code: 'existing_differs', address: '', detail: { points: 15, hours: 3 } }],
      },
      {
        row: 5,
        verdict: 'existing',
        warnings: [{ field: 'hours', code: 'existing_differs', address: '', detail: { points: 8, hours: 1.5 } }],
      },
    ]);
  });

  it('is another ledger where another community imports it', async () => {
    const street = await test.signIn('community_admin', 'hechi');
    const { body } = await upload(street, 'hechi', SAMPLE).expect(201);
    expect(body.counts).toMatchObject({ accepted: EXPECTED.rows_accepted, existing: 0, newResidents: 0 });
  });

  it('is listed for those who may see the community, page by page', async () => {
    const first = await officer.call(imports.list, { query: { limit: 2 } }).expect(200);
    expect(first.body.items).toHaveLength(2);
    const second = await officer.call(imports.list, { query: { limit: 2, cursor: first.body.nextCursor } }).expect(200);
    const listed = [...first.body.items, ...second.body.items].map((one) => one.importId);
    expect(new Set(listed).size).toBe(4);
    expect(listed.at(-1)).toBe(importId);
    const elsewhere = await officer.call(imports.list, { query: { unitId: 'hechi' } }).expect(403);
    expect(elsewhere.body.code).toBe('out_of_scope');
  });
});

/** Collects an answer that is no text. */
function binary(res: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  res.on('data', (chunk: Buffer) => chunks.push(chunk));
  res.on('end', () => done(null, Buffer.concat(chunks)));
}

import { WORKBOOK_LIMITS } from '@red-points/server/imports/limits';
import { deflatedZip, rowsXml, workbookFile, workbookParts } from '@red-points/server/imports/test-workbooks';
import { imports } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { SAMPLE, upload } from '../support/ledger-file.ts';

const TITLES = ['姓名', '联系电话', '所属网格', '日期', '类别', '事项', '时长', '积分'];
const ENTRY = ['柯文', 15006685036, '锦绣社区第1网格', 45295, '调解', '邻里纠纷调解', 1, 5];

let test: TestApp;
let officer: SignedInUser;

beforeAll(async () => {
  test = await startTestApp();
  officer = await test.signIn('grid_officer', 'jinxiu');
});
afterAll(() => test.close());

describe('a file is refused and leaves nothing behind:', () => {
  it.each<[string, string, number, () => Buffer]>([
    ['a text', 'import_file_not_workbook', 422, () => Buffer.from('姓名,电话\n')],
    ['nothing', 'import_file_not_workbook', 422, () => Buffer.alloc(0)],
    ['a file cut short', 'import_file_broken', 422, () => SAMPLE.subarray(0, SAMPLE.length - 3000)],
    ['200,000 rows', 'import_too_many_rows', 422, () => ledgerOf(200_000)],
    ['a zip bomb', 'import_zip_bomb', 422, () => bomb()],
    ['21 MB', 'import_file_too_large', 413, () => Buffer.alloc(21 * 1024 * 1024, 'PK')],
  ])(
    '%s is %s',
    async (_, code, status, make) => {
      const { body } = await upload(officer, 'jinxiu', make()).expect(status);
      expect(body).toMatchObject({ code, status, title: expect.stringMatching(/\p{Script=Han}/u) });
      expect(await test.database.db.collection('imports').countDocuments()).toBe(0);
      expect(await test.database.db.collection('import_lines').countDocuments()).toBe(0);
    },
    180_000,
  );

  it('a sheet without a header, in the language that is asked for', async () => {
    const file = workbookFile({ 台账: rowsXml([TITLES.filter((title) => !['积分', '日期'].includes(title)), ENTRY]) });
    const chinese = await upload(officer, 'jinxiu', file).expect(422);
    expect(chinese.body).toMatchObject({
      code: 'import_header_missing',
      detail: { columns: '日期、积分' },
      title: '没有找到表头，缺少这些列：日期、积分。',
    });
    const english = await upload(officer, 'jinxiu', file).set('Accept-Language', 'en').expect(422);
    expect(english.body.title).toContain('No header row was found');
  });

  it('one that is not there, is in another field, or is no multipart form', async () => {
    const query = { query: { unitId: 'jinxiu' } };
    const elsewhere = await officer.call(imports.upload, query).attach('other', SAMPLE, 'a.xlsx').expect(400);
    expect(elsewhere.body.code).toBe('import_file_missing');
    const field = await officer.call(imports.upload, query).field('file', 'no file').expect(400);
    expect(field.body.code).toBe('import_file_missing');
    const json = await officer.call(imports.upload, query).send({ file: 'x' }).expect(415);
    expect(json.body.code).toBe('media_type_unsupported');
    const broken = await officer
      .call(imports.upload, query)
      .set('Content-Type', 'multipart/form-data; boundary=x')
      .send('--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\nPK')
      .expect(400);
    expect(broken.body.code).toBe('import_upload_broken');
  });

  it('for an unknown unit, for another community, by whoever may not import, and without a sign-in', async () => {
    expect((await upload(officer, 'nowhere', SAMPLE).expect(422)).body.code).toBe('unit_unknown');
    expect((await upload(officer, 'hechi', SAMPLE).expect(403)).body.code).toBe('out_of_scope');
    const organiser = await test.signIn('organiser', 'jinxiu');
    expect((await upload(organiser, 'jinxiu', SAMPLE).expect(403)).body.code).toBe('forbidden');
    const nobody = await test.call(imports.upload, { query: { unitId: 'jinxiu' } }).attach('file', SAMPLE, 'a.xlsx');
    expect([nobody.status, nobody.body.code]).toEqual([401, 'not_signed_in']);
    const unnamed = await officer.call(imports.upload).attach('file', SAMPLE, 'a.xlsx').expect(400);
    expect(unnamed.body).toMatchObject({ code: 'validation_failed', fields: [{ path: 'unitId' }] });
  });
});

describe('an import', () => {
  it('that does not exist, or is of another community, is not shown', async () => {
    const missing = await officer.call(imports.get, { params: { importId: 'nothing' } }).expect(404);
    expect(missing.body.code).toBe('not_found');
    const { body } = await upload(officer, 'jinxiu', ledgerOf(1)).expect(201);
    const neighbour = await test.signIn('community_admin', 'hechi');
    const params = { params: { importId: body.importId } };
    for (const endpoint of [
      imports.get,
      imports.rows,
      imports.propose,
      imports.confirm,
      imports.withdraw,
      imports.badRows,
    ]) {
      const { body: problem } = await neighbour.call(endpoint, params).expect(403);
      expect(problem.code).toBe('out_of_scope');
    }
    const list = await neighbour.call(imports.list).expect(200);
    expect(list.body.items).toEqual([]);
  });

  it('has a page marker of its own kind', async () => {
    const { body } = await officer.call(imports.list, { query: { cursor: 'bm9uc2Vuc2U' } }).expect(400);
    expect(body.code).toBe('cursor_invalid');
  });

  it('does not hold up the server while it is read', async () => {
    const large = ledgerOf(5_000);
    let slowestMs = 0;
    let asked = 0;
    const uploading = upload(officer, 'jinxiu', large).expect(201);
    const answered = uploading.then(() => true);
    // The other requests are answered one after the other while the upload is under way.
    for (let done = false; !done; ) {
      const startedMs = performance.now();
      await test.http.get('/healthz').expect(200);
      slowestMs = Math.max(slowestMs, performance.now() - startedMs);
      asked += 1;
      done = await Promise.race([answered, new Promise<false>((resolve) => setTimeout(() => resolve(false), 10))]);
    }
    console.info(`${asked} requests while 5,000 rows were read, the slowest in ${Math.round(slowestMs)} ms`);
    expect(asked).toBeGreaterThan(5);
  });
});

function ledgerOf(rows: number): Buffer {
  const entries = Array.from({ length: rows }, (_, index) => [...ENTRY.slice(0, 5), `事项${index}`, ...ENTRY.slice(6)]);
  return workbookFile({ 台账: rowsXml([TITLES, ...entries]) });
}

function bomb(): Buffer {
  const parts = workbookParts({ 台账: ' '.repeat(WORKBOOK_LIMITS.inflatedBytesMax) });
  return deflatedZip(parts, { 'xl/worksheets/sheet1.xml': { inflatedBytes: 1000 } });
}

import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync } from 'node:zlib';
import { PDFDocument } from '@cantoo/pdf-lib';
import { API_BASE, audit, claims, reviews } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  claimBody,
  decide,
  fileClaim,
  hourlyTerms,
  later,
  publishRule,
  signInCast,
} from '../support/earning.ts';
import { armedPdf, evidenceOf, pdfWith, photo, pngClaiming, SECRET_PLACE, scene, upload } from '../support/evidence.ts';

const DAY_MS = 86_400_000;
const SCRIPT = '<script>alert(document.cookie)</script>';

let t: TestApp;
let cast: Cast;
let again: Cast;

const view = (who: SignedInUser, evidenceId: string) => who.call(claims.evidence, { params: { evidenceId } });
const refusedCode = async (bytes: Buffer, type?: string): Promise<string> =>
  (await upload(t, cast.officer, bytes, type)).body.code;

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  again = cast;
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

describe('what is kept of an upload', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('a %s is drawn anew, without place and text, upright', async (format) => {
    const bytes = await scene(3, 320, 200)
      .withExif({ IFD0: { Copyright: SECRET_PLACE } })
      .withMetadata({ orientation: 6 })
      [format]()
      .toBuffer();
    expect(bytes.includes(SECRET_PLACE)).toBe(true);
    // What the sender calls it counts for nothing.
    const kept = (await upload(t, cast.officer, bytes, 'application/octet-stream').expect(201)).body;
    expect(kept).toMatchObject({ kind: 'picture', pages: 1, retainUntil: '2028-11-22' });
    const shown = await view(cast.officer, kept.evidenceId).expect(200);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': expect.stringMatching(/^inline; filename="evidence-[\w-]+\.jpg"$/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(shown.body.includes(SECRET_PLACE)).toBe(false);
    expect(await sharp(shown.body).metadata()).toMatchObject({ format: 'jpeg', width: 200, height: 320 });
    expect((await sharp(shown.body).metadata()).exif).toBeUndefined();
  });

  it('a picture that is another file too is only a picture afterwards', async () => {
    const whole = await photo(1);
    const inComment = Buffer.concat([
      whole.subarray(0, 2),
      Buffer.from([0xff, 0xfe, 0, SCRIPT.length + 2]),
      Buffer.from(SCRIPT),
      whole.subarray(2),
    ]);
    const behind = Buffer.concat([whole, Buffer.from(`PK\x03\x04${SCRIPT}`)]);
    for (const bytes of [inComment, behind]) {
      const shown = await view(cast.officer, await evidenceOf(t, cast.officer, bytes)).expect(200);
      expect(shown.body.includes('<script')).toBe(false);
      expect(shown.body.includes('PK\x03\x04')).toBe(false);
    }
  });

  it('a paper keeps its pages and pictures, and nothing that acts, leads out or tells who wrote it', async () => {
    const armed = await armedPdf(2);
    const kept = (await upload(t, cast.officer, armed, 'image/png').expect(201)).body;
    expect(kept).toMatchObject({ kind: 'paper', pages: 2 });
    const shown = await view(cast.officer, kept.evidenceId).buffer(true).expect(200);
    expect(shown.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment; filename="evidence-[\w-]+\.pdf"$/),
      'content-security-policy': expect.stringContaining("default-src 'none'; sandbox"),
    });
    const words = (shown.body as Buffer).toString('latin1');
    for (const word of ['JavaScript', '/JS', 'armed', '/AA', 'OpenAction', 'Launch', 'URI', 'EmbeddedFile', 'Annot']) {
      expect(words, word).not.toContain(word);
    }
    for (const word of ['Chen Xiuying', '/Author', '/Info', SECRET_PLACE]) expect(words, word).not.toContain(word);
    const paper = await PDFDocument.load(shown.body);
    expect(paper.getPageCount()).toBe(2);
    expect(words).toContain('/DCTDecode');
    expect(words).toContain('/Contents');
  });
});

describe('an upload is refused with its reason', () => {
  it('where it is nothing that is accepted, whatever it is called', async () => {
    expect(await refusedCode(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`), 'image/png')).toBe(
      'evidence_type_unsupported',
    );
    expect(await refusedCode(Buffer.from(`GIF89a${SCRIPT}`.repeat(3)), 'image/jpeg')).toBe('evidence_type_unsupported');
    expect(await refusedCode(Buffer.from(`<html>${SCRIPT}\n%PDF-1.7\n`), 'application/pdf')).toBe(
      'evidence_type_unsupported',
    );
    expect(await refusedCode(Buffer.alloc(0))).toBe('evidence_missing');
    expect(await refusedCode(Buffer.alloc(10 * 1024 * 1024 + 1, 1))).toBe('evidence_too_large');
  });

  it('where it is cut off, or only begins like a picture or a paper', async () => {
    const whole = await photo(2);
    expect(await refusedCode(whole.subarray(0, whole.length / 2))).toBe('evidence_damaged');
    expect(await refusedCode(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(SCRIPT)]))).toBe(
      'evidence_damaged',
    );
    const png = await scene(2).png().toBuffer();
    expect(await refusedCode(png.subarray(0, png.length - 400))).toBe('evidence_damaged');
    expect(await refusedCode(Buffer.from(`%PDF-1.7\n${SCRIPT}`))).toBe('evidence_damaged');
    const paper = await armedPdf(1);
    expect(await refusedCode(paper.subarray(0, 300))).toBe('evidence_damaged');
  });

  it('where it is a bomb: sides, a table of objects, or a page that unpacks to far more than it should', async () => {
    expect(await refusedCode(pngClaiming(60_000, 60_000))).toBe('evidence_too_many_pixels');
    const bomb = deflateSync(Buffer.alloc(300 * 1024 * 1024), { level: 1 });
    expect(await refusedCode(pdfWith({ dict: '/Filter /FlateDecode', content: bomb }))).toBe(
      'evidence_too_many_pixels',
    );
    // The names of type and filter are written so that nobody finds them by looking for words.
    const table = { dict: '/Type /Obj#53tm /N 1 /First 4 /Filter /Fl#61teDecode', content: bomb };
    expect(await refusedCode(pdfWith(table))).toBe('evidence_too_many_pixels');
    const twice = {
      dict: '/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]',
      content: deflateSync(bomb),
    };
    expect(await refusedCode(pdfWith(twice))).toBe('evidence_too_complex');
    const page = { dict: '/Filter [/FlateDecode /FlateDecode]', content: deflateSync(bomb) };
    expect(await refusedCode(pdfWith(page))).toBe('evidence_too_many_pixels');
  });

  it('where it is locked, or has too many pages', async () => {
    const locked = await PDFDocument.create();
    locked.addPage();
    await locked.encrypt({ userPassword: 'secret', ownerPassword: 'secret' });
    expect(await refusedCode(Buffer.from(await locked.save()))).toBe('evidence_locked');
    const long = await PDFDocument.create();
    for (let page = 0; page < 51; page += 1) long.addPage();
    expect(await refusedCode(Buffer.from(await long.save()))).toBe('evidence_too_many_pages');
  });

  it('where somebody heaps up files and files no claim with them', async () => {
    const hoarder = await t.signIn('grid_officer', 'jinxiu');
    const evidenceId = await evidenceOf(t, hoarder, await photo(3));
    const evidence = t.database.db.collection('evidence');
    const first = await evidence.findOne({ _id: evidenceId as never });
    await evidence.insertMany(
      Array.from({ length: 59 }, (_, index) => ({ ...first, _id: `${evidenceId}-${index}` as never })),
    );
    expect((await upload(t, hoarder, await photo(3)).expect(429)).body.code).toBe('evidence_too_many_unused');
    const { personId } = await t.enterResident();
    const body = { personId, ...claimBody({ evidenceIds: [evidenceId] }) };
    await hoarder.call(claims.file, { body }).expect(201);
    await upload(t, hoarder, await photo(3)).expect(201);
  });
});

describe('who sees evidence', () => {
  it('filer, the resident, and reviewers in scope; to all others there is none', async () => {
    const evidenceId = await evidenceOf(t, cast.officer, await photo(4));
    const resident = await t.signInResident();
    expect((await view(resident, evidenceId).expect(404)).body.code).toBe('evidence_not_found');
    await fileClaim(cast, resident.personId, { evidenceIds: [evidenceId] });
    for (const who of [cast.officer, cast.secretary, resident]) await view(who, evidenceId).expect(200);
    const others = [
      await t.signIn('community_admin', 'hechi'),
      await t.signIn('grid_officer', 'hechi'),
      await t.signIn('organiser', 'jinxiu'),
      await t.signIn('system_admin', null),
      await t.signInResident(),
    ];
    for (const who of others) {
      expect((await view(who, evidenceId).expect(404)).body.code).toBe('evidence_not_found');
    }
    expect((await t.call(claims.evidence, { params: { evidenceId } }).expect(401)).body.code).toBe('not_signed_in');
    const borrowed = { body: claimBody({ evidenceIds: [evidenceId] }) };
    expect((await resident.call(claims.fileOwn, borrowed).expect(422)).body.code).toBe('evidence_not_yours');
  });
});

describe('the end of its time', () => {
  const erase = () => t.context.jobs.runNow('claims.erase_evidence');
  const kept = (evidenceId: string) => t.database.db.collection('evidence').findOne({ _id: evidenceId as never });

  it('what was never filed goes after 30 days, what was filed stays; twice and by two processes changes nothing', async () => {
    const [loose, filed] = [
      await evidenceOf(t, again.officer, await photo(5)),
      await evidenceOf(t, again.officer, await photo(6)),
    ];
    const { personId } = await t.enterResident();
    const claimId = await fileClaim(again, personId, { evidenceIds: [filed] });
    again = later(t, again, 31 * DAY_MS);
    const other = await startTestApp({ sharing: t });
    await Promise.all([erase(), other.context.jobs.runNow('claims.erase_evidence')]);
    await erase();
    await other.close();
    expect(await kept(loose)).toBeNull();
    await view(again.secretary, filed).expect(200);

    // Nobody has decided it in two years: somebody may still have to look at it.
    again = later(t, again, 700 * DAY_MS);
    await erase();
    await view(again.secretary, filed).expect(200);
    await decide(again.secretary, 'claim', claimId, { decision: 'reject', reason: '材料不符' }).expect(200);
    again = later(t, again, 31 * DAY_MS);
    await erase();
    await erase();
    expect((await view(again.secretary, filed).expect(410)).body.code).toBe('evidence_erased');
    expect(await kept(filed)).toMatchObject({ bytes: null, hash: null, bands: [], erasedAt: expect.any(Date) });
    const detail = (await again.secretary.call(reviews.get, { params: { kind: 'claim', id: claimId } }).expect(200))
      .body;
    expect(detail.history.filter(({ code }: { code: string }) => code === 'evidence_erased')).toHaveLength(1);
    const auditor = await t.signIn('auditor', 'jinxiu');
    const told = (await auditor.call(audit.list, { query: { limit: 100 } }).expect(200)).body.items;
    expect(told.filter(({ action }: { action: string }) => action === 'evidence.erase')).toHaveLength(1);
  });
});

describe('what is bounded and what is not kept', () => {
  it('a filing that is refused after its evidence was looked at leaves it as it was: to go in a month', async () => {
    const { personId } = await t.enterResident();
    const body = {
      personId,
      ...claimBody({ occurredOn: businessDate(t.clock.now() - DAY_MS), description: '两次同样的申报' }),
    };
    await again.officer.call(claims.file, { body }).expect(201);
    const evidenceId = await evidenceOf(t, again.officer, await photo(71));
    const twice = await again.officer.call(claims.file, { body: { ...body, evidenceIds: [evidenceId] } });
    expect(twice.body.code).toBe('claim_duplicate');
    const kept = t.database.db.collection<{ _id: string; used: boolean; eraseAt: Date }>('evidence');
    const inDays = ({ eraseAt }: { eraseAt: Date }) => (eraseAt.getTime() - t.clock.now()) / DAY_MS;
    const loose = await kept.findOne({ _id: evidenceId });
    expect(loose?.used).toBe(false);
    expect(loose === null ? 0 : inDays(loose)).toBeLessThan(31);
    const filed = { ...body, description: '另一次送餐', evidenceIds: [evidenceId] };
    await again.officer.call(claims.file, { body: filed }).expect(201);
    const used = await kept.findOne({ _id: evidenceId });
    expect(used?.used).toBe(true);
    expect(used === null ? 0 : inDays(used)).toBeGreaterThan(700);
    // A process that ended between the claim and this: the job that erases finds the claim and keeps what it proves.
    await kept.updateOne({ _id: evidenceId }, { $set: { used: false, eraseAt: new Date(t.clock.now() - 1) } });
    await t.context.jobs.runNow('claims.erase_evidence');
    expect(await kept.findOne({ _id: evidenceId })).toMatchObject({ used: true, eraseAt: used?.eraseAt });
  });

  it('uploads of one sign-in are taken a few at a time; who is sent away is told when to come again', async () => {
    const server = t.app.app.listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const options = {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: `${API_BASE}/evidence`,
        headers: { Authorization: `Bearer ${again.deputy.token}`, 'Content-Length': 1_000 },
      };
      /** One that has begun and sends nothing more. */
      const begun = () => {
        const one = request(options);
        one.on('error', () => undefined).write('x');
        return one;
      };
      const slow = Array.from({ length: 4 }, begun);
      let refusal: { status: number; headers: Record<string, string>; body: { code?: string } } | undefined;
      await expect
        .poll(
          async () => {
            refusal = await upload(t, again.deputy, await photo(72));
            // It was faster than one of the four, which was sent away for it.
            if (refusal?.status === 201) slow.push(begun());
            return refusal?.status;
          },
          { timeout: 60_000, interval: 200 },
        )
        .toBe(503);
      expect(refusal?.body.code).toBe('evidence_busy');
      expect(Number(refusal?.headers['retry-after'])).toBeGreaterThan(0);
      // Others are not kept waiting by it, and once the slow ones are gone there is room again.
      await upload(t, again.officer, await photo(73)).expect(201);
      for (const one of slow) one.destroy();
      await expect
        .poll(async () => (await upload(t, again.deputy, await photo(74))).status, { timeout: 60_000, interval: 200 })
        .toBe(201);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

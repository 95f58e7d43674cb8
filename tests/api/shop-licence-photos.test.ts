import { API_BASE, shopApplications } from '@red-points/shared/contracts';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { armedPdf, photo, SECRET_PLACE } from '../support/evidence.ts';
import { callerOf, type Office, openOffice } from '../support/redeeming.ts';

const JOB = 'shop_applications.erase_licences';
const DAY_MS = 86_400_000;
const LOOKED = 'shop_applications.look_at_licence';

let t: TestApp;
let office: Office;
let licences = 0;
beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
});
afterAll(() => t.close());

const sent = (who: SignedInUser, bytes: Buffer, type = 'image/jpeg') =>
  t.http
    .post(`${API_BASE}${shopApplications.uploadLicence.path}`)
    .set('Authorization', `Bearer ${who.token}`)
    .set('Content-Type', type)
    .send(bytes);
const kept = async (who: SignedInUser): Promise<string> => (await sent(who, await photo(1))).body.licencePhotoId;

function draft(terms: object = {}) {
  licences += 1;
  const said = { shopName: `面馆${licences}`, kind: 'canteen', unitId: 'jinxiu', address: '锦绣路 33 号' };
  const licenceNumber = `92440300MA6${String(licences).padStart(7, '0')}`;
  return { ...said, licenceNumber, contactName: '韩老板', plan: '', ...terms };
}

async function applied(owner: SignedInUser, licencePhotoId: string | null): Promise<string> {
  const made = await owner.call(shopApplications.draft, { body: draft({ licencePhotoId }) });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(made.body.licencePhotoId).toBe(licencePhotoId);
  const params = { applicationId: String(made.body.applicationId) };
  await owner.call(shopApplications.submit, { params }).expect(200);
  return params.applicationId;
}

const look = (who: Pick<SignedInUser, 'call'>, applicationId: string) =>
  who.call(shopApplications.licence, { params: { applicationId } });
const own = (who: Pick<SignedInUser, 'call'>, licencePhotoId: string) =>
  who.call(shopApplications.ownLicence, { params: { licencePhotoId } });
const erase = async (): Promise<void> => {
  expect(await t.context.jobs.runNow(JOB)).toBe('done');
};
/** The owner, however far the clock was moved. */
const still = ({ token }: SignedInUser): Pick<SignedInUser, 'call'> => {
  const principal = t.context.tokens.verify(token);
  if ('refused' in principal) throw new Error(principal.refused);
  return { call: (endpoint, input) => callerOf(t, principal).call(endpoint, input) };
};

describe('a photo of the licence', () => {
  it('is made anew, shown beside the application to who decides, and each look is on record', async () => {
    const owner = await t.signInResident();
    const licencePhotoId = await kept(owner);
    const applicationId = await applied(owner, licencePhotoId);
    const seen = await look(office.secretary, applicationId).expect(200);
    expect(seen.headers['content-type']).toBe('image/jpeg');
    expect(seen.headers['cache-control']).toBe('private, no-store');
    expect(seen.headers['content-security-policy']).toContain('sandbox');
    expect(Buffer.from(seen.body).includes(SECRET_PLACE)).toBe(false);
    expect((await sharp(seen.body).metadata()).exif).toBeUndefined();
    expect(Buffer.from((await own(owner, licencePhotoId).expect(200)).body)).toEqual(Buffer.from(seen.body));
    const acts = await t.context.audit.of({ kind: 'shop_application', id: applicationId }, LOOKED);
    expect(acts).toHaveLength(1);
  });

  it('is seen by nobody else: not elsewhere, not by who only reads, not by the applicant’s family, not by strangers', async () => {
    const owner = await t.signInResident();
    const licencePhotoId = await kept(owner);
    const applicationId = await applied(owner, licencePhotoId);
    const hechi = await openOffice(t, 'hechi');
    expect((await look(hechi.secretary, applicationId).expect(403)).body.code).toBe('out_of_scope');
    for (const role of ['grid_officer', 'auditor'] as const) {
      expect((await look(await t.signIn(role, 'jinxiu'), applicationId).expect(403)).body.code).toBe('forbidden');
    }
    const self = await t.signIn('community_admin', 'jinxiu', { personId: owner.personId });
    expect((await look(self, applicationId).expect(403)).body.code).toBe('shop_application_of_yours');
    const stranger = await t.signInResident();
    expect((await own(stranger, licencePhotoId).expect(404)).body.code).toBe('licence_photo_not_found');
    const taken = await stranger.call(shopApplications.draft, { body: draft({ licencePhotoId }) });
    expect(taken.body.code).toBe('licence_photo_not_found');
    const acts = await t.context.audit.of({ kind: 'shop_application', id: applicationId }, LOOKED);
    expect(acts).toEqual([]);
  });

  it('is a picture, whole, of at most 10 MB, and nobody heaps them up', async () => {
    const owner = await t.signInResident();
    expect((await sent(owner, await armedPdf(), 'application/pdf')).body.code).toBe('licence_photo_unsupported');
    expect((await sent(owner, Buffer.from('<svg/>'), 'image/svg+xml')).body.code).toBe('licence_photo_unsupported');
    expect((await sent(owner, (await photo(2)).subarray(0, 400))).body.code).toBe('evidence_damaged');
    expect((await sent(owner, Buffer.alloc(10 * 1024 * 1024 + 1))).body.code).toBe('evidence_too_large');
    for (let count = 1; count <= 5; count += 1) await sent(owner, await photo(count)).expect(201);
    expect((await sent(owner, await photo(9)).expect(429)).body.code).toBe('licence_photos_too_many');
    // What an application names does not count, and what none names goes.
    t.clock.advance(2 * DAY_MS);
    await erase();
    expect(await t.database.db.collection('shop_licence_photos').countDocuments({ userId: owner.userId })).toBe(0);
  });

  it('belongs to one application, and goes when another takes its place', async () => {
    const owner = await t.signInResident();
    const [first, second] = [await kept(owner), await kept(owner)];
    const made = await owner.call(shopApplications.draft, { body: draft({ licencePhotoId: first }) }).expect(201);
    const again = await owner.call(shopApplications.draft, { body: draft({ licencePhotoId: first }) });
    expect(again.body.code).toBe('licence_photo_not_found');
    const { applicationId, version, shopName, licenceNumber } = made.body;
    const body = { ...draft({ licencePhotoId: second }), shopName, licenceNumber, version };
    const changed = await owner.call(shopApplications.change, { params: { applicationId }, body }).expect(200);
    expect(changed.body.licencePhotoId).toBe(second);
    await erase();
    expect((await own(owner, first).expect(404)).body.code).toBe('licence_photo_not_found');
    await own(owner, second).expect(200);
  });

  it('stays while the application waits, and is erased when it has served', async () => {
    const owner = await t.signInResident();
    const later = still(owner);
    const ids = [await kept(owner), await kept(owner), await kept(owner)] as const;
    const [waits, refused, approved] = [
      await applied(owner, ids[0]),
      await applied(owner, ids[1]),
      await applied(owner, ids[2]),
    ];
    const answer = (applicationId: string, body: object) =>
      office.secretary.call(shopApplications.decide, { params: { applicationId }, body }).expect(200);
    await answer(refused, { decision: 'refuse', reason: '材料不全' });
    await answer(approved, { decision: 'approve' });
    const states = async () => {
      await erase();
      const looks = [waits, refused, approved].map(async (id) => (await look(office.secretary, id)).status);
      return Promise.all(looks);
    };
    t.clock.advance(29 * DAY_MS);
    expect(await states()).toEqual([200, 200, 200]);
    t.clock.advance(2 * DAY_MS);
    expect(await states()).toEqual([200, 410, 200]);
    expect((await look(office.secretary, refused)).body.code).toBe('licence_photo_erased');
    expect((await own(later, ids[1])).body.code).toBe('licence_photo_erased');
    t.clock.advance(335 * DAY_MS);
    expect(await states()).toEqual([200, 410, 410]);
    await later.call(shopApplications.withdraw, { params: { applicationId: waits } }).expect(200);
    t.clock.advance(31 * DAY_MS);
    expect(await states()).toEqual([410, 410, 410]);
    const application = await office.secretary.call(shopApplications.get, { params: { applicationId: waits } });
    expect(application.body.licencePhotoId).toBe(ids[0]);
  });

  it('goes with the sign-in that is nobody’s any more, but for a shop that takes part', async () => {
    const owner = await t.signInResident();
    const [refused, approved] = [await applied(owner, await kept(owner)), await applied(owner, await kept(owner))];
    await office.secretary
      .call(shopApplications.decide, { params: { applicationId: approved }, body: { decision: 'approve' } })
      .expect(200);
    await kept(owner);
    for (const _time of ['once', 'again']) await t.context.shopApplications.forgetSignIn(owner.userId);
    expect((await look(office.secretary, refused)).body.code).toBe('licence_photo_not_found');
    await look(office.secretary, approved).expect(200);
    expect(await t.database.db.collection('shop_licence_photos').countDocuments({ userId: owner.userId })).toBe(1);
  });

  it('is missing where none was sent', async () => {
    const applicationId = await applied(await t.signInResident(), null);
    expect((await look(office.secretary, applicationId).expect(404)).body.code).toBe('licence_photo_not_found');
  });
});

import { deriveKeys } from '@red-points/server/platform/keys';
import { reports, sessions, shopApplications, shopStaff, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Office, openOffice, openShop } from '../support/redeeming.ts';

const DRAFT = {
  shopName: '邻里便民超市',
  kind: 'store',
  unitId: 'jinxiu',
  address: '锦绣路 12 号',
  contactName: '周老板',
  plan: '日用品和米面油',
};

let t: TestApp;
let office: Office;
let licences = 0;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
});
afterAll(() => t.close());

/** A licence number that no other application of this file has. */
function nextLicence(): string {
  licences += 1;
  return `92440300MA5${String(licences).padStart(7, '0')}`;
}

async function drafted(owner: SignedInUser, terms: object = {}): Promise<string> {
  const body = { ...DRAFT, licenceNumber: nextLicence(), ...terms };
  const made = await owner.call(shopApplications.draft, { body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  t.clock.advance(1_000);
  return String(made.body.applicationId);
}
const submit = (owner: SignedInUser, applicationId: string) =>
  owner.call(shopApplications.submit, { params: { applicationId } });
async function submitted(owner: SignedInUser, terms: object = {}): Promise<string> {
  const applicationId = await drafted(owner, terms);
  const sent = await submit(owner, applicationId);
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  t.clock.advance(1_000);
  return applicationId;
}
const decide = (applicationId: string, body: object, who: Pick<SignedInUser, 'call'> = office.secretary) =>
  who.call(shopApplications.decide, { params: { applicationId }, body });

describe('an application to take part as a shop', () => {
  it('is drafted, sent in, returned, corrected, sent in again and approved: the shop and its owner are there', async () => {
    const phone = nextPhone();
    const owner = await t.signInByPhone(phone);
    const applicationId = await drafted(owner, { shopName: '', licenceNumber: '', unitId: null });
    const incomplete = await submit(owner, applicationId).then(({ status, body }) => ({ status, body }));
    expect(incomplete.body.code).toBe('validation_failed');
    const wanted = incomplete.body.fields.map(({ path }: { path: string }) => path);
    expect(wanted.sort()).toEqual(['licenceNumber', 'shopName', 'unitId']);
    const licenceNumber = nextLicence();
    const body = { ...DRAFT, licenceNumber, version: 1 };
    const params = { applicationId };
    await owner.call(shopApplications.change, { params, body }).expect(200);
    const stale = await owner.call(shopApplications.change, { params, body }).expect(412);
    expect(stale.body.code).toBe('version_conflict');
    const seenBefore = await office.secretary.call(shopApplications.get, { params }).expect(404);
    expect(seenBefore.body.code).toBe('shop_application_not_found');
    expect((await submit(owner, applicationId).expect(200)).body.state).toBe('submitted');
    await submit(owner, applicationId).expect(200);
    const locked = await owner.call(shopApplications.change, { params, body: { ...body, version: 3 } }).expect(409);
    expect(locked.body.code).toBe('shop_application_decided');
    const tasks = await office.secretary.call(reports.tasks).expect(200);
    expect(tasks.body.items).toContainEqual(expect.objectContaining({ code: 'shops_applied', count: 1 }));
    const read = await office.secretary.call(shopApplications.get, { params }).expect(200);
    const maskedPhone = `${phone.slice(0, 3)}****${phone.slice(-4)}`;
    expect(read.body).toMatchObject({ state: 'submitted', licenceNumber, maskedPhone, duplicates: [] });
    const returned = await decide(applicationId, { decision: 'return', reason: '请写明门牌号' }).expect(200);
    expect(returned.body).toMatchObject({ state: 'returned', reason: '请写明门牌号' });
    await decide(applicationId, { decision: 'return', reason: '请写明门牌号' }).expect(200);
    const again = await decide(applicationId, { decision: 'approve' }).expect(409);
    expect(again.body.code).toBe('shop_application_decided');
    const [own] = (await owner.call(shopApplications.listOwn).expect(200)).body.items;
    expect(own).toMatchObject({ state: 'returned', reason: '请写明门牌号' });
    const corrected = { ...body, address: '锦绣路 12 号 3 门', version: own.version };
    await owner.call(shopApplications.change, { params, body: corrected }).expect(200);
    await submit(owner, applicationId).expect(200);
    const approved = await decide(applicationId, { decision: 'approve' }).expect(200);
    expect(approved.body).toMatchObject({ state: 'approved', shopId: expect.any(String) });
    await decide(applicationId, { decision: 'approve' }).expect(200);
    const shopId = { shopId: String(approved.body.shopId) };
    const shop = await office.secretary.call(shops.get, { params: shopId }).expect(200);
    expect(shop.body).toMatchObject({ name: DRAFT.shopName, state: 'active', address: '锦绣路 12 号 3 门' });
    const staff = await office.secretary.call(shopStaff.list, { params: shopId }).expect(200);
    expect(staff.body.items).toMatchObject([{ role: 'merchant_owner', name: '周老板', maskedPhone }]);
    t.clock.advance(61_000);
    await t.call(sessions.sendCode, { body: { phone } }).expect(202);
    const code = await t.context.auth.newestCode(phone);
    const atShop = await t.call(sessions.signInByCode, { body: { phone, code, face: 'merchant' } }).expect(200);
    expect(atShop.body.me.grants).toMatchObject([{ role: 'merchant_owner', shopId: shopId.shopId }]);
    // Nothing of what the owner said of themselves is in the log of acts, nor readable in the database.
    const { db } = t.database;
    const kept = await db.collection('shop_applications').findOne({ _id: applicationId as never });
    const acts = await db.collection('audit_records').find({ subjectId: applicationId }).toArray();
    expect(acts.map(({ action }) => action)).toContain('shop_applications.approve');
    for (const secret of [phone, licenceNumber, '周老板']) {
      expect(JSON.stringify([kept, acts])).not.toContain(secret);
    }
  });

  it('is refused with a reason, withdrawn by its owner, and then nothing more is decided', async () => {
    const owner = await t.signInByPhone(nextPhone());
    const first = await submitted(owner);
    expect((await decide(first, { decision: 'refuse' }).expect(400)).body.code).toBe('validation_failed');
    const refusedOne = await decide(first, { decision: 'refuse', reason: '执照已注销' }).expect(200);
    expect(refusedOne.body).toMatchObject({ state: 'refused', shopId: null });
    const second = await submitted(owner);
    const params = { applicationId: second };
    const withdrawn = await owner.call(shopApplications.withdraw, { params }).expect(200);
    expect(withdrawn.body.state).toBe('withdrawn');
    await owner.call(shopApplications.withdraw, { params }).expect(200);
    expect((await decide(second, { decision: 'approve' }).expect(409)).body.code).toBe('shop_application_decided');
    const late = await owner.call(shopApplications.withdraw, { params: { applicationId: first } }).expect(409);
    expect(late.body.code).toBe('shop_application_decided');
    expect((await submit(owner, first).then(({ body }) => body)).code).toBe('shop_application_decided');
  });

  it('exists once for a licence, and for a name and phone, also where two are sent in at once', async () => {
    const one = await t.signInByPhone(nextPhone());
    const other = await t.signInByPhone(nextPhone());
    const licenceNumber = nextLicence();
    const mine = await drafted(one, { shopName: '幸福小卖部', licenceNumber });
    const theirs = await drafted(other, { shopName: '另一家店', licenceNumber });
    const answers = await Promise.all([submit(one, mine), submit(other, theirs)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409);
    expect(lost?.body.code).toBe('shop_application_duplicate');
    const third = await t.signInByPhone(nextPhone());
    await submitted(third, { shopName: '阳光 花店' });
    const twin = await drafted(third, { shopName: '阳光花店' });
    expect((await submit(third, twin)).body.code).toBe('shop_application_duplicate');
    const fourth = await t.signInByPhone(nextPhone());
    for (let index = 0; index < 5; index += 1) await drafted(fourth);
    const many = await fourth.call(shopApplications.draft, { body: { ...DRAFT, licenceNumber: '' } }).expect(409);
    expect(many.body.code).toBe('shop_applications_too_many');
  });

  it('shows staff what may be the same shop', async () => {
    await openShop(t, office, '康健药房');
    const owner = await t.signInByPhone(nextPhone());
    const licenceNumber = nextLicence();
    const before = await submitted(owner, { shopName: '康健大药房', licenceNumber });
    await decide(before, { decision: 'refuse', reason: '请用现在的店名申请' }).expect(200);
    const applicationId = await submitted(owner, { shopName: '康健药房 ', licenceNumber });
    const read = await office.secretary.call(shopApplications.get, { params: { applicationId } }).expect(200);
    expect(read.body.duplicates).toEqual([
      expect.objectContaining({ kind: 'application', id: before, same: 'licence', state: 'refused' }),
      expect.objectContaining({ kind: 'shop', name: '康健药房', same: 'name', state: 'active' }),
    ]);
  });

  it('is found by its licence also where that was digested under the key of before', async () => {
    const keys = deriveKeys(t.config.masterSecret);
    const owner = await t.signInByPhone(nextPhone());
    const licenceNumber = nextLicence();
    const before = await submitted(owner, { shopName: '老牌理发店', licenceNumber });
    const applications = t.database.db.collection('shop_applications');
    const kept = { _id: before as never };
    const former = keys.mac('phone-index', `licence:${licenceNumber}`).toString('base64url');
    expect((await applications.findOne(kept))?.licenceIndex).not.toBe(former);
    await applications.updateOne(kept, { $set: { licenceIndex: former, liveLicence: former } });
    const other = await t.signInByPhone(nextPhone());
    const twin = await drafted(other, { shopName: '新店名', licenceNumber });
    expect((await submit(other, twin).expect(409)).body.code).toBe('shop_application_duplicate');
    await decide(before, { decision: 'refuse', reason: '执照要换新' }).expect(200);
    await submit(other, twin).expect(200);
    const read = await office.secretary.call(shopApplications.get, { params: { applicationId: twin } }).expect(200);
    expect(read.body.duplicates).toMatchObject([{ id: before, same: 'licence' }]);
  });

  it('is read and decided by staff of its community, and never by the applicant', async () => {
    const owner = await t.signInResident();
    const applicationId = await submitted(owner, { shopName: '自家小店' });
    const params = { applicationId };
    const self = await t.signIn('community_admin', 'jinxiu', { personId: owner.personId });
    const own = await decide(applicationId, { decision: 'approve' }, self).expect(403);
    expect(own.body.code).toBe('shop_application_of_yours');
    const hechi = await openOffice(t, 'hechi');
    const elsewhere = await decide(applicationId, { decision: 'approve' }, hechi.secretary).expect(403);
    expect(elsewhere.body.code).toBe('out_of_scope');
    expect((await hechi.secretary.call(shopApplications.get, { params }).expect(403)).body.code).toBe('out_of_scope');
    const stranger = await t.signInResident();
    expect((await submit(stranger, applicationId)).body.code).toBe('shop_application_not_found');
    const unknown = await owner.call(shopApplications.draft, {
      body: { ...DRAFT, licenceNumber: '', unitId: 'nowhere' },
    });
    expect(unknown.body.code).toBe('unit_unknown');
    const auditor = await t.signIn('auditor', 'jinxiu');
    const scoped = await auditor.call(shopApplications.list, { query: { unitId: 'hechi' } }).expect(403);
    expect(scoped.body.code).toBe('out_of_scope');
    await decide(applicationId, { decision: 'approve' }, auditor).expect(403);
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await auditor.call(shopApplications.list, { query: { limit: 3, cursor } }).expect(200);
      all.push(...page.body.items.map((item: { applicationId: string }) => item.applicationId));
      cursor = page.body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(all[0]).toBe(applicationId);
    expect(new Set(all).size).toBe(all.length);
    const waiting = await auditor
      .call(shopApplications.list, { query: { state: 'submitted', limit: 100 } })
      .expect(200);
    expect(waiting.body.items.every(({ state }: { state: string }) => state === 'submitted')).toBe(true);
  });
});

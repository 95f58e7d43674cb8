import { rules, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { hourlyTerms } from '../support/earning.ts';
import { type Office, openOffice, openShop } from '../support/redeeming.ts';

let t: TestApp;
let office: Office;
/** Two sign-ins at two desks, and one person. */
let one: SignedInUser;
let same: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  const { personId } = await t.enterResident({ name: '周敏' });
  one = await t.signIn('community_admin', 'jinxiu', { personId });
  same = await t.signIn('community_admin', 'jinxiu', { personId });
});
afterAll(() => t.close());

it('a shop that somebody entered at one desk is not approved by them at another, nor a suspension lifted', async () => {
  const body = { name: '街角杂货', kind: 'store', unitId: 'jinxiu', address: '' };
  const params = { shopId: String((await one.call(shops.create, { body }).expect(201)).body.shopId) };
  expect((await same.call(shops.approve, { params }).expect(403)).body.code).toBe('shop_entered_by_you');
  await office.deputy.call(shops.approve, { params }).expect(200);
  await one.call(shops.suspend, { params, body: { reason: '投诉待查' } }).expect(200);
  expect((await same.call(shops.approve, { params }).expect(403)).body.code).toBe('shop_entered_by_you');
  expect((await office.deputy.call(shops.approve, { params }).expect(200)).body.state).toBe('active');
});

it('an agreement is not confirmed by whoever entered it at another desk', async () => {
  const { shop } = await openShop(t, office);
  const params = { shopId: shop.shopId };
  const terms = { number: '协2026-09', from: '2026-01-01', until: '2026-11-30', settlementTerms: '每月结清' };
  await one.call(shops.proposeAgreement, { params, body: terms }).expect(200);
  const confirm = (who: Pick<SignedInUser, 'call'>) =>
    who.call(shops.confirmAgreement, { params, body: { number: terms.number } });
  expect((await confirm(same).expect(403)).body.code).toBe('agreement_entered_by_you');
  await confirm(office.deputy).expect(200);
});

it('a rule is not published by whoever drafted it at another desk, neither alone nor among many, and the list says so', async () => {
  const terms = hourlyTerms();
  await one.call(rules.draft, { body: { code: 'ZY-07', unitId: 'jinxiu', terms } }).expect(201);
  const params = { code: 'ZY-07', version: '1' };
  expect((await same.call(rules.publish, { params }).expect(403)).body.code).toBe('rule_publish_own_draft');
  const items = [{ code: 'ZY-07', version: 1 }];
  const many = (await same.call(rules.publishMany, { body: { items } }).expect(200)).body;
  expect(many.items).toMatchObject([{ done: false, problem: 'rule_publish_own_draft' }]);
  const drafts = async (who: SignedInUser) =>
    (await who.call(rules.list, { query: { unitId: 'jinxiu' } }).expect(200)).body.items.map(
      ({ draft }: { draft: { mayPublish: boolean } | null }) => draft?.mayPublish,
    );
  expect(await drafts(same)).toEqual([false]);
  await office.deputy.call(rules.publish, { params }).expect(200);
});

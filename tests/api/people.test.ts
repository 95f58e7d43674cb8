import { people } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';

let test: TestApp;
let officer: SignedInUser;

beforeAll(async () => {
  test = await startTestApp();
  officer = await test.signIn('grid_officer', 'jinxiu', { displayName: '何网格' });
});
afterAll(() => test.close());

const CONSENT = '2026-01';

describe('registering oneself', () => {
  const body = { name: '陈秀英', unitId: 'jinxiu-g1', consentVersion: CONSENT };

  it('comes after the sign-in, and the next token carries the person', async () => {
    const phone = nextPhone();
    const stranger = await test.signInByPhone(phone);
    expect(stranger.me).toMatchObject({ registrationNeeded: true, persons: [], actingPersonId: null });
    expect((await stranger.call(people.ownAccount).expect(403)).body.code).toBe('registration_needed');
    const { personId } = (await stranger.call(people.registerSelf, { body }).expect(201)).body as { personId: string };

    const resident = await test.signInByPhone(phone);
    expect(resident.me).toMatchObject({
      registrationNeeded: false,
      actingPersonId: personId,
      displayName: '陈秀英',
      persons: [{ personId, name: '陈秀英', unitId: 'jinxiu-g1', unitName: '锦绣社区第1网格', status: 'unverified' }],
    });
    const account = await resident.call(people.ownAccount).expect(200);
    expect(account.body).toMatchObject({ available: 0, held: 0, pending: 0, owed: 0, stars: 0, nextExpiry: null });
  });

  it('is refused a second time with the same phone', async () => {
    const resident = await test.signInResident();
    expect((await resident.call(people.registerSelf, { body }).expect(409)).body.code).toBe('phone_in_use');
  });

  it('lets one of two through that come at the same moment', async () => {
    const stranger = await test.signInByPhone(nextPhone());
    const answers = await Promise.all([1, 2, 3].map(() => stranger.call(people.registerSelf, { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it.each([
    ['a unit that does not exist', { unitId: 'nowhere' }, 422, 'unit_unknown'],
    ['a unit that nobody lives in', { unitId: 'qihe' }, 422, 'unit_unknown'],
    ['a birth date in the future', { birthDate: '2030-01-01' }, 422, 'birth_date_invalid'],
    ['a birth date of long ago', { birthDate: '1850-01-01' }, 422, 'birth_date_invalid'],
    ['a child under 14', { birthDate: '2015-05-05' }, 422, 'guardian_consent_needed'],
    ['a date that is none', { birthDate: '2026-02-30' }, 400, 'validation_failed'],
    ['no name', { name: '   ' }, 400, 'validation_failed'],
    ['no consent', { consentVersion: '' }, 400, 'validation_failed'],
  ])('is refused with %s', async (_what, change, status, code) => {
    const stranger = await test.signInByPhone(nextPhone());
    const answer = await stranger.call(people.registerSelf, { body: { ...body, ...change } });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    if (code === 'validation_failed') expect(answer.body.fields[0].path).toBe(Object.keys(change)[0]);
  });

  it('is not for staff', async () => {
    expect((await officer.call(people.registerSelf, { body }).expect(403)).body.code).toBe('forbidden');
  });
});

describe('entering people', () => {
  const enter = (body: object, by = officer) => by.call(people.enter, { body });

  it('makes a person and an account with ids that do not lead to each other', async () => {
    const phone = nextPhone();
    const answer = await enter({ name: '林国强', unitId: 'jinxiu-g2', phone }).expect(201);
    const { personId, accountId } = answer.body as { personId: string; accountId: string };
    expect(personId).not.toBe(accountId);
    const detail = await officer.call(people.get, { params: { personId } }).expect(200);
    expect(detail.body).toMatchObject({
      personId,
      accountId,
      kind: 'person',
      maskedName: '林*',
      maskedPhone: `139****${phone.slice(-4)}`,
      status: 'unverified',
      ageBand: 'unknown',
      verifiedAt: null,
    });
  });

  it('refuses a phone that is taken, unless it is shared', async () => {
    const phone = nextPhone();
    await enter({ name: '林国强', unitId: 'jinxiu-g1', phone }).expect(201);
    const again = await enter({ name: '林晓雨', unitId: 'jinxiu-g1', phone }).expect(409);
    expect(again.body.code).toBe('phone_in_use');
    await enter({ name: '林晓雨', unitId: 'jinxiu-g1', phone, sharedPhone: true }).expect(201);
    expect(await test.context.people.byPhone(phone)).toHaveLength(2);
  });

  it('needs no phone, and knows households and organisations', async () => {
    const household = await enter({ name: '赵家', unitId: 'jinxiu-g1', kind: 'household' }).expect(201);
    const company = await enter({ name: '暖邻物业', unitId: 'jinxiu-g1', kind: 'organisation' }).expect(201);
    const names = await test.context.people.names([household.body.personId, company.body.personId]);
    const masked = [household, company].map(({ body }) => names.get(body.personId)?.masked);
    expect(masked).toEqual(['赵*', '暖邻物业']);
  });

  it('refuses units of another community and units that do not exist', async () => {
    expect((await enter({ name: '林', unitId: 'hechi-g1' }).expect(403)).body.code).toBe('out_of_scope');
    expect((await enter({ name: '林', unitId: 'nowhere' }).expect(422)).body.code).toBe('unit_unknown');
    const served = await enter({ name: '林', unitId: 'jinxiu-g1', serveUnitId: 'nowhere' }).expect(422);
    expect(served.body.code).toBe('unit_unknown');
  });
});

describe('verification', () => {
  it('lets points be spent from then on, once', async () => {
    const { personId } = await test.enterResident({ verified: false });
    const person = await test.context.people.byId(personId);
    expect(person && test.context.people.mayNotSpend(person)).toMatchObject({ refused: 'person_unverified' });
    const verified = await officer.call(people.verify, { params: { personId } }).expect(200);
    expect(verified.body).toMatchObject({ status: 'verified', verifiedAt: new Date(test.clock.now()).toISOString() });
    const again = await officer.call(people.verify, { params: { personId } }).expect(409);
    expect(again.body.code).toBe('person_already_verified');
  });

  it('is refused to somebody of another community, for oneself, and for nobody', async () => {
    const { personId } = await test.enterResident({ verified: false });
    const stranger = await test.signIn('grid_officer', 'hechi');
    expect((await stranger.call(people.verify, { params: { personId } }).expect(403)).body.code).toBe('out_of_scope');
    const self = await test.signIn('grid_officer', 'jinxiu', { personId });
    expect((await self.call(people.verify, { params: { personId } }).expect(403)).body.code).toBe('forbidden');
    const nobody = await officer.call(people.verify, { params: { personId: 'nobody' } }).expect(404);
    expect(nobody.body.code).toBe('person_not_found');
  });
});

describe('a closed account', () => {
  it('is not verified and cannot spend, and its phone is free again', async () => {
    const { personId, phone } = await test.enterResident({ verified: false });
    await test.context.db
      .collection<{ _id: string }>('people')
      .updateOne({ _id: personId }, { $set: { status: 'closed', phoneOwnerIndex: null } });
    const refused = await officer.call(people.verify, { params: { personId } }).expect(409);
    expect(refused.body.code).toBe('person_closed');
    const person = await test.context.people.byId(personId);
    expect(person && test.context.people.mayNotSpend(person)).toMatchObject({ refused: 'person_closed' });
    await officer.call(people.enter, { body: { name: '新住户', unitId: 'jinxiu-g1', phone } }).expect(201);
  });
});

describe('lists', () => {
  it('show only the units of the caller, masked, and find by whole name, phone and last four digits', async () => {
    const phone = '13912345678';
    const name = '欧阳晓月';
    const { personId } = await test.enterResident({ phone, name, unitId: 'hechi-g1', address: '荷池路 8 号 302 室' });
    const reader = await test.signIn('community_admin', 'hechi');
    for (const search of [name, ' 欧阳 晓月', phone, '5678']) {
      const found = await reader.call(people.list, { query: { search } }).expect(200);
      expect(found.body).toMatchObject({
        total: 1,
        items: [{ personId, maskedName: '欧阳*', maskedPhone: '139****5678' }],
      });
      expect(found.text).not.toContain(phone);
      expect(found.text).not.toContain(name);
    }
    const elsewhere = await officer.call(people.list, { query: { search: phone } }).expect(200);
    expect(elsewhere.body.total).toBe(0);
    const detail = await reader.call(people.get, { params: { personId } }).expect(200);
    expect(detail.body.maskedAddress).toBe('荷池路 8 号***');
  });

  it('refuse a unit outside the area, and one that does not exist', async () => {
    const answer = await officer.call(people.list, { query: { unitId: 'hechi' } }).expect(403);
    expect(answer.body.code).toBe('out_of_scope');
    expect((await officer.call(people.list, { query: { unitId: 'no' } }).expect(422)).body.code).toBe('unit_unknown');
  });

  it('go on page by page without a gap or a repetition', async () => {
    const reader = await test.signIn('community_admin', 'wangjiang');
    for (let at = 0; at < 7; at++) {
      await test.enterResident({ unitId: 'wangjiang-g1' });
      if (at % 3 === 0) test.clock.advance(1_000);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await reader.call(people.list, { query: { limit: 3, cursor } }).expect(200);
      seen.push(...page.body.items.map((line: { personId: string }) => line.personId));
      cursor = page.body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });

  it.each(['rubbish', Buffer.from('[1]').toString('base64url'), Buffer.from('["a","b"]').toString('base64url')])(
    'refuse the page marker %s',
    async (cursor) => {
      const answer = await officer.call(people.list, { query: { cursor } }).expect(400);
      expect(answer.body.code).toBe('cursor_invalid');
    },
  );

  it('verifies a list that was checked, each with a result of their own, and records every one', async () => {
    const officer = await test.signIn('grid_officer', 'jinxiu');
    const waiting = [await test.enterResident({ verified: false }), await test.enterResident({ verified: false })];
    const known = await test.enterResident();
    const elsewhere = await test.enterResident({ unitId: 'hechi-g1', verified: false });
    const personIds = [...waiting, known, elsewhere].map(({ personId }) => personId);
    const { items } = (
      await officer.call(people.verifyMany, { body: { personIds: [...personIds, 'nobody'] } }).expect(200)
    ).body;
    expect(items.map(({ refused }: { refused: string | null }) => refused)).toEqual([
      null,
      null,
      'person_already_verified',
      'out_of_scope',
      'person_not_found',
    ]);
    const acts = test.database.db.collection('audit_records');
    expect(await acts.countDocuments({ action: 'people.verify', subjectId: { $in: personIds } })).toBe(2);
  });
});

import { audit, people, sessions } from '@red-points/shared/contracts';
import type { EarnCommand } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';

let test: TestApp;
let officer: SignedInUser;

beforeAll(async () => {
  test = await startTestApp();
  officer = await test.signIn('grid_officer', 'jinxiu', { displayName: '何网格' });
});
afterAll(() => test.close());

function earn(account: string, key: string, points: number, minutes = 60): EarnCommand {
  return {
    kind: 'earn',
    account,
    key,
    counterparty: { kind: 'issuance', id: 'jinxiu' },
    source: { kind: 'claim', id: key },
    actors: [
      { part: 'reviewer', id: officer.userId },
      { part: 'beneficiary', id: 'somebody' },
    ],
    issuerUnit: 'jinxiu',
    homeUnit: 'jinxiu-g1',
    effectiveAtMs: test.clock.now(),
    points,
    minutes,
    category: 'volunteering',
    provenance: 'claimed',
    rule: { code: 'ZY-01', version: 1 },
    expiry: { kind: 'end_of_next_year', from: 'effective' },
    caps: [],
  };
}

describe('the full profile', () => {
  it('is shown for a reason, which stays on record with who asked', async () => {
    const birthDate = '1950-03-08';
    const address = '锦绣花园8栋1502室';
    const { personId, phone } = await test.enterResident({ name: '陈秀英', birthDate, address });
    const asked = { params: { personId }, body: { reason: '电话核实慰问名单' } };
    const full = await officer.call(people.unmask, asked).expect(200);
    expect(full.body).toEqual({ name: '陈秀英', phone, address, birthDate });
    const log = await officer.call(people.viewLog, { params: { personId } }).expect(200);
    expect(log.body.items).toEqual([
      { at: new Date(test.clock.now()).toISOString(), by: '何网格', reason: '电话核实慰问名单' },
    ]);
    const auditor = await test.signIn('auditor', 'wanglan');
    const acts = await auditor.call(audit.list).expect(200);
    expect(acts.body.items).toContainEqual(
      expect.objectContaining({ action: 'people.unmask', subjectId: personId, byName: '何网格' }),
    );
    expect(acts.text).not.toContain('慰问');
  });

  it('is refused without a reason, to organisers, and to another community', async () => {
    const { personId } = await test.enterResident();
    const params = { personId };
    const noReason = await officer.call(people.unmask, { params, body: { reason: ' ' } }).expect(400);
    expect(noReason.body).toMatchObject({ code: 'validation_failed', fields: [{ path: 'reason' }] });
    const body = { reason: '核实' };
    const organiser = await test.signIn('organiser', 'jinxiu');
    expect((await organiser.call(people.unmask, { params, body }).expect(403)).body.code).toBe('forbidden');
    const stranger = await test.signIn('community_admin', 'hechi');
    expect((await stranger.call(people.unmask, { params, body }).expect(403)).body.code).toBe('out_of_scope');
    expect((await officer.call(people.viewLog, { params }).expect(200)).body.items).toEqual([]);
  });
});

describe('accounts and statements', () => {
  it('show what was posted, with titles from its source, and who acted only to staff', async () => {
    const resident = await test.signInResident();
    for (const [key, points, minutes] of [
      ['s1', 30, 6_000],
      ['s2', 12, 60],
    ] as const) {
      const outcome = await test.context.ledger.post(earn(resident.accountId, key, points, minutes));
      expect(outcome.status).toBe('posted');
    }
    const figures = await test.http.get('/metrics').expect(200);
    expect(figures.text).toMatch(/red_points_ledger_postings_total\{outcome="posted"\} [2-9]/);
    const account = (await resident.call(people.ownAccount).expect(200)).body;
    expect(account).toMatchObject({ available: 42, minutes: 6_060, stars: 1, items: 2, earned: 42 });
    expect(account.nextExpiry).toEqual({ points: 42, lastDay: '2027-12-31' });

    const own = (await resident.call(people.ownStatement, { query: { limit: 1 } }).expect(200)).body;
    expect(own.items).toMatchObject([{ points: 12, balanceAfter: 42, kind: 'earn', place: '锦绣社区' }]);
    expect(own.items[0].actors).toEqual([
      { part: 'reviewer', name: '锦绣社区' },
      { part: 'beneficiary', name: '系统' },
    ]);
    expect(own.items[0].receiptCode).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/);
    const query = { limit: 1, cursor: own.nextCursor };
    const older = (await resident.call(people.ownStatement, { query }).expect(200)).body;
    expect(older).toMatchObject({ items: [{ points: 30 }], nextCursor: null });
    const redeemed = await resident.call(people.ownStatement, { query: { show: 'redeemed' } }).expect(200);
    expect(redeemed.body.items).toEqual([]);

    const params = { personId: resident.personId };
    const forStaff = (await officer.call(people.statement, { params }).expect(200)).body;
    expect(forStaff.items[0].actors[0]).toEqual({ part: 'reviewer', name: '何网格' });
    const stranger = await test.signIn('community_admin', 'hechi');
    expect((await stranger.call(people.statement, { params }).expect(403)).body.code).toBe('out_of_scope');
  });

  it('are read for the person acted for, not for the phone', async () => {
    const phone = nextPhone();
    const daughter = await test.enterResident({ phone });
    const entered = await officer
      .call(people.enter, { body: { name: '林国强', unitId: 'jinxiu-g1', phone, sharedPhone: true } })
      .expect(201);
    const father = entered.body as { personId: string; accountId: string };
    await test.context.ledger.post(earn(father.accountId, 'father', 7));
    const signedIn = await test.signInByPhone(phone);
    expect(signedIn.me.actingPersonId).toBe(daughter.personId);
    expect((await signedIn.call(people.ownAccount).expect(200)).body.available).toBe(0);
    const acting = await signedIn.call(sessions.actFor, { body: { personId: father.personId } }).expect(200);
    const token = acting.body.accessToken as string;
    expect((await test.call(people.ownAccount, { token }).expect(200)).body.available).toBe(7);
  });
});

describe('finding or entering many', () => {
  const wanted = () => [
    { name: '苏秀德', phone: nextPhone(), unitId: 'jinxiu-g1' },
    { name: '苏秀德', phone: null, unitId: 'hechi-g1' },
    { name: '庄志美', phone: nextPhone(), unitId: 'hechi-g2' },
  ];

  it('changes nothing the second time', async () => {
    const inputs = wanted();
    const first = await test.context.people.findOrEnter([...inputs, ...inputs], officer.userId);
    expect(new Set(first.map(({ person }) => person.personId)).size).toBe(3);
    const second = await test.context.people.findOrEnter(inputs, officer.userId);
    expect(second.map(({ entered }) => entered)).toEqual([false, false, false]);
    expect(second.map(({ person }) => person.personId)).toEqual(first.slice(0, 3).map(({ person }) => person.personId));
    expect(await test.context.people.find(inputs)).toEqual(second.map(({ person }) => person));
  });

  it('enters everybody once when two processes do it at the same moment', async () => {
    const inputs = wanted().filter(({ phone }) => phone !== null);
    const other = await startTestApp({ sharing: test });
    try {
      const [one, two] = await Promise.all([
        test.context.people.findOrEnter(inputs, officer.userId),
        other.context.people.findOrEnter(inputs, officer.userId),
      ]);
      expect(one.map(({ person }) => person.personId)).toEqual(two.map(({ person }) => person.personId));
    } finally {
      await other.close();
    }
  });
});

describe('personal data at rest', () => {
  it('is readable nowhere in the database, and gone when the key is erased', async () => {
    const { personId, phone } = await test.enterResident({ name: '司徒静雯', address: '望江里5号楼301' });
    await officer.call(people.unmask, { params: { personId }, body: { reason: '静雯本人来访' } }).expect(200);
    for (const { name } of await test.context.db.listCollections().toArray()) {
      const raw = await test.context.db.collection(name).find({}, { raw: false }).toArray();
      const text = JSON.stringify(raw, (_key, value) =>
        value?._bsontype === 'Binary' ? value.toString('latin1') : value,
      );
      for (const secret of ['司徒静雯', '静雯', phone, '望江里']) expect(text, name).not.toContain(secret);
    }
    await test.context.personalData.erase(personId);
    const erased = { full: '已注销', masked: '已注销', amongFamily: '已注销' };
    expect((await test.context.people.names([personId])).get(personId)).toEqual(erased);
    const detail = await officer.call(people.get, { params: { personId } }).expect(200);
    expect(detail.body).toMatchObject({ maskedName: '已注销', maskedPhone: null });
    const unmask = await officer.call(people.unmask, { params: { personId }, body: { reason: '核实' } }).expect(409);
    expect(unmask.body.code).toBe('person_closed');
  });
});

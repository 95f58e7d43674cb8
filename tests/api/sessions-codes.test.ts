import { demo, people, type SignedIn, sessions } from '@red-points/shared/contracts';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextPhone, startTestApp, type TestApp } from '../support/app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** The refresh cookie that an answer sets, as a Cookie header. */
function cookieOf(answer: Response): string {
  const [first] = answer.get('Set-Cookie') ?? [];
  return first?.split(';')[0] ?? '';
}

function refresh(cookie: string, face: string) {
  return test.call(sessions.refresh, { body: { face }, headers: { Cookie: cookie } });
}

describe('one-time codes', () => {
  const send = (phone: string) => test.call(sessions.sendCode, { body: { phone } });
  const use = (phone: string, code: string | null) => test.call(sessions.signInByCode, { body: { phone, code } });
  const wrong = (code: string | null) => (code === '000000' ? '000001' : '000000');

  it('answer the same whether the phone is known or not', async () => {
    const { phone: known } = await test.enterResident();
    const [one, two] = [await send(known).expect(202), await send(nextPhone()).expect(202)];
    expect(one.body).toEqual(two.body);
  });

  it('sign in once', async () => {
    const phone = nextPhone();
    await send(phone).expect(202);
    const code = await test.context.auth.newestCode(phone);
    const answer = await use(phone, code).expect(200);
    expect(answer.body.me).toMatchObject({ face: 'resident', persons: [], registrationNeeded: true });
    expect((await use(phone, code).expect(401)).body.code).toBe('code_wrong');
  });

  it('sign in once, also when two phones send the same code at the same moment', async () => {
    const phone = nextPhone();
    await send(phone).expect(202);
    const code = await test.context.auth.newestCode(phone);
    const answers = await Promise.all([1, 2, 3, 4].map(() => use(phone, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('are refused when wrong, and for a phone that never asked', async () => {
    const phone = nextPhone();
    await send(phone).expect(202);
    const code = await test.context.auth.newestCode(phone);
    expect((await use(phone, wrong(code)).expect(401)).body.code).toBe('code_wrong');
    expect((await use(nextPhone(), '123456').expect(401)).body.code).toBe('code_wrong');
    await use(phone, code).expect(200);
  });

  it('expire after five minutes', async () => {
    const phone = nextPhone();
    await send(phone).expect(202);
    test.clock.advance(5 * 60_000);
    const answer = await use(phone, await test.context.auth.newestCode(phone)).expect(401);
    expect(answer.body.code).toBe('code_expired');
  });

  it('die after five wrong guesses', async () => {
    const phone = nextPhone();
    await send(phone).expect(202);
    const code = await test.context.auth.newestCode(phone);
    for (let guess = 0; guess < 5; guess++) await use(phone, wrong(code)).expect(401);
    expect((await use(phone, code).expect(401)).body.code).toBe('code_expired');
  });

  it('are sent again after a minute, not before; the new one replaces the old', async () => {
    const phone = nextPhone();
    await send(phone).expect(202);
    const old = await test.context.auth.newestCode(phone);
    const soon = await send(phone).expect(429);
    expect(soon.body).toMatchObject({ code: 'code_too_soon', detail: { seconds: 60 } });
    test.clock.advance(60_000);
    await send(phone).expect(202);
    const fresh = await test.context.auth.newestCode(phone);
    if (old !== fresh) expect((await use(phone, old).expect(401)).body.code).toBe('code_wrong');
    await use(phone, fresh).expect(200);
  });

  it('are limited to ten a day for a phone', async () => {
    const phone = nextPhone();
    for (let sent = 0; sent < 10; sent++) {
      await send(phone).expect(202);
      test.clock.advance(61_000);
    }
    const answer = await send(phone).expect(429);
    expect(answer.body.code).toBe('rate_limited');
  });

  it('are kept only as keyed hashes where a gateway sends them', async () => {
    const phone = nextPhone();
    const kept = JSON.stringify(await test.context.db.collection('sign_in_codes').find().toArray());
    expect(kept).not.toContain(phone);
    expect(kept).not.toMatch(/"\d{6}"/);
  });
});

describe('acting for somebody who shares the phone', () => {
  it('changes whom the session acts for, and stays after a refresh', async () => {
    const phone = nextPhone();
    const daughter = await test.enterResident({ phone, name: '林晓雨' });
    const clerk = await test.signIn('grid_officer', 'jinxiu');
    const entered = await clerk
      .call(people.enter, { body: { name: '林国强', unitId: 'jinxiu-g1', phone, sharedPhone: true } })
      .expect(201);
    const fatherId = entered.body.personId as string;
    await test.call(sessions.sendCode, { body: { phone } }).expect(202);
    const code = await test.context.auth.newestCode(phone);
    const signedIn = await test.call(sessions.signInByCode, { body: { phone, code } }).expect(200);
    const me = signedIn.body.me as SignedIn['me'];
    expect(me.persons.map(({ name }) => name)).toEqual(['林晓雨', '林国强']);
    expect(me.actingPersonId).toBe(daughter.personId);

    const token = signedIn.body.accessToken as string;
    const acting = await test.call(sessions.actFor, { token, body: { personId: fatherId } }).expect(200);
    expect(acting.body.me).toMatchObject({ actingPersonId: fatherId, displayName: '林国强' });
    const refreshed = await refresh(cookieOf(signedIn), 'resident').expect(200);
    expect(refreshed.body.me.actingPersonId).toBe(fatherId);
  });

  it('is refused for a stranger, and for staff', async () => {
    const resident = await test.signInResident();
    const stranger = await test.enterResident();
    const body = { personId: stranger.personId };
    expect((await resident.call(sessions.actFor, { body }).expect(403)).body.code).toBe('person_not_yours');
    const clerk = await test.signIn('community_admin', 'jinxiu');
    expect((await clerk.call(sessions.actFor, { body }).expect(403)).body.code).toBe('person_not_yours');
  });
});

describe('the demo', () => {
  it('offers role cards and codes only where it is one', async () => {
    expect((await test.call(demo.signIns).expect(404)).body.code).toBe('demo_only');
    expect((await test.call(demo.outbox, { query: { phone: nextPhone() } }).expect(404)).body.code).toBe('demo_only');
    const trial = await startTestApp({ sharing: test, config: { demo: true } });
    try {
      await trial.context.demoAccess.setCards([
        {
          _id: 'elder',
          order: 1,
          face: 'resident',
          titleZh: '居民',
          titleEn: 'Resident',
          hintZh: '看看积分',
          hintEn: 'See the points',
          username: null,
          password: null,
          phone: '13800000001',
        },
      ]);
      const cards = await trial.call(demo.signIns).expect(200);
      expect(cards.body.items).toMatchObject([{ card: 'elder', phone: '13800000001' }]);
      const phone = '13800000001';
      expect((await trial.call(demo.outbox, { query: { phone } }).expect(200)).body).toEqual({ code: null });
      await trial.call(sessions.sendCode, { body: { phone } }).expect(202);
      const { code } = (await trial.call(demo.outbox, { query: { phone } }).expect(200)).body as { code: string };
      await trial.call(sessions.signInByCode, { body: { phone, code } }).expect(200);
    } finally {
      await trial.close();
    }
  });
});

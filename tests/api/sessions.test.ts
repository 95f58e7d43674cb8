import { createSecretKey } from 'node:crypto';
import { demo, people, type SignedIn, sessions } from '@red-points/shared/contracts';
import jwt from 'jsonwebtoken';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextPhone, startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.ts';

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

async function newClerk(): Promise<{ username: string; userId: string }> {
  const username = `clerk-${test.context.ids.next().toLowerCase()}`;
  const user = await test.context.users.createStaff({
    username,
    password: TEST_PASSWORD,
    displayName: '林书记',
    grants: [{ role: 'community_admin', unitId: 'jinxiu', shopId: null }],
  });
  return { username, userId: user?.userId ?? '' };
}

function signIn(username: string, password = TEST_PASSWORD, face = 'console') {
  return test.call(sessions.signInByPassword, { body: { face, username, password } });
}

function refresh(cookie: string, face = 'console') {
  return test.call(sessions.refresh, { body: { face }, headers: { Cookie: cookie } });
}

describe('sign-in by password', () => {
  it('answers with a token, who it is, and a cookie that scripts cannot read', async () => {
    const { username, userId } = await newClerk();
    const answer = await signIn(username.toUpperCase()).expect(200);
    const body = answer.body as SignedIn;
    expect(body.me).toMatchObject({ userId, face: 'console', displayName: '林书记', actingPersonId: null });
    expect(body.me.grants).toEqual([
      {
        role: 'community_admin',
        unitId: 'jinxiu',
        unitName: '锦绣社区',
        unitPathNames: ['云州市', '望澜区', '栖禾街道', '锦绣社区'],
        shopId: null,
        shopName: null,
      },
    ]);
    const [cookie = ''] = answer.get('Set-Cookie') ?? [];
    expect(cookie).toMatch(/^rp_refresh_console=.*HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain('Secure');
    await test.call(sessions.me, { token: body.accessToken }).expect(200);
  });

  it('says the same of a wrong password and of a user that does not exist', async () => {
    const { username } = await newClerk();
    const wrong = await signIn(username, 'wrong').expect(401);
    const unknown = await signIn('nobody-at-all', 'wrong').expect(401);
    expect(wrong.body).toEqual({ ...unknown.body, requestId: wrong.body.requestId });
    expect(wrong.body.code).toBe('sign_in_failed');
  });

  it('refuses an entrance that the roles do not belong to', async () => {
    const { username } = await newClerk();
    const answer = await signIn(username, TEST_PASSWORD, 'merchant').expect(403);
    expect(answer.body.code).toBe('face_not_allowed');
  });

  it('locks a name after five wrong passwords, and not the names of others', async () => {
    const [locked, other] = [await newClerk(), await newClerk()];
    for (let attempt = 0; attempt < 5; attempt++) await signIn(locked.username, 'wrong').expect(401);
    const answer = await signIn(locked.username).expect(429);
    expect(answer.body.code).toBe('sign_in_locked');
    expect(answer.body.detail.seconds).toBeGreaterThan(0);
    expect(answer.get('Retry-After')).toBe(String(answer.body.detail.seconds));
    await signIn(other.username).expect(200);
  });
});

describe('access tokens', () => {
  const installation = () => test.context.keys.installationId;
  const payload = () => ({
    sub: 'u',
    sid: 's',
    face: 'console',
    act: null,
    per: [],
    gra: [['system_admin', null, null]],
    iat: Math.floor(test.clock.now() / 1000),
    exp: Math.floor(test.clock.now() / 1000) + 600,
    iss: installation(),
    aud: installation(),
  });
  const sessionKey = () => test.context.keys.of('session');
  const sign = (content: object, key: jwt.Secret, algorithm: jwt.Algorithm = 'HS256', typ = 'rp-session+jwt'): string =>
    jwt.sign(content, key, { algorithm, header: { alg: algorithm, typ } });
  const codeFor = async (token: string): Promise<string> =>
    (await test.call(sessions.me, { token })).body.code as string;

  it('pass when signed by this installation for this purpose', async () => {
    const answer = await test.call(sessions.me, { token: sign(payload(), sessionKey()) });
    expect(answer.status).toBe(200);
  });

  it('end after a quarter of an hour', async () => {
    const clerk = await test.signIn('community_admin', 'jinxiu');
    test.clock.advance(15 * 60_000 - 1_000);
    await clerk.call(sessions.me).expect(200);
    test.clock.advance(2_000);
    expect((await clerk.call(sessions.me).expect(401)).body.code).toBe('token_expired');
  });

  it.each([
    ['a forged signature', () => sign(payload(), createSecretKey(Buffer.alloc(32, 7)))],
    ['a key of another purpose', () => sign(payload(), test.context.keys.of('resident-code'))],
    ['another algorithm of the same family', () => sign(payload(), sessionKey(), 'HS512')],
    ['another type', () => sign(payload(), sessionKey(), 'HS256', 'JWT')],
    ['another installation as issuer', () => sign({ ...payload(), iss: 'elsewhere' }, sessionKey())],
    ['another installation as audience', () => sign({ ...payload(), aud: 'elsewhere' }, sessionKey())],
    ['a role that does not exist', () => sign({ ...payload(), gra: [['owner', null, null]] }, sessionKey())],
    ['rubbish', () => 'not.a.token'],
  ])('are refused with %s', async (_what, make) => {
    expect(await codeFor(make())).toBe('token_invalid');
  });

  it('are refused without any signature (alg none)', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none', typ: 'rp-session+jwt' })}.${part(payload())}.`;
    expect(await codeFor(unsigned)).toBe('token_invalid');
  });

  it('of another installation are refused', async () => {
    const elsewhere = await startTestApp({ config: { masterSecret: 'the master secret of another installation' } });
    try {
      const stranger = await elsewhere.signIn('system_admin', null);
      expect(await codeFor(stranger.token)).toBe('token_invalid');
    } finally {
      await elsewhere.close();
    }
  });

  it('are asked for where there is none', async () => {
    expect((await test.call(sessions.me).expect(401)).body.code).toBe('not_signed_in');
  });
});

describe('refreshing', () => {
  it('exchanges the cookie for a new one and a new access token', async () => {
    const { username } = await newClerk();
    const first = cookieOf(await signIn(username).expect(200));
    const answer = await refresh(first).expect(200);
    expect(cookieOf(answer)).not.toBe(first);
    await test.call(sessions.me, { token: answer.body.accessToken }).expect(200);
    await refresh(cookieOf(answer)).expect(200);
  });

  it('gives two tabs that ask in the same moment the same successor', async () => {
    const { username } = await newClerk();
    const first = cookieOf(await signIn(username).expect(200));
    const [one, two] = await Promise.all([refresh(first), refresh(first)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(cookieOf(one)).toBe(cookieOf(two));
    await refresh(cookieOf(one)).expect(200);
  });

  it('ends the whole session when a token is used again later', async () => {
    const { username } = await newClerk();
    const first = cookieOf(await signIn(username).expect(200));
    const second = await refresh(first).expect(200);
    test.clock.advance(31_000);
    expect((await refresh(first).expect(401)).body.code).toBe('session_reused');
    // The rightful holder is out too: nobody can tell which of the two it was.
    expect((await refresh(cookieOf(second)).expect(401)).body.code).toBe('session_reused');
    const late = await test.call(sessions.me, { token: second.body.accessToken }).expect(401);
    expect(late.body.code).toBe('session_ended');
  });

  it('ends the session at once when a token two generations old comes back', async () => {
    const { username } = await newClerk();
    const first = cookieOf(await signIn(username).expect(200));
    const second = cookieOf(await refresh(first).expect(200));
    await refresh(second).expect(200);
    expect((await refresh(first).expect(401)).body.code).toBe('session_reused');
  });

  it('is refused without a cookie, with a forged one, and with that of another face', async () => {
    const { username } = await newClerk();
    const cookie = cookieOf(await signIn(username).expect(200));
    expect((await test.call(sessions.refresh, { body: { face: 'console' } }).expect(401)).body.code).toBe(
      'not_signed_in',
    );
    const forged = `${cookie.slice(0, -4)}AAAA`;
    expect((await refresh(forged).expect(401)).body.code).toBe('session_ended');
    const renamed = cookie.replace('rp_refresh_console', 'rp_refresh_merchant');
    expect((await refresh(renamed, 'merchant').expect(401)).body.code).toBe('session_ended');
  });

  it('is over after a night without use', async () => {
    const { username } = await newClerk();
    const cookie = cookieOf(await signIn(username).expect(200));
    test.clock.advance(12 * 3_600_000 + 1_000);
    expect((await refresh(cookie).expect(401)).body.code).toBe('session_ended');
  });

  it('is over when the user was disabled', async () => {
    const { username, userId } = await newClerk();
    const cookie = cookieOf(await signIn(username).expect(200));
    await test.context.db
      .collection<{ _id: string }>('users')
      .updateOne({ _id: userId }, { $set: { status: 'disabled' } });
    expect((await refresh(cookie).expect(401)).body.code).toBe('session_ended');
    expect((await signIn(username).expect(401)).body.code).toBe('sign_in_failed');
  });

  it('keeps clerk and resident apart in one browser', async () => {
    const { username } = await newClerk();
    const clerk = cookieOf(await signIn(username).expect(200));
    const { phone } = await test.enterResident();
    await test.call(sessions.sendCode, { body: { phone } }).expect(202);
    const code = await test.context.auth.newestCode(phone);
    const resident = cookieOf(await test.call(sessions.signInByCode, { body: { phone, code } }).expect(200));
    const both = `${clerk}; ${resident}`;
    expect((await refresh(both, 'console').expect(200)).body.me.face).toBe('console');
    expect((await refresh(both, 'resident').expect(200)).body.me.face).toBe('resident');
  });

  it('sets cookies for HTTPS only where people come by HTTPS', async () => {
    const secure = await startTestApp({ sharing: test, config: { publicUrl: 'https://points.example.org' } });
    try {
      const { username } = await newClerk();
      const body = { face: 'console', username, password: TEST_PASSWORD };
      const answer = await secure.call(sessions.signInByPassword, { body }).expect(200);
      expect(answer.get('Set-Cookie')?.[0]).toContain('; Secure');
      expect(answer.get('Strict-Transport-Security')).toBeDefined();
    } finally {
      await secure.close();
    }
  });
});

describe('signing out', () => {
  it('ends the session here at once, and in another process within seconds', async () => {
    const { username } = await newClerk();
    const answer = await signIn(username).expect(200);
    const token = answer.body.accessToken as string;
    await test
      .call(sessions.signOut, { body: { face: 'console' }, headers: { Cookie: cookieOf(answer) } })
      .expect(204)
      .expect('Set-Cookie', /rp_refresh_console=;/);
    expect((await test.call(sessions.me, { token }).expect(401)).body.code).toBe('session_ended');
    expect((await refresh(cookieOf(answer)).expect(401)).body.code).toBe('session_ended');
    const other = await startTestApp({ sharing: test, started: true });
    try {
      expect((await other.call(sessions.me, { token }).expect(401)).body.code).toBe('session_ended');
    } finally {
      await other.close();
    }
  });

  it('is no mistake without a session', async () => {
    await test.call(sessions.signOut, { body: { face: 'resident' } }).expect(204);
  });
});

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

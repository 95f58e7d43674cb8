import { argon2Passwords } from '@red-points/server/auth/index';
import { type SignedIn, sessions } from '@red-points/shared/contracts';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.ts';
import { rememberedPasswords } from '../support/passwords.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startTestApp({ passwordsAnew: true });
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

  it('is compared no less where the tests remember what was compared', async () => {
    const kept = await rememberedPasswords.hash(TEST_PASSWORD);
    for (const passwords of [rememberedPasswords, rememberedPasswords, argon2Passwords]) {
      expect(await passwords.isRight(kept, TEST_PASSWORD)).toBe(true);
      expect(await passwords.isRight(kept, `${TEST_PASSWORD}!`)).toBe(false);
    }
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

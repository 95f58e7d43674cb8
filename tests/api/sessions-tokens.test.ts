import { createSecretKey } from 'node:crypto';
import { sessions } from '@red-points/shared/contracts';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

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

import { checkIns, displays } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  hourlyTerms,
  later,
  openActivity,
  publishRule,
  runningActivity,
  shownCode,
  signInCast,
} from '../support/earning.ts';

const MINUTE_MS = 60_000;

interface Paired {
  readonly displayId: string;
  readonly credentials: { readonly displayId: string; readonly secret: string };
}

describe('registered check-in screens', () => {
  let test: TestApp;
  let cast: Cast;

  const begin = async () => (await test.call(displays.begin).expect(201)).body;
  const screen = (credentials: Paired['credentials']) => test.call(displays.screen, { body: credentials });
  const pair = async (name = '居委会大厅'): Promise<Paired> => {
    const { displayId, secret, pairingCode } = await begin();
    const body = { pairingCode, name, unitId: 'jinxiu' };
    await cast.organiser.call(displays.register, { body }).expect(201);
    return { displayId, credentials: { displayId, secret } };
  };
  const show = (displayId: string, activityId: string | null) =>
    cast.organiser.call(displays.show, { params: { displayId }, body: { activityId } });

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('from the pairing code on the wall to a code that a phone can scan', async () => {
    const { displayId, secret, pairingCode } = await begin();
    const credentials = { displayId, secret };
    expect(pairingCode).toMatch(/^\d{8}$/);
    expect((await screen(credentials).expect(200)).body).toMatchObject({ state: 'pairing', pairingCode });
    const body = { pairingCode, name: '一楼大屏', unitId: 'jinxiu' };
    const registered = await cast.organiser.call(displays.register, { body }).expect(201);
    expect(registered.body).toMatchObject({
      displayId,
      kind: 'hall',
      state: 'active',
      name: '一楼大屏',
      activity: null,
    });
    expect((await screen(credentials).expect(200)).body).toEqual({
      state: 'idle',
      name: '一楼大屏',
      unitName: '锦绣社区',
      activity: null,
    });
    const open = await openActivity(test, cast);
    await show(displayId, open.activityId).expect(200);
    expect((await screen(credentials).expect(200)).body.activity.title).toBe('河道清理');
    const { activityId } = await runningActivity(test, cast);
    await show(displayId, activityId).expect(200);
    const showing = (await screen(credentials).expect(200)).body;
    expect(showing).toMatchObject({ state: 'showing', name: '一楼大屏', screen: { present: 0, stepMs: 10_000 } });
    const exchanged = await test.call(checkIns.ticket, { body: { code: showing.screen.codeUrl } }).expect(200);
    const person = await test.signInResident();
    await person.call(checkIns.checkIn, { body: { ticket: exchanged.body.ticket } }).expect(201);
    const here = await cast.organiser.call(checkIns.attendances, { params: { activityId } }).expect(200);
    expect(here.body.items).toMatchObject([{ displayName: '一楼大屏', provenance: 'qr_rotating', word: null }]);
    const listed = (await cast.organiser.call(displays.list).expect(200)).body.items;
    const mine = listed.find((each: { displayId: string }) => each.displayId === displayId);
    expect(mine).toMatchObject({ name: '一楼大屏', activity: { activityId }, unitName: '锦绣社区' });
    expect(Date.parse(mine.lastSeenAt)).toBe(test.clock.now());
  });

  it('each signs with a secret of its own, and a leaked code is traced to its screen and its ten seconds', async () => {
    const [first, second] = [await pair('大厅甲'), await pair('大厅乙')];
    const { activityId } = await runningActivity(test, cast);
    await show(first.displayId, activityId).expect(200);
    await show(second.displayId, activityId).expect(200);
    const shownAtMs = Math.floor(test.clock.now() / 10_000) * 10_000;
    const codes = await Promise.all(
      [first, second].map(async ({ credentials }) => (await screen(credentials).expect(200)).body.screen.codeUrl),
    );
    expect(new Set(codes).size).toBe(2);
    cast = later(test, cast, 30 * MINUTE_MS);
    for (const [at, name] of ['大厅甲', '大厅乙'].entries()) {
      const traced = await cast.secretary.call(displays.trace, { body: { code: codes[at] } }).expect(200);
      expect(traced.body).toMatchObject({ display: { name }, activity: { activityId } });
      expect(Date.parse(traced.body.shownAt)).toBe(shownAtMs);
    }
    const outsider = await test.signIn('organiser', 'hechi');
    const refused = await outsider.call(displays.trace, { body: { code: codes[0] } }).expect(403);
    expect(refused.body.code).toBe('out_of_scope');
  });

  it('the payload of one screen signed by another is forged', async () => {
    const [first, second] = [await pair('大厅丙'), await pair('大厅丁')];
    const { activityId } = await runningActivity(test, cast);
    await show(first.displayId, activityId).expect(200);
    await show(second.displayId, activityId).expect(200);
    const [mine, other] = await Promise.all(
      [first, second].map(async ({ credentials }) => (await screen(credentials).expect(200)).body.screen.codeUrl),
    );
    // The last 8 characters are signature alone.
    const mixed = `${mine.slice(0, -8)}${other.slice(-8)}`;
    expect((await test.call(checkIns.ticket, { body: { code: mixed } }).expect(403)).body.code).toBe(
      'checkin_code_forged',
    );
  });

  it('a revoked screen shows nothing and what it has shown is taken no more; restored, it signs otherwise', async () => {
    const { displayId, credentials } = await pair();
    const { activityId } = await runningActivity(test, cast);
    await show(displayId, activityId).expect(200);
    const code = (await screen(credentials).expect(200)).body.screen.codeUrl;
    const revoke = { params: { displayId }, body: { reason: '屏幕被搬走' } };
    const revoked = await cast.secretary.call(displays.revoke, revoke).expect(200);
    expect(revoked.body).toMatchObject({ state: 'revoked', revokeReason: '屏幕被搬走' });
    expect((await screen(credentials).expect(403)).body.code).toBe('display_revoked');
    const exchange = () => test.call(checkIns.ticket, { body: { code } });
    expect((await exchange().expect(410)).body.code).toBe('checkin_display_revoked');
    expect((await cast.secretary.call(displays.revoke, revoke).expect(409)).body.code).toBe('display_state_wrong');
    expect((await show(displayId, activityId).expect(403)).body.code).toBe('display_revoked');
    await cast.secretary.call(displays.restore, { params: { displayId } }).expect(200);
    expect((await exchange().expect(403)).body.code).toBe('checkin_code_forged');
    const renewed = (await screen(credentials).expect(200)).body.screen.codeUrl;
    await test.call(checkIns.ticket, { body: { code: renewed } }).expect(200);
  });

  it('whose own phone shows codes is a screen too: named, revocable, and not restored by themselves', async () => {
    const { activityId } = await runningActivity(test, cast);
    const code = await shownCode(cast, activityId);
    const traced = (await cast.secretary.call(displays.trace, { body: { code } }).expect(200)).body.display;
    expect(traced).toMatchObject({ kind: 'staff', name: cast.organiser.me.displayName });
    const params = { displayId: traced.displayId };
    await cast.secretary.call(displays.revoke, { params, body: { reason: '手机遗失' } }).expect(200);
    const shown = await cast.organiser.call(checkIns.display, { params: { activityId } }).expect(403);
    expect(shown.body.code).toBe('display_revoked');
    expect((await cast.organiser.call(displays.restore, { params }).expect(403)).body.code).toBe('forbidden');
    await cast.secretary.call(displays.restore, { params }).expect(200);
    await cast.organiser.call(checkIns.display, { params: { activityId } }).expect(200);
    expect((await show(traced.displayId, activityId).expect(409)).body.code).toBe('display_state_wrong');
  });

  it('is paired once, in time, by staff of the unit, and proves itself with its secret', async () => {
    const { displayId, secret, pairingCode } = await begin();
    const body = { pairingCode, name: '大屏', unitId: 'jinxiu' };
    const outsider = await test.signIn('organiser', 'hechi');
    expect((await outsider.call(displays.register, { body }).expect(403)).body.code).toBe('out_of_scope');
    expect((await screen({ displayId, secret: `${secret}x` }).expect(403)).body.code).toBe('display_unknown');
    const nobody = { displayId: 'nobody', secret };
    expect((await screen(nobody).expect(403)).body.code).toBe('display_unknown');
    await cast.organiser.call(displays.register, { body }).expect(201);
    const twice = await cast.organiser.call(displays.register, { body }).expect(404);
    expect(twice.body.code).toBe('display_pairing_code_unknown');
    const late = await begin();
    cast = later(test, cast, 10 * MINUTE_MS);
    const tooLate = { pairingCode: late.pairingCode, name: '大屏', unitId: 'jinxiu' };
    expect((await cast.organiser.call(displays.register, { body: tooLate }).expect(404)).body.code).toBe(
      'display_pairing_code_unknown',
    );
    const gone = await screen({ displayId: late.displayId, secret: late.secret }).expect(403);
    expect(gone.body.code).toBe('display_unknown');
    const unknown = { params: { displayId: 'nobody' }, body: { reason: '没有' } };
    expect((await cast.organiser.call(displays.revoke, unknown).expect(404)).body.code).toBe('display_not_found');
  });

  it('pairing codes cannot be guessed: after ten attempts there is a pause', async () => {
    const guesser = await test.signIn('organiser', 'jinxiu');
    const guess = (pairingCode: string) =>
      guesser.call(displays.register, { body: { pairingCode, name: '大屏', unitId: 'jinxiu' } });
    for (let digit = 0; digit < 10; digit += 1) await guess(`0000000${digit}`).expect(404);
    expect((await guess('00000010').expect(429)).body.code).toBe('rate_limited');
  });
});

import { activities, people } from '@red-points/shared/contracts';
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { addressOf, usualHeaders } from './call.ts';
import { isDecided, isWorthRepeating, NetworkError, OutcomeUnknownError, ProblemError, readProblem } from './errors.ts';

describe('the address of an endpoint', () => {
  it('fills in its parameters and leaves out what was not asked', () => {
    expect(addressOf(people.get, { params: { personId: 'a/b ü' } })).toBe('/api/v1/people/a%2Fb%20%C3%BC');
    const query = { unitId: 'jinxiu', when: undefined, cursor: '', limit: 20 };
    expect(addressOf(activities.list, { query })).toBe('/api/v1/activities?unitId=jinxiu&limit=20');
  });
});

it('a request asks for the language of the page, whatever the browser’s is', async () => {
  await i18next.init({ lng: 'zh', resources: {} });
  expect(usualHeaders().get('accept-language')).toBe('zh-CN');
  await i18next.changeLanguage('en');
  expect(usualHeaders().get('accept-language')).toBe('en');
  await i18next.changeLanguage('zh');
});

describe('an error', () => {
  it('is worth repeating only when nothing was decided', () => {
    expect(isWorthRepeating(new OutcomeUnknownError())).toBe(true);
    expect(isWorthRepeating(new NetworkError())).toBe(true);
    expect(isWorthRepeating(new ProblemError({ status: 503, code: 'outcome_unknown' }))).toBe(true);
    expect(isWorthRepeating(new ProblemError({ status: 409, code: 'ledger_insufficient_points' }))).toBe(false);
    expect(isWorthRepeating(new TypeError('a bug'))).toBe(false);
    // Whoever tries again after a failure asks with the same key: it may have been done before the server failed.
    expect(isDecided(new ProblemError({ status: 409, code: 'ledger_insufficient_points' }))).toBe(true);
    expect(isDecided(new ProblemError({ status: 500, code: 'internal_error' }))).toBe(false);
    expect(isDecided(new OutcomeUnknownError())).toBe(false);
    expect(isDecided(new TypeError('a bug'))).toBe(false);
  });

  it('keeps code, fields and request id of a problem document', async () => {
    const fields = [{ path: 'body.name', code: 'too_small', message: '请填写' }];
    const document = { code: 'validation_failed', status: 400, requestId: 'r1', fields };
    const problem = await readProblem(new Response(JSON.stringify(document), { status: 400 }));
    expect(problem).toMatchObject({ code: 'validation_failed', status: 400, requestId: 'r1', fields });
  });

  it('of a proxy without a problem document still has its status', async () => {
    const problem = await readProblem(new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect(problem).toMatchObject({ code: 'internal_error', status: 502 });
    expect(isWorthRepeating(problem)).toBe(true);
  });
});

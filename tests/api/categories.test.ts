import { categories, rules } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, hourlyTerms, openActivity, publishRule, signInCast } from '../support/earning.ts';

describe('categories', () => {
  let test: TestApp;
  let cast: Cast;
  let district: SignedInUser;

  const list = async () =>
    (await test.call(categories.list).expect(200)).body.items as { code: string; version: number }[];
  const green = { code: 'green', titleZh: '绿色家园', titleEn: 'Green home', icon: 'leaf', order: 25 };

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    district = await test.signIn('district_admin', 'wanglan');
  });
  afterAll(() => test.close());

  it('start with three, readable by everybody', async () => {
    expect((await list()).map(({ code }) => code)).toEqual(['volunteering', 'mediation', 'culture']);
  });

  it('are data: one more is added, rules and activities use it at once', async () => {
    const unknown = { body: { code: 'LS-01', unitId: 'jinxiu', terms: hourlyTerms({ category: 'green' }) } };
    expect((await cast.secretary.call(rules.draft, unknown).expect(422)).body.code).toBe('rule_category_unknown');
    const added = await district.call(categories.add, { body: green }).expect(201);
    expect(added.body).toEqual({ ...green, active: true, version: 1 });
    expect((await list()).map(({ code }) => code)).toEqual(['volunteering', 'mediation', 'green', 'culture']);
    await publishRule(cast, 'LS-01', hourlyTerms({ category: 'green' }));
    const activity = await openActivity(test, cast, { category: 'green', ruleCode: 'LS-01' });
    expect(activity.category).toBe('green');
  });

  it('change on the version that was read; a code is used once and never given away', async () => {
    const { code, ...fields } = green;
    const change = (version: number, more = {}) =>
      district.call(categories.change, { params: { code }, body: { ...fields, active: true, ...more, version } });
    expect((await change(1, { titleZh: '绿色社区' }).expect(200)).body).toMatchObject({
      titleZh: '绿色社区',
      version: 2,
    });
    expect((await change(1).expect(412)).body.code).toBe('version_conflict');
    expect((await district.call(categories.add, { body: green }).expect(409)).body.code).toBe('category_exists');
    const taken = { ...green, code: 'culture' };
    expect((await district.call(categories.add, { body: taken }).expect(409)).body.code).toBe('category_exists');
    const reserved = { ...green, code: 'all' };
    expect((await district.call(categories.add, { body: reserved }).expect(422)).body.code).toBe('category_reserved');
    const missing = await district
      .call(categories.change, { params: { code: 'nothing' }, body: { ...fields, active: true, version: 0 } })
      .expect(404);
    expect(missing.body.code).toBe('category_not_found');
  });

  it('one that is not offered any more keeps its name, and takes no new rules; the last one stays', async () => {
    const retire = async (code: string) => {
      const { version, ...now } = (await list()).find((each) => each.code === code) ?? { version: 0 };
      const { code: _code, ...fields } = now as typeof green;
      return district.call(categories.change, { params: { code }, body: { ...fields, active: false, version } });
    };
    for (const code of ['green', 'culture', 'mediation']) expect((await retire(code)).status).toBe(200);
    expect((await retire('volunteering')).body.code).toBe('category_last');
    const body = { code: 'LS-02', unitId: 'jinxiu', terms: hourlyTerms({ category: 'green' }) };
    expect((await cast.secretary.call(rules.draft, { body }).expect(422)).body.code).toBe('rule_category_unknown');
    expect(await list()).toHaveLength(4);
    expect((await cast.secretary.call(categories.add, { body: green }).expect(403)).body.code).toBe('forbidden');
  });
});

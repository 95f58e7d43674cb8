import { isRefusal, rules } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';

describe('rules', () => {
  let test: TestApp;
  let cast: Cast;
  let street: SignedInUser;

  const draft = (who: SignedInUser, code: string, terms = hourlyTerms(), unitId = 'jinxiu') =>
    who.call(rules.draft, { body: { code, unitId, terms } });
  const publish = (who: SignedInUser, code: string, version = 1) =>
    who.call(rules.publish, { params: { code, version: String(version) } });
  const inForce = async (code: string, date: string, unitPath: string[]) => {
    const found = await test.context.rules.inForce(code, date, unitPath);
    return isRefusal(found) ? found.refused : found.version;
  };

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    street = await test.signIn('street_admin', 'qihe');
  });
  afterAll(() => test.close());

  it('is drafted by one and published by another, and then shown to residents', async () => {
    const drafted = await draft(cast.secretary, 'ZY-01').expect(201);
    expect(drafted.body).toMatchObject({ code: 'ZY-01', version: 1, state: 'draft', publishedAt: null });
    const resident = await test.signInResident();
    expect((await resident.call(rules.list).expect(200)).body.items).toEqual([]);
    const own = await publish(cast.secretary, 'ZY-01').expect(403);
    expect(own.body.code).toBe('rule_publish_own_draft');
    await publish(cast.deputy, 'ZY-01').expect(200);
    const { items } = (await resident.call(rules.list).expect(200)).body;
    expect(items).toMatchObject([{ code: 'ZY-01', version: 1, state: 'published' }]);
    const again = await publish(cast.deputy, 'ZY-01').expect(409);
    expect(again.body.code).toBe('rule_not_draft');
  });

  it('versions are never edited: the next one begins on its date, the one before prices the days before', async () => {
    await draft(cast.secretary, 'ZY-01', hourlyTerms({ points: 3, validFrom: '2026-12-01' })).expect(201);
    await publish(cast.deputy, 'ZY-01', 2).expect(200);
    const { items } = (await cast.secretary.call(rules.versions, { params: { code: 'ZY-01' } }).expect(200)).body;
    expect(items).toMatchObject([
      { version: 2, state: 'published', phase: 'scheduled', lastDay: null, terms: { points: 3 } },
      { version: 1, state: 'published', phase: 'in_force', lastDay: '2026-11-30', terms: { points: 2 } },
    ]);
    const [line] = (await cast.secretary.call(rules.list, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
    expect(line).toMatchObject({
      version: 1,
      phase: 'in_force',
      next: { version: 2, from: '2026-12-01' },
      draft: null,
    });
    expect(await inForce('ZY-01', '2026-11-30', ['qihe', 'jinxiu'])).toBe(1);
    expect(await inForce('ZY-01', '2026-12-01', ['qihe', 'jinxiu'])).toBe(2);
  });

  it('switches at midnight in Shanghai by the dates alone: no job runs', async () => {
    const other = await startTestApp({ startMs: Date.parse('2026-11-30T15:59:59.999Z') });
    try {
      const there = await signInCast(other);
      await publishRule(there, 'ZY-01', hourlyTerms());
      await there.secretary
        .call(rules.draft, {
          body: { code: 'ZY-01', unitId: 'jinxiu', terms: hourlyTerms({ points: 3, validFrom: '2026-12-01' }) },
        })
        .expect(201);
      await there.deputy.call(rules.publish, { params: { code: 'ZY-01', version: '2' } }).expect(200);
      const shown = async () =>
        (await there.secretary.call(rules.list, { query: { unitId: 'jinxiu' } }).expect(200)).body.items[0];
      const wouldEarn = async () =>
        (await there.secretary.call(rules.preview, { body: { code: 'ZY-01', minutes: 60 } }).expect(200)).body;
      expect(await shown()).toMatchObject({ version: 1, phase: 'in_force' });
      expect(await wouldEarn()).toMatchObject({ version: 1, points: 2 });
      other.clock.advance(1);
      expect(await shown()).toMatchObject({ version: 2, phase: 'in_force', next: null });
      expect(await wouldEarn()).toMatchObject({ version: 2, points: 3 });
      const { items } = (await there.secretary.call(rules.versions, { params: { code: 'ZY-01' } }).expect(200)).body;
      expect(items[1]).toMatchObject({ version: 1, state: 'retired', phase: 'superseded', lastDay: '2026-11-30' });
    } finally {
      await other.close();
    }
  });

  it('a version that has not begun is called off, and the one before it goes on; one in force ends on a day', async () => {
    await publishRule(cast, 'ZY-04', hourlyTerms());
    await publishRule(cast, 'ZY-04', hourlyTerms({ points: 5, validFrom: '2026-12-01' }));
    const retire = (version: number, body?: unknown) =>
      cast.secretary.call(rules.retire, { params: { code: 'ZY-04', version: String(version) }, body });
    expect((await retire(2).expect(200)).body).toMatchObject({ phase: 'withdrawn', state: 'retired' });
    expect(await inForce('ZY-04', '2026-12-05', ['jinxiu'])).toBe(1);
    expect((await retire(1, { from: '2026-11-22' }).expect(422)).body.code).toBe('rule_ends_in_past');
    expect((await retire(1, { from: '2026-12-10' }).expect(200)).body).toMatchObject({
      phase: 'in_force',
      lastDay: '2026-12-09',
    });
    expect(await inForce('ZY-04', '2026-12-09', ['jinxiu'])).toBe(1);
    expect(await inForce('ZY-04', '2026-12-10', ['jinxiu'])).toBe('rule_not_in_force');
  });

  it('does not begin in the past where an earlier version has priced it', async () => {
    await publishRule(cast, 'ZY-05', hourlyTerms());
    await draft(cast.secretary, 'ZY-05', hourlyTerms({ points: 9, validFrom: '2026-11-22' })).expect(201);
    const refused = await publish(cast.deputy, 'ZY-05', 2).expect(422);
    expect(refused.body).toMatchObject({ code: 'rule_begins_in_past' });
    expect(refused.body.title ?? refused.body.detail).toContain('2026-11-23');
    expect(await inForce('ZY-05', '2026-11-22', ['jinxiu'])).toBe(1);
  });

  it('shows what differs between two versions, and what usual events would earn', async () => {
    const query = { before: 1, after: 2 };
    const { body } = await cast.organiser.call(rules.difference, { params: { code: 'ZY-01' }, query }).expect(200);
    expect(body).toMatchObject({
      code: 'ZY-01',
      changes: [
        { field: 'points', before: 2, after: 3 },
        { field: 'validFrom', before: '2026-01-01', after: '2026-12-01' },
      ],
    });
    expect(body.examples).toContainEqual({ minutes: 120, cases: 1, before: 4, after: 6 });
    const missing = await cast.organiser
      .call(rules.difference, { params: { code: 'ZY-01' }, query: { before: 1, after: 7 } })
      .expect(404);
    expect(missing.body.code).toBe('rule_not_found');
  });

  it('records once who adopted a version, where and when', async () => {
    const adoption = {
      body: '居民代表会议',
      place: '锦绣社区议事厅',
      adoptedOn: '2026-11-20',
      documentNumber: '锦居〔2026〕4 号',
    };
    const adopt = (who: SignedInUser, body: unknown, code = 'ZY-05') =>
      who.call(rules.adopt, { params: { code, version: '1' }, body });
    const future = await adopt(cast.deputy, { ...adoption, adoptedOn: '2026-11-24' }).expect(422);
    expect(future.body.code).toBe('rule_adoption_contradictory');
    const more = await adopt(cast.deputy, { ...adoption, present: 10, inFavour: 11 }).expect(422);
    expect(more.body.code).toBe('rule_adoption_contradictory');
    const hechi = await test.signIn('community_admin', 'hechi');
    expect((await adopt(hechi, adoption).expect(403)).body.code).toBe('out_of_scope');
    expect((await adopt(cast.deputy, adoption).expect(200)).body.adoption).toMatchObject(adoption);
    expect((await adopt(cast.secretary, adoption).expect(409)).body.code).toBe('rule_adoption_recorded');
    const { items } = (await cast.secretary.call(rules.versions, { params: { code: 'ZY-05' } }).expect(200)).body;
    expect(items.at(-1).adoption).toEqual({ ...adoption, present: null, inFavour: null });
  });

  it('is no resident’s business before it is published, nor another community’s', async () => {
    await draft(cast.secretary, 'ZY-66').expect(201);
    const resident = await test.signInResident({ unitId: 'hechi-g1' });
    const neighbour = await test.signInResident({ unitId: 'jinxiu-g1' });
    const office = await test.signIn('community_admin', 'hechi');
    const ask = (who: SignedInUser, version: number) => [
      who.call(rules.versions, { params: { code: 'ZY-66' } }),
      who.call(rules.difference, { params: { code: 'ZY-66' }, query: { before: 1, after: version } }),
      who.call(rules.preview, { body: { code: 'ZY-66', version, minutes: 60, provenance: 'claimed' } }),
    ];
    const codesOf = async (who: SignedInUser, version: number) =>
      (await Promise.all(ask(who, version))).map(({ status, body }) => (status === 200 ? 200 : body.code));
    for (const who of [resident, neighbour, office]) {
      expect(await codesOf(who, 1)).toEqual(['rule_not_found', 'rule_not_found', 'rule_not_found']);
    }
    expect(await codesOf(cast.secretary, 1)).toEqual([200, 200, 200]);
    await publish(cast.deputy, 'ZY-66', 1).expect(200);
    await draft(cast.secretary, 'ZY-66', hourlyTerms({ points: 9, validFrom: '2027-01-01' })).expect(201);
    expect(await codesOf(neighbour, 2)).toEqual([200, 'rule_not_found', 'rule_not_found']);
    const shown = (await neighbour.call(rules.versions, { params: { code: 'ZY-66' } }).expect(200)).body.items;
    expect(shown.map(({ version }: { version: number }) => version)).toEqual([1]);
    expect(await codesOf(neighbour, 1)).toEqual([200, 200, 200]);
  });

  it('a draft is set aside by a newer one and prices nothing', async () => {
    await draft(cast.secretary, 'ZY-02').expect(201);
    await draft(cast.secretary, 'ZY-02', hourlyTerms({ points: 9 })).expect(201);
    expect((await publish(cast.deputy, 'ZY-02', 1).expect(409)).body.code).toBe('rule_not_draft');
    expect(await inForce('ZY-02', '2026-11-23', ['jinxiu'])).toBe('rule_not_in_force');
    await publish(cast.deputy, 'ZY-02', 2).expect(200);
    expect(await inForce('ZY-02', '2026-11-23', ['jinxiu'])).toBe(2);
  });

  it('holds in its unit and below, nowhere else', async () => {
    await draft(street, 'WH-01', hourlyTerms({ category: 'culture' }), 'qihe').expect(201);
    await publish(await test.signIn('street_admin', 'qihe'), 'WH-01').expect(200);
    expect(await inForce('WH-01', '2026-11-23', ['yunzhou', 'wanglan', 'qihe', 'jinxiu'])).toBe(1);
    expect(await inForce('WH-01', '2026-11-23', ['yunzhou', 'wanglan', 'dongting'])).toBe('rule_not_here');
    const query = { unitId: 'hechi', category: 'culture' };
    expect((await cast.secretary.call(rules.list, { query }).expect(200)).body.items).toHaveLength(1);
    expect(await inForce('XX-01', '2026-11-23', ['jinxiu'])).toBe('rule_not_found');
  });

  it('withdrawn, it prices nothing from that day on', async () => {
    await publishRule(cast, 'ZY-03', hourlyTerms());
    const params = { code: 'ZY-03', version: '1' };
    expect((await cast.secretary.call(rules.retire, { params }).expect(200)).body.state).toBe('retired');
    expect(await inForce('ZY-03', '2026-11-22', ['jinxiu'])).toBe(1);
    expect(await inForce('ZY-03', '2026-11-23', ['jinxiu'])).toBe('rule_not_in_force');
    expect((await cast.secretary.call(rules.retire, { params }).expect(409)).body.code).toBe('rule_not_published');
  });

  it('refuses what cannot be: other units, taken codes, contradictions, unknown things', async () => {
    expect((await draft(cast.secretary, 'ZY-09', hourlyTerms(), 'hechi').expect(403)).body.code).toBe('out_of_scope');
    expect((await draft(cast.secretary, 'ZY-09', hourlyTerms(), 'nowhere').expect(422)).body.code).toBe('unit_unknown');
    expect((await draft(street, 'ZY-01', hourlyTerms(), 'qihe').expect(409)).body.code).toBe('rule_code_taken');
    const terms = hourlyTerms({ pointsMinPerEvent: 9, pointsMaxPerEvent: 5, validUntil: '2025-01-01' });
    const contradictory = await draft(cast.secretary, 'ZY-09', terms).expect(422);
    expect(contradictory.body.code).toBe('rule_terms_contradictory');
    expect(contradictory.body.fields.map(({ path }: { path: string }) => path)).toEqual([
      'terms.pointsMaxPerEvent',
      'terms.validUntil',
    ]);
    expect((await publish(cast.deputy, 'ZY-77').expect(404)).body.code).toBe('rule_not_found');
    expect((await cast.organiser.call(rules.draft, { body: {} }).expect(403)).body.code).toBe('forbidden');
  });

  it('previews by the function that posts', async () => {
    const terms = hourlyTerms({ points: 2 });
    const { body } = await cast.secretary.call(rules.preview, { body: { terms, minutes: 105 } }).expect(200);
    expect(body).toMatchObject({ points: 4, minutes: 105, workingZh: '1.75 小时 × 2 分 = 3.5，四舍五入为 4 分' });
    const byCode = await cast.secretary.call(rules.preview, { body: { code: 'ZY-01', minutes: 60 } }).expect(200);
    expect(byCode.body).toMatchObject({
      points: 2,
      granted: 2,
      version: 1,
      eligibility: { kind: 'eligible', about: [] },
    });
    const next = { code: 'ZY-01', minutes: 60, date: '2026-12-01' };
    expect((await cast.secretary.call(rules.preview, { body: next }).expect(200)).body.points).toBe(3);
    const neither = await cast.secretary.call(rules.preview, { body: { minutes: 60 } }).expect(422);
    expect(neither.body.code).toBe('rule_terms_missing');
  });
});

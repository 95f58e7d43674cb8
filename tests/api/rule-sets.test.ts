import { audit, isRefusal, ruleSets, rules } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, fileClaim, hourlyTerms, later, openActivity, publishRule, signInCast } from '../support/earning.ts';

const DAY_MS = 86_400_000;
const PATH = ['yunzhou', 'wanglan', 'qihe', 'jinxiu'];

describe('the starter catalogue', () => {
  let test: TestApp;
  let cast: Cast;

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
  });
  afterAll(() => test.close());

  it('is loaded by one act, published by another person in one, and loading it again changes nothing', async () => {
    await publishRule(cast, 'ZY-01', hourlyTerms({ title: '自有标准' }));
    const before = (await cast.secretary.call(ruleSets.starter).expect(200)).body.items as {
      code: string;
      exists: boolean;
    }[];
    expect(before.length).toBeGreaterThanOrEqual(30);
    expect(before.filter(({ exists }) => exists).map(({ code }) => code)).toEqual(['ZY-01']);

    const adoption = { body: '居民代表会议', place: '议事厅', adoptedOn: '2026-11-20', documentNumber: '第 3 号' };
    const body = { unitId: 'jinxiu', validFrom: '2026-11-23' };
    const loaded = (await cast.secretary.call(ruleSets.loadStarter, { body }).expect(201)).body;
    expect(loaded).toMatchObject({ existing: ['ZY-01'] });
    expect(loaded.drafted).toHaveLength(before.length - 1);
    const again = (await cast.secretary.call(ruleSets.loadStarter, { body }).expect(201)).body;
    expect(again).toMatchObject({ drafted: [] });
    expect(again.existing).toHaveLength(before.length);

    const items = loaded.drafted.map((code: string) => ({ code, version: 1 }));
    const own = (await cast.secretary.call(rules.publishMany, { body: { items } }).expect(200)).body;
    expect(own).toMatchObject({ published: 0 });
    expect(own.items[0]).toMatchObject({ done: false, problem: 'rule_publish_own_draft' });
    const published = (await cast.deputy.call(rules.publishMany, { body: { items, adoption } }).expect(200)).body;
    expect(published.published).toBe(items.length);
    const { items: lines } = (
      await cast.organiser.call(rules.list, { query: { unitId: 'jinxiu', state: 'published' } }).expect(200)
    ).body;
    const emergencies = before.filter(({ code }) => code.startsWith('YJ-'));
    expect(lines).toHaveLength(before.length - emergencies.length);
    expect(lines.find(({ code }: { code: string }) => code === 'TJ-01').adoption).toMatchObject(adoption);
    const found = await test.context.rules.inForce('WH-01', '2026-11-23', PATH);
    expect(isRefusal(found) ? found.refused : found.version).toBe(1);
  });

  it('can be loaded in part; what it does not have is refused', async () => {
    const body = { unitId: 'hechi', validFrom: '2026-11-23', codes: ['XX-01'] };
    const hechi = await test.signIn('community_admin', 'hechi');
    expect((await hechi.call(ruleSets.loadStarter, { body }).expect(404)).body.code).toBe('rule_not_found');
    const other = { ...body, unitId: 'jinxiu', codes: ['ZY-01'] };
    expect((await hechi.call(ruleSets.loadStarter, { body: other }).expect(403)).body.code).toBe('out_of_scope');
    expect((await cast.organiser.call(ruleSets.loadStarter, { body }).expect(403)).body.code).toBe('forbidden');
  });

  it('is readable by everybody: what is in force, no drafts, nobody named', async () => {
    await cast.secretary
      .call(rules.draft, { body: { code: 'ZY-99', unitId: 'jinxiu', terms: hourlyTerms() } })
      .expect(201);
    const { body } = await test.call(rules.publicList, { query: { unitId: 'jinxiu-g1' } }).expect(200);
    expect(body).toMatchObject({ unitId: 'jinxiu-g1', date: '2026-11-23', emergency: null });
    const codes = body.items.map(({ code }: { code: string }) => code);
    expect(codes).toContain('ZY-01');
    expect(codes).not.toContain('ZY-99');
    expect(codes).not.toContain('YJ-01');
    expect(JSON.stringify(body)).not.toContain(cast.secretary.userId);
    const early = await test.call(rules.publicList, { query: { unitId: 'jinxiu', date: '2025-12-31' } }).expect(200);
    expect(early.body.items).toEqual([]);
    expect((await test.call(rules.publicList, { query: { unitId: 'nowhere' } }).expect(422)).body.code).toBe(
      'unit_unknown',
    );
  });
});

describe('the emergency set', () => {
  let test: TestApp;
  let cast: Cast;
  let street: SignedInUser;

  const holds = async (code: string, date: string, path: string[] = PATH) => {
    const found = await test.context.rules.inForce(code, date, path);
    return isRefusal(found) ? found.refused : found.version;
  };
  const turn = (who: SignedInUser, unitId: string, body: Record<string, unknown>) =>
    who.call(ruleSets.switchEmergency, { params: { unitId }, body: { reason: '汛期红色预警', ...body } });

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    street = await test.signIn('street_admin', 'qihe');
    await publishRule(cast, 'ZY-01', hourlyTerms());
    await publishRule(cast, 'ZY-01', hourlyTerms({ points: 6, ruleSet: 'emergency' }));
    await publishRule(cast, 'WH-01', hourlyTerms({ title: '灯谜会', category: 'culture' }));
    await publishRule(cast, 'YJ-01', hourlyTerms({ title: '防汛值守', ruleSet: 'emergency' }));
  });
  afterAll(() => test.close());

  it('stands by: it prices nothing, and what it would change is shown', async () => {
    expect(await holds('ZY-01', '2026-11-23')).toBe(1);
    expect(await holds('YJ-01', '2026-11-23')).toBe('rule_not_in_force');
    const { body } = await cast.secretary.call(ruleSets.emergency, { params: { unitId: 'jinxiu' } }).expect(200);
    expect(body).toMatchObject({ on: null, own: 'out', coming: null, decisions: [] });
    expect(body.effects).toMatchObject([
      {
        code: 'YJ-01',
        effect: 'added',
        ordinary: null,
        emergency: { version: 1, phase: 'standby' },
      },
      {
        code: 'ZY-01',
        effect: 'replaced',
        ordinary: { version: 1 },
        emergency: { version: 2 },
        difference: { changes: [{ field: 'ruleSet' }, { field: 'points', before: 2, after: 6 }] },
      },
    ]);
    const query = { unitId: 'jinxiu', ruleSet: 'emergency' };
    const lines = (await cast.secretary.call(rules.list, { query }).expect(200)).body.items;
    expect(lines.map(({ code, phase }: { code: string; phase: string }) => [code, phase])).toEqual([
      ['YJ-01', 'standby'],
      ['ZY-01', 'standby'],
    ]);
  });

  it('is switched in from a day on, with who, when and why; earlier days stay as they were', async () => {
    const state = await turn(cast.secretary, 'jinxiu', {
      turn: 'in',
      from: '2026-11-25',
      documentNumber: '锦防〔2026〕1 号',
      suspendedCodes: ['WH-01'],
    }).expect(201);
    expect(state.body).toMatchObject({ on: null, own: 'out', coming: { turn: 'in', from: '2026-11-25' } });
    expect(await holds('ZY-01', '2026-11-24')).toBe(1);
    expect(await holds('ZY-01', '2026-11-25')).toBe(2);
    expect(await holds('YJ-01', '2026-11-25')).toBe(1);
    expect(await holds('WH-01', '2026-11-24')).toBe(1);
    expect(await holds('WH-01', '2026-11-25')).toBe('rule_suspended');
    expect(await holds('ZY-01', '2026-11-25', ['yunzhou', 'wanglan', 'qihe', 'hechi', 'jinxiu'])).toBe(2);
    const records = await (await test.signIn('district_admin', 'wanglan')).call(audit.list, { query: {} }).expect(200);
    expect(records.body.items.map(({ action }: { action: string }) => action)).toContain('rules.switch_emergency');
  });

  it('prices claims of its days, leaves what was priced before, and is told to everybody', async () => {
    const resident = await test.signInResident({ unitId: 'jinxiu-g1' });
    const planned = await openActivity(test, cast);
    expect(planned.ruleVersion).toBe(1);
    cast = later(test, cast, 3 * DAY_MS);
    street = await test.signIn('street_admin', 'qihe');
    const { context } = test;
    const claimed = async (occurredOn: string) => {
      const claimId = await fileClaim(cast, resident.personId, {
        occurredOn,
        description: `巡堤 ${occurredOn}`,
        minutes: 60,
      });
      const [record] = await context.db
        .collection('claims')
        .find({ _id: claimId as never })
        .toArray();
      return [record?.rule.version, record?.priced.points];
    };
    expect(await claimed('2026-11-24')).toEqual([1, 2]);
    expect(await claimed('2026-11-25')).toEqual([2, 6]);
    const shown = (await test.call(rules.publicList, { query: { unitId: 'jinxiu' } }).expect(200)).body;
    expect(shown.emergency).toEqual({ since: '2026-11-25' });
    expect(shown.items.map(({ code, version }: { code: string; version: number }) => [code, version])).toEqual([
      ['YJ-01', 1],
      ['ZY-01', 2],
    ]);
    const again = (await context.activities.facts(planned.activityId))?.rule;
    expect(again).toMatchObject({ version: 1 });
  });

  it('is switched out from a day on; nobody switches for others, twice, or in the past', async () => {
    const refused = async (who: SignedInUser, unitId: string, body: Record<string, unknown>) =>
      (await turn(who, unitId, body)).body.code;
    expect(await refused(cast.secretary, 'jinxiu', { turn: 'in', suspendedCodes: ['WH-01'] })).toBe(
      'emergency_already',
    );
    expect(await refused(street, 'qihe', { turn: 'out' })).toBe('emergency_already');
    expect(await refused(cast.secretary, 'jinxiu', { turn: 'out', from: '2026-11-25' })).toBe('emergency_date_past');
    expect(await refused(cast.secretary, 'hechi', { turn: 'in' })).toBe('out_of_scope');
    expect(await refused(cast.secretary, 'nowhere', { turn: 'in' })).toBe('unit_unknown');
    expect(await refused(cast.secretary, 'jinxiu', { turn: 'in', suspendedCodes: ['XX-01'] })).toBe('rule_not_found');
    expect(await refused(cast.organiser, 'jinxiu', { turn: 'out' })).toBe('forbidden');
    expect((await turn(cast.secretary, 'jinxiu', { turn: 'out', reason: '' })).status).toBe(400);

    const out = (
      await turn(cast.secretary, 'jinxiu', { turn: 'out', from: '2026-11-28', reason: '解除预警' }).expect(201)
    ).body;
    expect(out).toMatchObject({ on: { since: '2026-11-25' }, coming: { turn: 'out', from: '2026-11-28' } });
    expect(out.decisions.map(({ turn: way }: { turn: string }) => way)).toEqual(['out', 'in']);
    expect(await holds('ZY-01', '2026-11-27')).toBe(2);
    expect(await holds('ZY-01', '2026-11-28')).toBe(1);
    expect(await holds('WH-01', '2026-11-28')).toBe(1);
    const resident = await test.signInResident();
    expect((await resident.call(ruleSets.emergency, { params: { unitId: 'jinxiu' } })).body.code).toBe('out_of_scope');
  });
});

import { holidays, objections, publicity } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { lineOf, watch } from '../support/reviewing.ts';

describe('the working calendar', () => {
  let test: TestApp;
  let cast: Cast;
  let district: SignedInUser;

  // Invented: what the year will really be is announced later, and entered as data.
  const arrangement = {
    off: [['2026-12-31', '2026-12-31']] as [string, string][],
    worked: [] as string[],
    source: '测试用安排',
  };
  const next = { off: [['2027-01-01', '2027-01-04']], worked: ['2027-01-09'], source: '测试用安排', version: 0 };
  const list = async (who: SignedInUser) => (await who.call(holidays.list, {}).expect(200)).body;
  const set = (who: SignedInUser, year: string, body: unknown) => who.call(holidays.set, { params: { year }, body });

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    district = await test.signIn('district_admin', 'wanglan');
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('says which year is missing, to everybody who works with it', async () => {
    const { items, missing } = await list(cast.officer);
    expect(items.map(({ year }: { year: string }) => year)).toEqual(['2026', '2025']);
    expect(items[0]).toMatchObject({ setByName: null, version: 0 });
    // In late November what begins today may reach the year after.
    expect(missing).toEqual(['2027']);
  });

  it('is refused where it cannot be, and to who does not keep it', async () => {
    const code = async (year: string, departures: object) =>
      (await set(district, year, { ...next, ...departures })).body.code;
    expect(await code('2028', {})).toBe('holiday_other_year');
    expect(await code('2027', { off: [] })).toBe('holiday_range_wrong');
    expect(await code('2027', { off: [['2027-01-04', '2027-01-01']] })).toBe('holiday_range_wrong');
    const overlapping = [
      ['2027-01-01', '2027-01-04'],
      ['2027-01-04', '2027-01-05'],
    ];
    expect(await code('2027', { off: overlapping })).toBe('holiday_range_wrong');
    expect(await code('2027', { worked: ['2027-01-08'] })).toBe('holiday_worked_wrong');
    expect(await code('2027', { worked: ['2027-01-02'] })).toBe('holiday_worked_wrong');
    expect(await code('2027', { worked: ['2027-01-09', '2027-01-09'] })).toBe('holiday_worked_wrong');
    expect((await set(cast.secretary, '2027', next).expect(403)).body.code).toBe('forbidden');
  });

  it('is extended by data, on the version that was read; what waits is looked at again', async () => {
    const { personId } = await test.enterResident();
    const id = await fileClaim(cast, personId);
    await watch(test);
    expect((await lineOf(cast.secretary, id)).dueAt).toBe('2026-11-30T16:00:00.000Z');
    const entered = (await set(district, '2027', next).expect(200)).body;
    expect(entered).toMatchObject({ year: '2027', version: 1, setByName: district.me.displayName });
    expect((await set(district, '2027', next).expect(412)).body.code).toBe('version_conflict');
    expect((await list(cast.officer)).missing).toEqual([]);
    // Built in, and put right by data all the same: the Friday becomes a day off.
    const off = { ...arrangement, off: [['2026-11-27', '2026-11-27']], version: 0 };
    await set(district, '2026', off).expect(200);
    await watch(test);
    expect((await lineOf(cast.secretary, id)).dueAt).toBe('2026-12-01T16:00:00.000Z');
    await set(district, '2026', { ...off, off: arrangement.off, version: 1 }).expect(200);
    await watch(test);
    expect((await lineOf(cast.secretary, id)).dueAt).toBe('2026-11-30T16:00:00.000Z');
    expect(await test.database.db.collection('audit_records').countDocuments({ action: 'holidays.set' })).toBe(3);
  });

  it('holds for publicity and for objections too', async () => {
    await publishRule(cast, 'ZY-02', hourlyTerms({ publicityDays: 3 }));
    const { version } = (await list(district)).items.find(({ year }: { year: string }) => year === '2026');
    const off = [['2026-11-26', '2026-11-26']];
    await set(district, '2026', { ...arrangement, off, version }).expect(200);
    const resident = await test.signInResident();
    const id = await fileClaim(cast, resident.personId, { ruleCode: 'ZY-02' });
    await decide(cast.secretary, 'claim', id).expect(200);
    const { body } = await test.call(publicity.list, { query: { unitId: 'jinxiu' } }).expect(200);
    expect(body.items[0]).toMatchObject({ windowUntil: '2026-11-27T16:00:00.000Z' });
    const filed = { creditId: body.items[0].creditId, reason: '没有看到' };
    const objected = (await resident.call(objections.fileOwn, { body: filed }).expect(201)).body;
    expect(objected.dueAt).toBe('2026-11-27T16:00:00.000Z');
  });
});

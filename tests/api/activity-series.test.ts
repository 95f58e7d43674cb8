import { activities, activitySeries, notifications } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyResidents, staffView } from '../support/activities.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, hourlyTerms, planBody, publishRule, signInCast } from '../support/earning.ts';

describe('series of activities', () => {
  let test: TestApp;
  let cast: Cast;

  /** Every Saturday from 28 November 2026 at nine. */
  const saturdays = (departures: Record<string, unknown> = {}) =>
    planBody(test, {
      title: '周六清河',
      startsAt: '2026-11-28T01:00:00.000Z',
      endsAt: '2026-11-28T03:00:00.000Z',
      signUpUntil: '2026-11-27T10:00:00.000Z',
      repeats: { weekdays: [6], until: '2026-12-31', skip: ['2026-12-12'] },
      ...departures,
    });
  const plan = (body: unknown, key?: string) =>
    cast.organiser.call(activitySeries.plan, { body, ...(key === undefined ? {} : { key }) });
  const datesOf = (series: { occasions: { startsAt: string }[] }) =>
    series.occasions.map(({ startsAt }) => businessDate(Date.parse(startsAt)));

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('has an activity of its own for every date, dates left out; twice the same request makes it once', async () => {
    const series = (await plan(saturdays(), 'series-key-1').expect(201)).body;
    expect(datesOf(series)).toEqual(['2026-11-28', '2026-12-05', '2026-12-19', '2026-12-26']);
    expect((await plan(saturdays(), 'series-key-1').expect(201)).body).toEqual(series);
    const other = await plan(saturdays({ place: '别处' }), 'series-key-1').expect(422);
    expect(other.body.code).toBe('idempotency_key_reused');
    const second = await staffView(cast.organiser, series.occasions[1].activityId);
    // The deadline moves with the date.
    expect(second).toMatchObject({ seriesId: series.seriesId, signUpUntil: '2026-12-04T10:00:00.000Z' });
    const fortnightly = saturdays({ repeats: { weekdays: [6, 7], everyWeeks: 2, until: '2026-12-13' } });
    expect(datesOf((await plan(fortnightly).expect(201)).body)).toEqual([
      '2026-11-28',
      '2026-11-29',
      '2026-12-12',
      '2026-12-13',
    ]);
    const both = await Promise.all([plan(saturdays(), 'series-key-2'), plan(saturdays(), 'series-key-2')]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]?.body.seriesId).toBe(both[1]?.body.seriesId);
  });

  it('what cannot be a series has its own code each', async () => {
    const codeOf = async (departures: Record<string, unknown>) => (await plan(saturdays(departures))).body.code;
    expect(await codeOf({ repeats: { weekdays: [6], until: '2026-11-27' } })).toBe('series_empty');
    expect(await codeOf({ repeats: { weekdays: [6], until: '2028-11-27' } })).toBe('series_too_long');
    expect(await codeOf({ repeats: { weekdays: [1, 2, 3, 4, 5], until: '2027-06-30' } })).toBe('series_too_long');
    expect(await codeOf({ unitId: 'hechi' })).toBe('out_of_scope');
    const params = { seriesId: 'nothing' };
    expect((await cast.organiser.call(activitySeries.get, { params }).expect(404)).body.code).toBe('series_not_found');
    const { seriesId } = (await plan(saturdays()).expect(201)).body;
    const foreign = await test.signIn('community_admin', 'hechi');
    const asked = await foreign.call(activitySeries.get, { params: { seriesId } }).expect(403);
    expect(asked.body.code).toBe('out_of_scope');
  });

  it('is submitted, approved, changed from a date on and cancelled from a date on, each date with its result', async () => {
    const listening = await startTestApp({ sharing: test, started: true });
    const { seriesId, occasions } = (await plan(saturdays()).expect(201)).body;
    const ids: string[] = occasions.map(({ activityId }: { activityId: string }) => activityId);
    const params = { seriesId };
    const from = ids[2] ?? '';
    const change = (body: unknown) => cast.organiser.call(activitySeries.change, { params, body });
    const outcomes = async (sent: ReturnType<typeof change>) =>
      (await sent.expect(200)).body.items.map(({ refused }: { refused: string | null }) => refused);
    const times = { startTime: '14:00', endTime: '16:00' };
    expect(await outcomes(change({ from, ...times, title: '周六清河（下午）' }))).toEqual([null, null]);
    const third = await staffView(cast.organiser, from);
    expect(third).toMatchObject({ title: '周六清河（下午）', startsAt: '2026-12-19T06:00:00.000Z' });
    expect(await staffView(cast.organiser, ids[1] ?? '')).toMatchObject({ title: '周六清河' });

    const sent = await cast.organiser.call(activitySeries.submit, { params }).expect(200);
    expect(sent.body.items).toHaveLength(4);
    expect((await cast.organiser.call(activitySeries.submit, { params }).expect(200)).body.items).toEqual([]);
    const approve = { params, body: { decision: 'approve' } };
    const decided = await cast.secretary.call(activitySeries.decide, approve).expect(200);
    expect(decided.body.items.map(({ refused }: { refused: unknown }) => refused)).toEqual([null, null, null, null]);

    const [person] = await manyResidents(test, 1);
    await person?.call(activities.signUp, { params: { activityId: from } }).expect(201);
    expect(await outcomes(change({ from, startTime: '15:00' }))).toEqual([
      'activity_change_needs_approval',
      'activity_change_needs_approval',
    ]);
    expect(await outcomes(change({ from, place: '社区活动室' }))).toEqual([null, null]);
    const told = async () => {
      const { items } = (await person?.call(notifications.list, { query: { limit: 20 } }).expect(200))?.body ?? {};
      return items.map(({ template, body }: { template: string; body: string }) => `${template} ${body}`).join('\n');
    };
    await expect
      .poll(told, { timeout: 60_000 })
      .toContain('activity_moved 12月19日 周六 14:00的活动改在社区活动室举行');

    const cancel = { params, body: { from, reason: '河道施工' } };
    const cancelled = await cast.organiser.call(activitySeries.cancel, cancel).expect(200);
    expect(cancelled.body.items).toHaveLength(2);
    const states = (await cast.organiser.call(activitySeries.get, { params }).expect(200)).body.occasions;
    expect(states.map(({ state }: { state: string }) => state)).toEqual(['open', 'open', 'cancelled', 'cancelled']);
    await expect.poll(told, { timeout: 60_000 }).toContain('activity_cancelled');
    await listening.close();
  });

  it('its organiser approves none of it, and one place is changed alone on the version that was read', async () => {
    const { seriesId, occasions } = (await cast.secretary.call(activitySeries.plan, { body: saturdays() }).expect(201))
      .body;
    const params = { seriesId };
    await cast.secretary.call(activitySeries.submit, { params }).expect(200);
    const approve = { params, body: { decision: 'approve' } };
    const own = (await cast.secretary.call(activitySeries.decide, approve).expect(200)).body.items;
    expect(new Set(own.map(({ refused }: { refused: string }) => refused))).toEqual(new Set(['activity_approve_own']));
    await cast.deputy.call(activitySeries.decide, approve).expect(200);
    const { activityId } = occasions[0];
    const arrange = (version: number) =>
      cast.organiser.call(activities.arrange, {
        params: { activityId },
        body: { place: '社区广场', description: '请带手套', version },
      });
    expect((await arrange(1).expect(412)).body.code).toBe('version_conflict');
    expect((await arrange(3).expect(200)).body).toMatchObject({
      place: '社区广场',
      description: '请带手套',
      state: 'open',
    });
  });
});

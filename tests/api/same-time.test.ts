import { type ReviewLine, reviews } from '@red-points/shared/contracts';
import { businessDate, formatTime } from '@red-points/shared/domain/calendar';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  endActivity,
  fileClaim,
  hourlyTerms,
  later,
  publishRule,
  runningActivity,
  scanIn,
  signInCast,
} from '../support/earning.ts';

const HOUR_MS = 3_600_000;

let test: TestApp;
let cast: Cast;

beforeAll(async () => {
  test = await startTestApp();
  cast = await signInCast(test);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-07', hourlyTerms({ title: '巡逻' }));
});
afterAll(() => test.close());

const queue = async () => (await cast.secretary.call(reviews.list, { query: { limit: 100 } }).expect(200)).body;
const flaggedOf = (items: readonly ReviewLine[], ids: readonly string[]) =>
  ids.map((id) => items.find((line) => line.id === id)?.flagged);
const checksOf = async (kind: string, id: string) => {
  const { checks } = (await cast.secretary.call(reviews.get, { params: { kind, id } }).expect(200)).body;
  return checks.map(({ code }: { code: string }) => code);
};

it('claims and stays of one person at one time are marked for whoever decides, whichever came first', async () => {
  const day = businessDate(test.clock.now());
  const [untimed, timed, calm] = [
    await test.signInResident(),
    await test.signInResident(),
    await test.signInResident(),
  ];
  // Filed in the morning, without a time of day: it is held against the stay when the activity ends.
  const before = await fileClaim(cast, untimed.personId, { ruleCode: 'ZY-07', occurredOn: day, minutes: 60 });
  const { activityId } = await runningActivity(test, cast);
  const startTime = formatTime(test.clock.now() + 600_000);
  const stays: string[] = [];
  for (const who of [untimed, timed, calm]) stays.push((await scanIn(test, cast, who, activityId)).attendanceId);
  cast = later(test, cast, HOUR_MS);
  await endActivity(cast, activityId);
  const after = await fileClaim(cast, timed.personId, { ruleCode: 'ZY-07', occurredOn: day, startTime, minutes: 30 });
  const again = await fileClaim(cast, calm.personId, { occurredOn: '2026-11-16', minutes: 30 });

  const { items, flagged } = await queue();
  expect(flaggedOf(items, [before, after, again])).toEqual([true, true, false]);
  expect(flaggedOf(items, stays)).toEqual([true, true, false]);
  expect(flagged).toBe(4);
  expect(await checksOf('attendance', stays[0] ?? '')).toContain('overlaps_claim');
  expect(await checksOf('attendance', stays[1] ?? '')).toContain('overlaps_claim');
  expect(await checksOf('attendance', stays[2] ?? '')).toContain('no_overlap');

  // The same rule on the same day, in other words: neither says when.
  const twin = await fileClaim(cast, calm.personId, { occurredOn: '2026-11-16', minutes: 45, description: '换个说法' });
  expect(flaggedOf((await queue()).items, [again, twin])).toEqual([true, true]);
});

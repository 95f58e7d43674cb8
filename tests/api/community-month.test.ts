import { people, periodReports, reports, teams, verifications } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isLong } from '../support/long-form.ts';
import {
  doubt,
  object,
  postList,
  reverseSome,
  reverseSpent,
  statementOf,
  visitCases,
} from '../support/month/correcting.ts';
import { type Filed, fileCase, fileClaims, holdActivity, prepareActivity, review } from '../support/month/earning.ts';
import { certify, spotCheck } from '../support/month/looking-again.ts';
import { type Bought, bringBack, give, owed, shopping } from '../support/month/spending.ts';
import {
  type Choir,
  foundChoir,
  goOnLeave,
  prepareRehearsal,
  SHARED_WITH,
  wantTwoWords,
  welcomeVisitors,
} from '../support/month/together.ts';
import {
  MONTH_DAYS,
  type Neighbour,
  openShops,
  openTown,
  publishScheme,
  type RuleName,
  settle,
  type Town,
  takeInList,
  UNIT,
  verifySome,
} from '../support/month/town.ts';
import { printedRandom } from '../support/random-history.ts';

/**
 * Whether a change is good must not depend on which of many months it meets: every run plays this one, and the long form another each time.
 */
const MONTH_SEED = 20_261_101;
const RESIDENTS = 300;
/** While whoever reviews is away, a colleague does. */
const LEAVE_FROM = 17;
const LEAVE_DAYS = 4;
/** How long background work may take on a busy machine. */
const WITHIN = { timeout: 120_000, interval: 250 };

let town: Town;
let choir: Choir;
/** What would otherwise not be noticed if it never happened. */
const seen = { objections: 0, owed: 0, secondWords: 0 };

beforeAll(async () => {
  town = await openTown(printedRandom('a month of a community', isLong ? undefined : MONTH_SEED));
});
afterAll(() => town.close());

/** One day from half past eight: an activity or two, claims, the desk, the shops, and now and then a correction. */
async function oneDay(day: number, left: { review: Filed[]; bought: Bought[] }): Promise<void> {
  const { random } = town;
  town.at(day, 0);
  await verifySome(town, 12);
  if (day === LEAVE_FROM) await goOnLeave(town, LEAVE_DAYS);
  town.takeDesk(day >= LEAVE_FROM && day <= LEAVE_FROM + LEAVE_DAYS ? town.clerk : town.deputy);
  const rules: RuleName[] = ['cleaning', 'patrol', 'choir', 'cleaning'];
  const prepared =
    (await prepareRehearsal(town, choir)) ??
    (await prepareActivity(town, random.pick(rules), day % 7 === 3 ? SHARED_WITH : {}));
  left.review.push(...(await holdActivity(town, day, prepared)));
  left.review.push(...(await fileClaims(town, random.between(2, 5))));
  if (day % 3 === 1) left.review.push(...(await fileCase(town)));
  // On Sundays the desk is closed.
  town.at(day, 360);
  if (day % 7 !== 0) seen.secondWords += await review(town, left.review.splice(0));
  town.at(day, 480);
  await bringBack(town, left.bought.splice(0), 1);
  left.bought.push(...(await shopping(town, 8)));
  await give(town, 1);
  if (day % 5 === 4) await reverseSome(town, 1);
  if (day % 10 === 9) seen.owed += await reverseSpent(town);
  if (day % 4 === 3) await doubt(town, 1);
  if (day % 3 === 2) seen.objections += await object(town, 1);
  if (day === 13) await postList(town, 60);
}

it('a month of 300 residents, by HTTP only: statements, reports and verification agree with the book to the point', async () => {
  await publishScheme(town);
  await openShops(town);
  await takeInList(town, 40);
  await settle(town, RESIDENTS - 40);
  await welcomeVisitors(town);
  await wantTwoWords(town);
  choir = await foundChoir(town);
  const left = { review: [] as Filed[], bought: [] as Bought[] };
  for (let day = 0; day < MONTH_DAYS; day += 1) await oneDay(day, left);
  town.at(MONTH_DAYS - 1, 500);
  await review(town, left.review.splice(0));
  expect(await owed(town)).toBe(town.book.total.fen);
  // Ten days on, every publicity window has ended, and every order that nobody looked at.
  town.at(MONTH_DAYS + 10, 0);
  await expect.poll(() => stillOpen(town), WITHIN).toBe(0);

  expect(await visitCases(town)).toBeGreaterThan(0);
  expect(await spotCheck(town)).toBeGreaterThan(1);
  await certify(town, 12);
  expect(seen.objections).toBeGreaterThan(0);
  expect(seen.owed).toBeGreaterThan(0);
  expect(seen.secondWords).toBeGreaterThan(0);
  for (const neighbour of [...town.neighbours, ...town.visitors]) await expectStatement(neighbour);
  await expectChoir();
  await expectReports();
  await expectVerified();
}, 900_000);

/** What has not been posted or let go yet. */
async function stillOpen({ street, neighbours, visitors }: Town): Promise<number> {
  let open = 0;
  for (const { personId } of [...neighbours, ...visitors]) {
    const { pending, account } = await street.call(people.statement, { params: { personId }, query: { limit: 1 } });
    open += pending.length + account.held;
  }
  return open;
}

/** The team's place of the month, for those who sang and said that they may be counted. */
async function expectChoir(): Promise<void> {
  const query = { unitId: UNIT, month: '2026-11' };
  const { items } = await town.secretary.call(teams.ranking, { query });
  expect(items).toMatchObject([{ place: 1, teamId: choir.teamId }]);
  expect(items[0]?.minutes).toBeGreaterThan(0);
  expect(items[0]?.people).toBeGreaterThan(0);
}

async function expectStatement(neighbour: Neighbour): Promise<void> {
  const { personId } = neighbour;
  const { account } = await town.street.call(people.get, { params: { personId } });
  const book = town.book.of(personId);
  const lines = await statementOf(town, neighbour);
  const seen = {
    available: account.available - account.owed,
    minutes: account.minutes,
    items: account.items,
    // What is owed stands in the lines as points that were taken and were not there.
    ofLines: lines.reduce((sum, { points }) => sum + points, 0),
    minutesOfLines: lines.reduce((sum, { minutes }) => sum + minutes, 0),
  };
  expect(seen, neighbour.name).toEqual({
    ...{ available: book.available, minutes: book.minutes, items: book.items },
    ...{ ofLines: book.available, minutesOfLines: book.minutes },
  });
}

async function expectReports(): Promise<void> {
  // A community counts its own, the street all of them.
  const book = town.book.without(town.visitors);
  const { total } = book;
  const query = { unitId: UNIT, from: '2026-11-01', until: '2026-11-30' };
  await expect
    .poll(async () => {
      const report = await town.secretary.call(periodReports.read, { query });
      const { issued, items, redeemed, donated, minutes, outstanding, expired } = report.total;
      return { issued, items, redeemed, donated, minutes, outstanding, expired };
    }, WITHIN)
    .toMatchObject({
      issued: total.earned,
      items: total.items,
      redeemed: total.spent,
      donated: total.donated,
      expired: 0,
    });
  const report = await town.secretary.call(periodReports.read, { query });
  expect(report.total.minutes).toBe(total.minutes);
  expect(report.total.other).toBe(total.corrected);
  expect(report.total.outstanding).toBe(total.available);
  expect(report.total.subjects.person).toBe(book.earners());
  expect(report.rows.reduce((sum, { issued }) => sum + issued, 0)).toBe(total.earned);
  expect(report.days.reduce((sum, { issued }) => sum + issued, 0)).toBe(total.earned);
  for (const category of ['volunteering', 'culture', 'mediation']) {
    const line = report.categories.find((one) => one.category === category);
    const { items, earned } = book.byCategory(category);
    expect(line, category).toMatchObject({ items, points: earned });
  }
  const overview = await town.street.call(reports.overview, { query: { unitId: 'qihe' } });
  const all = town.book.total;
  expect(all.items).toBeGreaterThan(total.items);
  expect(overview.issued.value).toBe(all.earned);
  expect(overview.items.value).toBe(all.items);
  expect(overview.redeemed).toBe(all.spent);
}

/** The auditor has the whole ledger verified, as a press of a button does. */
async function expectVerified(): Promise<void> {
  const { verificationId } = await town.auditor.call(verifications.start);
  const params = { verificationId };
  await expect
    .poll(async () => (await town.auditor.call(verifications.get, { params })).state, WITHIN)
    .toBe('finished');
  const { result } = await town.auditor.call(verifications.get, { params });
  expect(result?.bad).toBe(0);
  expect(result?.transactions).toBeGreaterThan(500);
}

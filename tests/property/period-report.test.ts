import { type PeriodReport, periodReports, type ReportFigures } from '@red-points/shared/contracts';
import { addDays, businessDate, endOfMonth, startOfMonth, startOfWeek } from '@red-points/shared/domain/calendar';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { peoplePeriodOf } from '@red-points/shared/domain/reports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type HistoryAccount, postRandomHistory, printedRandom } from '../support/random-history.ts';
import { recountPeriod } from '../support/recount.ts';

const HOMES = ['jinxiu-g1', 'jinxiu-g2', 'jinxiu', 'hechi-g1', 'wangjiang-g1'];
const ANCESTORS: Readonly<Record<string, readonly string[]>> = {
  'jinxiu-g1': ['jinxiu', 'qihe', 'wanglan', 'yunzhou'],
  'jinxiu-g2': ['jinxiu', 'qihe', 'wanglan', 'yunzhou'],
  jinxiu: ['qihe', 'wanglan', 'yunzhou'],
  'hechi-g1': ['hechi', 'qihe', 'wanglan', 'yunzhou'],
  'wangjiang-g1': ['wangjiang', 'dongting', 'wanglan', 'yunzhou'],
};
const ENTRIES = 250;
const HOUR_MS = 3_600_000;
const random = printedRandom('reports with two dates');

let test: TestApp;
let city: SignedInUser;
let accounts: HistoryAccount[];
let entries: LedgerEntry[] = [];

const goOn = async (count: number): Promise<void> => {
  const tick = () => {
    test.clock.advance(random.pick([0, 0, 2, 9, 40]) * HOUR_MS);
    return test.clock.now();
  };
  const more = await postRandomHistory(test.context.ledger, { accounts, known: entries, entries: count, random, tick });
  entries = [...entries, ...more];
  await test.context.rollups.catchUp(60_000);
  city = await test.signIn('city_admin', 'yunzhou');
};

beforeAll(async () => {
  test = await startTestApp({ started: true });
  accounts = [];
  for (const unitId of [...HOMES, ...HOMES]) accounts.push({ ...(await test.enterResident({ unitId })), unitId });
  await goOn(ENTRIES);
}, 120_000);
afterAll(() => test.close());

interface Asked {
  readonly unitId: string;
  readonly from: string;
  readonly until: string;
  readonly knownOn: string;
}

function randomQuestion(): Asked {
  const today = businessDate(test.clock.now());
  const first = businessDate(entries[0]?.recordedAtMs ?? 0);
  const day = addDays(first, random.between(-60, 200));
  const from = day < today ? day : today;
  const [begins, ends] = random.pick([
    [startOfWeek(from), addDays(startOfWeek(from), 6)],
    [startOfMonth(from), endOfMonth(from)],
    [from, addDays(from, random.between(0, 120))],
  ] as const);
  const known = addDays(begins, random.between(0, 150));
  const unitId = random.pick(['jinxiu-g1', 'jinxiu', 'qihe', 'wanglan', 'yunzhou', 'wangjiang', 'linjiang']);
  return { unitId, from: begins, until: ends, knownOn: random.next() < 0.3 || known > today ? today : known };
}

async function reportOf(asked: Asked): Promise<PeriodReport> {
  return (await city.call(periodReports.read, { query: { ...asked } }).expect(200)).body;
}

const belongsTo = (unitId: string) => (entry: LedgerEntry) =>
  entry.homeUnit === unitId || (ANCESTORS[entry.homeUnit] ?? []).includes(unitId);

describe('a report of a period as known on a day', () => {
  it('is what a recount of the entries says, for any unit, period and day', async () => {
    for (let round = 0; round < 40; round += 1) {
      const asked = randomQuestion();
      const report = await reportOf(asked);
      const withPeople = peoplePeriodOf(asked.from, asked.until) !== null;
      const expected = recountPeriod(entries.filter(belongsTo(asked.unitId)), { ...asked, withPeople });
      expect(report.total, JSON.stringify(asked)).toEqual(expected);
      expectRowsAddUp(report);
      const issued = report.days.reduce((sum, day) => sum + day.issued, 0);
      expect(issued).toBe(report.total.issued);
      expect(report.categories.reduce((sum, { points }) => sum + points, 0)).toBe(report.total.issued);
      for (const row of report.rows.filter(({ own }) => !own)) {
        const { unitId, name: _name, own: _own, ...figures } = row;
        const ofRow = recountPeriod(entries.filter(belongsTo(unitId)), { ...asked, withPeople });
        expect(figures, `${unitId} ${JSON.stringify(asked)}`).toEqual(ofRow);
      }
    }
  });

  it('is the same later, after corrections and late postings, and after everything was counted anew', async () => {
    const today = businessDate(test.clock.now());
    const asked = Array.from({ length: 25 }, randomQuestion).map((each) => ({
      ...each,
      knownOn: each.knownOn < today ? each.knownOn : addDays(today, -1),
    }));
    const before = await Promise.all(asked.map(reportOf));
    await goOn(100);
    expect((await Promise.all(asked.map(reportOf))).map(fixed)).toEqual(before.map(fixed));
    await test.context.rollups.rebuild();
    expect((await Promise.all(asked.map(reportOf))).map(fixed)).toEqual(before.map(fixed));
    // What is known now is another matter.
    const now = await Promise.all(
      asked.map(({ knownOn: _known, ...rest }) => reportOf({ ...rest, knownOn: businessDate(test.clock.now()) })),
    );
    expect(now.map(({ total }) => total)).not.toEqual(before.map(({ total }) => total));
  });
});

/** Without when it was made. */
function fixed({ madeAt: _madeAt, ...report }: PeriodReport): Omit<PeriodReport, 'madeAt'> {
  expect(report.settled).toBe(true);
  return report;
}

function expectRowsAddUp({ total, rows }: PeriodReport): void {
  const sum = (amount: (figures: ReportFigures) => number) => rows.reduce((all, row) => all + amount(row), 0);
  const measures: ((figures: ReportFigures) => number)[] = [
    ({ subjects }) => subjects.person,
    ({ subjectsChange }) => subjectsChange.person,
    ({ items }) => items,
    ({ issued }) => issued,
    ({ redeemed }) => redeemed,
    ({ expired }) => expired,
    ({ donated }) => donated,
    ({ other }) => other,
    ({ outstanding }) => outstanding,
    ({ minutes }) => minutes,
    ({ people }) => people ?? 0,
    ({ times }) => times ?? 0,
  ];
  for (const amount of measures) if (rows.length > 0) expect(sum(amount)).toBe(amount(total));
}

import { type PeriodReport, periodReports, reports, transactions } from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, TEST_START_MS, type TestApp } from '../support/app.ts';
import { earnCommand, spendCommand } from '../support/ledger-commands.ts';
import { profiled } from '../support/profile.ts';

const DAY_MS = 86_400_000;
/** The week of the tests' first day, a Monday. */
const WEEK = { from: '2026-11-23', until: '2026-11-29' };

let test: TestApp;
let secretary: SignedInUser;

beforeAll(async () => {
  test = await startTestApp({ started: true });
  secretary = await test.signIn('community_admin', 'jinxiu');
});
afterAll(() => test.close());

const code = (answer: { body: { code: string } }): string => answer.body.code;

async function earn(accountId: string, key: string, points: number, more: object = {}) {
  const command = { ...earnCommand(accountId, key, points), rule: null, effectiveAtMs: test.clock.now(), ...more };
  const outcome = await test.context.ledger.post(command);
  if (outcome.status !== 'posted') throw new Error(`not posted: ${outcome.refusal.code}`);
  return outcome.entry;
}

async function read(query: Record<string, string>, who = secretary): Promise<PeriodReport> {
  await test.context.rollups.catchUp();
  return (await who.call(periodReports.read, { query }).expect(200)).body;
}

describe('GET reports/period', () => {
  it('tells what a week brought, by unit and category, and keeps telling it after a correction and a late import', async () => {
    const [one, two] = [await test.enterResident(), await test.enterResident({ unitId: 'jinxiu-g2' })];
    const first = await earn(one.accountId, 'a', 8);
    await earn(one.accountId, 'b', 5, { category: 'mediation' });
    await earn(two.accountId, 'c', 4, { homeUnit: 'jinxiu-g2' });
    await test.context.ledger.post({ ...spendCommand(one.accountId, 's', 6), effectiveAtMs: test.clock.now() });
    test.clock.set(TEST_START_MS + DAY_MS);
    secretary = await test.signIn('community_admin', 'jinxiu');
    const known = { ...WEEK, knownOn: '2026-11-23' };
    const then = await read(known);
    expect(then).toMatchObject({
      unitName: '锦绣社区',
      settled: true,
      total: {
        subjects: { person: 2, household: 0, organisation: 0 },
        subjectsChange: { person: 2 },
        ...{
          items: 3,
          issued: 17,
          redeemed: 6,
          expired: 0,
          other: 0,
          outstanding: 11,
          minutes: 180,
          people: 2,
          times: 3,
        },
      },
      previous: { items: 0, outstanding: 0, people: 0 },
      categories: [
        { category: 'volunteering', items: 2, points: 12, minutes: 120 },
        { category: 'mediation', items: 1, points: 5, minutes: 60 },
      ],
    });
    expect(then.rows.map(({ unitId, issued, people }) => [unitId, issued, people])).toEqual([
      ['jinxiu-g1', 13, 1],
      ['jinxiu-g2', 4, 1],
    ]);
    expect(then.days[0]).toEqual({ day: '2026-11-23', issued: 17, redeemed: 6, expired: 0 });
    expect(then.days).toHaveLength(7);

    // The next day a credit is found wrong, and a paper of last month comes in.
    const params = { entryId: first._id };
    await secretary.call(transactions.reverse, { params, body: { reason: '重复登记' } }).expect(201);
    await earn(two.accountId, 'late', 9, { homeUnit: 'jinxiu-g2', effectiveAtMs: TEST_START_MS - 30 * DAY_MS });
    const { madeAt: _then, ...before } = then;
    const { madeAt: _later, ...again } = await read(known);
    expect(again).toEqual(before);
    const now = await read(WEEK);
    expect(now).toMatchObject({ settled: false, knownOn: '2026-11-24' });
    expect(now.total).toMatchObject({ items: 2, issued: 9, people: 2, times: 2, outstanding: 12 });
    const october = await read({ from: '2026-10-01', until: '2026-10-31' });
    expect(october.total).toMatchObject({ items: 1, issued: 9, people: 1, outstanding: 9 });
    const octoberThen = await read({ from: '2026-10-01', until: '2026-10-31', knownOn: '2026-11-23' });
    expect(octoberThen.total).toMatchObject({ items: 0, issued: 0, people: 0, outstanding: 0 });
    // The home page counts by when things were recorded, as before.
    const home = (await secretary.call(reports.overview, { query: {} }).expect(200)).body;
    expect(home).toMatchObject({ items: { value: 3 }, issued: { value: 18 }, outstanding: 12 });
  });

  it('counts people of a household by name, and organisations as none', async () => {
    const enter = async (kind: 'household' | 'organisation') => {
      const entered = await test.context.people.enter({
        kind,
        name: kind === 'household' ? '林家' : '望江餐厅',
        phone: null,
        sharedPhone: false,
        unitId: 'hechi-g1',
        serveUnitId: null,
        birthDate: null,
        address: null,
        enteredBy: null,
        consentVersion: null,
        verified: true,
      });
      if ('refused' in entered) throw new Error(entered.refused);
      return entered.accountId;
    };
    const [household, organisation] = [await enter('household'), await enter('organisation')];
    const by = (personId: string) => ({ homeUnit: 'hechi-g1', actors: [{ part: 'beneficiary', id: personId }] });
    await earn(household, 'h1', 3, by('mother'));
    await earn(household, 'h2', 3, by('mother'));
    await earn(household, 'h3', 3, by('son'));
    await earn(organisation, 'o1', 20, by('somebody'));
    const street = await test.signIn('street_admin', 'qihe');
    const report = await read({ ...WEEK, unitId: 'hechi' }, street);
    expect(report.total).toMatchObject({
      subjects: { person: 0, household: 1, organisation: 1 },
      ...{ items: 4, issued: 29, people: 2, times: 3 },
    });
  });

  it('has no people where the dates are no week, month or year: they cannot be added up', async () => {
    const { total } = await read({ from: '2026-11-23', until: '2026-11-25' });
    expect(total).toMatchObject({ people: null, times: null, items: 2 });
  });

  it('refuses wrong dates and units that are not the caller’s, with what to do', async () => {
    const ask = async (query: Record<string, string>, status = 422) =>
      code(await secretary.call(periodReports.read, { query }).expect(status));
    expect(await ask({ from: '2026-11-02', until: '2026-11-01' })).toBe('period_invalid');
    expect(await ask({ from: '2026-12-01', until: '2026-12-31' })).toBe('as_of_in_future');
    expect(await ask({ ...WEEK, knownOn: '2026-12-01' })).toBe('as_of_in_future');
    expect(await ask({ from: '2025-11-23', until: '2026-11-24' })).toBe('report_period_too_long');
    await secretary.call(periodReports.read, { query: { from: '2025-11-24', until: '2026-11-24' } }).expect(200);
    expect(await ask({ ...WEEK, unitId: 'hechi' }, 403)).toBe('out_of_scope');
    expect(await ask({ ...WEEK, unitId: 'nowhere' })).toBe('unit_unknown');
    const resident = await test.signInResident();
    expect(code(await resident.call(periodReports.read, { query: WEEK }).expect(403))).toBe('forbidden');
    await test.call(periodReports.read, { query: WEEK }).expect(401);
  });

  it('is not given as zeros while the ledger was not counted yet', async () => {
    const uncounted = await startTestApp();
    try {
      const { accountId } = await uncounted.enterResident();
      const reader = await uncounted.signIn('community_admin', 'jinxiu');
      const empty = await reader.call(periodReports.read, { query: WEEK }).expect(200);
      expect(empty.body.total.items).toBe(0);
      await uncounted.context.ledger.post({ ...earnCommand(accountId, 'a', 8), rule: null });
      for (const answer of [
        await reader.call(periodReports.read, { query: WEEK }).expect(503),
        await reader.call(reports.overview, { query: {} }).expect(503),
      ]) {
        expect(code(answer)).toBe('figures_not_ready');
      }
    } finally {
      await uncounted.close();
    }
  });
});

describe('GET reports/period.xlsx', () => {
  it('is the same report as a workbook, in which nothing is a formula', async () => {
    await test.context.orgUnits.create({ id: 'jinxiu-g9', name: '=1+1网格', kind: 'grid', parentId: 'jinxiu' });
    const report = await read(WEEK);
    const answer = await secretary
      .call(periodReports.workbook, { query: WEEK, headers: { 'Accept-Language': 'zh-CN' } })
      .buffer(true)
      .parse(binary as never)
      .expect(200);
    expect(decodeURIComponent(answer.headers['content-disposition'] ?? '')).toContain(
      '锦绣社区 周报表 2026-11-23_2026-11-29.xlsx',
    );
    const sheets = await readXlsxFile(answer.body as Buffer);
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['按辖区', '按类别', '按日']);
    const rows = sheets[0]?.data ?? [];
    expect(rows[0]?.[0]).toBe('锦绣社区 周报表');
    expect(rows[2]?.[0]).toBe('统计口径：截至 2026-11-24 已入账');
    expect(rows.map((row) => row[0])).toContain("'=1+1网格");
    const total = rows.at(-1) ?? [];
    expect(total[0]).toBe('合计');
    expect(total[9]).toBe(report.total.issued);
    expect(sheets[1]?.data.at(-1)?.slice(0, 2)).toEqual(['志愿服务', 1]);
    expect(sheets[2]?.data).toHaveLength(4 + 1 + 7);
    const refused = await secretary.call(periodReports.workbook, { query: { ...WEEK, unitId: 'hechi' } }).expect(403);
    expect(code(refused)).toBe('out_of_scope');
  });
});

describe('what a report costs', () => {
  it('does not grow with entries: cells of few days and months are read, by an index', async () => {
    const { accountId } = await test.enterResident();
    const days = Array.from({ length: 12 }, (_, index) => TEST_START_MS - (30 + 12 * index) * DAY_MS);
    const post = (key: string, effectiveAtMs: number) => earn(accountId, key, 1, { effectiveAtMs });
    await Promise.all(Array.from({ length: 1_200 }, (_, index) => post(`cost${index}`, days[index % 12] ?? 0)));
    await test.context.rollups.catchUp();
    const queries: Record<string, string>[] = [
      { from: '2026-11-01', until: '2026-11-30' },
      { from: '2026-10-01', until: '2026-10-31', knownOn: '2026-11-23' },
      { ...WEEK, knownOn: '2026-11-23' },
      { from: addDays('2026-11-24', -365), until: '2026-11-24' },
    ];
    for (const query of queries) {
      const operations = await profiled(test.context.db, /rollup_/, () => read(query));
      expect(operations.length).toBeGreaterThan(4);
      for (const { ns, planSummary, docsExamined = 0, nreturned = 0, keysExamined = 0 } of operations) {
        if (!String(ns).endsWith('rollup_cells')) continue;
        expect(planSummary).toMatch(/^IXSCAN \{ generation: 1, unit: 1, effective: 1, recorded: 1 \}/);
        // Nothing is looked at that is not part of the sum.
        expect(docsExamined).toBe(nreturned);
        expect(docsExamined).toBeLessThan(60);
        expect(keysExamined).toBeLessThan(300);
      }
    }
  });
});

function binary(response: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => done(null, Buffer.concat(parts)));
}

import { history, type PastAccount, type PeriodStatement, type StatementLine } from '@red-points/shared/contracts';
import { addDays, businessDate, endOfBusinessDay, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { postRandomHistory, printedRandom, replayed } from '../support/random-history.ts';

const ENTRIES = 120;
const HOUR_MS = 3_600_000;
const random = printedRandom('accounts as of every instant');

let test: TestApp;
let resident: SignedInUser & { personId: string; accountId: string };
let officer: SignedInUser;
let entries: LedgerEntry[];

beforeAll(async () => {
  test = await startTestApp();
  resident = await test.signInResident();
  officer = await test.signIn('grid_officer', 'jinxiu');
  const accounts = [{ accountId: resident.accountId, unitId: 'jinxiu-g1' }];
  const tick = () => {
    // Some entries share their instant; some lie weeks apart, so that lots fall due in between.
    test.clock.advance(random.pick([0, 0, 1, HOUR_MS, 30 * HOUR_MS, 400 * HOUR_MS]));
    return test.clock.now();
  };
  entries = await postRandomHistory(test.context.ledger, { accounts, known: [], entries: ENTRIES, random, tick });
  test.clock.advance(HOUR_MS);
  // A year and more went by: sign in again.
  const signedIn = await test.signInByPhone((resident as unknown as { phone: string }).phone);
  resident = { ...resident, ...signedIn };
  officer = await test.signIn('grid_officer', 'jinxiu');
}, 120_000);
afterAll(() => test.close());

/** Every instant at which anything changes, and those just beside it, up to now. */
function instants(): number[] {
  const marks = entries.flatMap(({ recordedAtMs, moved }) => [
    recordedAtMs,
    ...moved.flatMap(({ expiresAtMs }) => expiresAtMs ?? []),
  ]);
  const beside = marks.flatMap((mark) => [mark - 1, mark, mark + 1]);
  return [...new Set(beside)].filter((instantMs) => instantMs <= test.clock.now());
}

const asOf = async (at: string): Promise<PastAccount> =>
  (await resident.call(history.ownAsOf, { query: { at } }).expect(200)).body;

describe('an account as of a past moment', () => {
  it('is what a replay of the entries recorded by then says, at every instant of a random history', async () => {
    for (const instantMs of instants()) {
      const expected = replayed(entries, instantMs);
      const seen = await asOf(new Date(instantMs).toISOString());
      const { seq, balance, owed, minutes, held, available, lapsed } = seen;
      const lots = expected.lots.map(([expiresAtMs, points]) => ({
        points,
        lastDay: expiresAtMs === null ? null : businessDate(expiresAtMs - 1),
      }));
      expect({ seq, balance, owed, minutes, held, available, lapsed, lots: seen.lots }, `at ${seen.at}`).toEqual({
        ...expected,
        lots,
      });
      expect(seen.holds.reduce((sum, hold) => sum + hold.points, 0)).toBe(held);
      expect(seen.hash).toBe(entries[seq - 1]?.hash ?? null);
    }
  });

  it('is the end of the day where a day is asked for', async () => {
    for (const day of new Set(entries.map(({ recordedAtMs }) => businessDate(recordedAtMs)))) {
      const end = Math.min(endOfBusinessDay(day) - 1, test.clock.now());
      expect((await asOf(day)).seq).toBe(replayed(entries, end).seq);
    }
  });
});

describe('a statement of a random period', () => {
  it('is opening state and lines that lead to the closing state', async () => {
    const first = businessDate(entries[0]?.recordedAtMs ?? 0);
    const today = businessDate(test.clock.now());
    const days = Math.round((startOfBusinessDay(today) - startOfBusinessDay(first)) / (24 * HOUR_MS));
    for (let round = 0; round < 15; round += 1) {
      const from = addDays(first, random.between(-3, days));
      const until = addDays(from, random.between(0, 200));
      const { summary, lines } = await readStatement({ from, until });
      if (summary === null) throw new Error('the first page carries the sums');
      const known = entries.filter(({ recordedAtMs }) => {
        const day = businessDate(recordedAtMs);
        return day >= from && day <= until;
      });
      expect(lines.map(({ seq }) => seq)).toEqual(known.map(({ seq }) => seq).reverse());
      expect(summary.entries).toBe(known.length);
      const net = ({ balance, owed }: PastAccount) => balance - owed;
      const points = lines.reduce((sum, line) => sum + line.points, 0);
      expect(net(summary.opening) + points).toBe(net(summary.closing));
      const minutes = lines.reduce((sum, line) => sum + line.minutes, 0);
      expect(summary.opening.minutes + minutes).toBe(summary.closing.minutes);
      for (const { kind, entries: count, points: total } of summary.totals) {
        const ofKind = lines.filter((line) => line.kind === kind);
        expect([kind, ofKind.length, ofKind.reduce((sum, line) => sum + line.points, 0)]).toEqual([kind, count, total]);
      }
      expect(summary.totals.reduce((sum, total) => sum + total.entries, 0)).toBe(known.length);
    }
  });
});

/** All pages of a statement, read in turn by the resident and by staff. */
async function readStatement(period: { from: string; until: string }) {
  const lines: StatementLine[] = [];
  let summary: PeriodStatement['summary'] = null;
  let cursor: string | null = null;
  do {
    const query = { ...period, limit: 7, ...(cursor === null ? {} : { cursor }) };
    const call =
      random.next() < 0.5
        ? resident.call(history.ownStatement, { query })
        : officer.call(history.statement, { params: { personId: resident.personId }, query });
    const page: PeriodStatement = (await call.expect(200)).body;
    summary ??= page.summary;
    lines.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { summary, lines };
}

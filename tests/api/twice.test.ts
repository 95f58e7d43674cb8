import { allEndpoints } from '@red-points/server/http/openapi';
import { verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { isLong } from '../support/long-form.ts';
import { earningCases } from '../support/twice/earning-cases.ts';
import { officeCases } from '../support/twice/office-cases.ts';
import { redeemingCases } from '../support/twice/redeeming-cases.ts';
import { type Case, countAll, Gate, growth, type Meeting, send, watchQuestions } from '../support/twice/send.ts';
import { openTown } from '../support/twice/town.ts';

let one: TestApp;
let other: TestApp;
let cases: Readonly<Record<string, Case>>;

/** The long form plays a dozen meetings of each. */
const LONGEST_MS = isLong ? 1_800_000 : 120_000;

const endpoints = allEndpoints().filter(({ idempotent }) => idempotent === true);

beforeAll(async () => {
  one = await startTestApp();
  other = await startTestApp({ sharing: one });
  watchQuestions(one);
  const town = await openTown(one);
  cases = { ...earningCases(town), ...officeCases(town), ...redeemingCases(town) };
});
afterAll(async () => {
  const { db } = one.database;
  const { bad } = await verifyLedger({ db, checks: ledgerChecks({ db, account: null }) });
  // The points that residents were given to begin with have no claim behind them.
  expect(
    bad.filter(({ code, about }) => code !== 'entry_without_record' || !about?.id.startsWith('test-key-')),
  ).toEqual([]);
  await one.close();
});

/** What a request answers, and what comes by it: sent once, or to two processes at once and then once more. */
async function played(id: string, meeting: Meeting | null) {
  const endpoint = endpoints.find((each) => each.id === id);
  const prepare = cases[id];
  if (endpoint === undefined || prepare === undefined) throw new Error(`no request is made for ${id}`);
  // So many residents sign in within an hour.
  one.clock.advance(3_600_000);
  const made = await prepare();
  const ready = { ...made, input: { ...made.input, key: nextKey() } };
  const before = await countAll(one);
  if (meeting === null) {
    const reply = await send(one, endpoint, ready);
    await made.ended?.();
    return { asked: 0, replies: [reply], effect: growth(before, await countAll(one)) };
  }
  const gate = new Gate({ first: one, second: other }, meeting);
  const { both, asked } = await gate.run({
    first: () => send(one, endpoint, ready),
    second: () => send(other, endpoint, ready),
  });
  const again = await send(one, endpoint, ready);
  await made.ended?.();
  return { asked, replies: [...both, again], effect: growth(before, await countAll(one)) };
}

describe('one request, sent twice at the same moment to two processes and once more afterwards', () => {
  it('is played for every endpoint that takes an Idempotency-Key', () => {
    expect(Object.keys(cases).sort()).toEqual(endpoints.map(({ id }) => id).sort());
  });

  it.each(endpoints.map(({ id }) => id))(
    '%s has one answer and one effect',
    async (id) => {
      const alone = await played(id, null);
      const [{ status } = { status: 0 }] = alone.replies;
      expect(status, JSON.stringify(alone.replies)).toBeLessThan(300);
      const meetings: Meeting[] = ['level', 'behind'];
      for (const meeting of meetings) {
        const twice = await played(id, meeting);
        // In the long form the second is held before each of its questions in turn.
        if (isLong && meetings.length - 2 < twice.asked) meetings.push(meetings.length - 1);
        const [first, ...rest] = twice.replies;
        expect(rest, String(meeting)).toEqual(rest.map(() => first));
        expect(first?.status).toBe(status);
        expect(twice.effect, String(meeting)).toEqual(alone.effect);
      }
    },
    LONGEST_MS,
  );
});

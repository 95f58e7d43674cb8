import { reviews, rules } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  fileClaim,
  hourlyTerms,
  later,
  ledgerKeyOf,
  publishRule,
  signInCast,
} from '../support/earning.ts';
import { expectLedgerVerified } from '../support/verified.ts';

const DAY_MS = 86_400_000;
/** Two months: the counter of the day is kept for 45 days after it. */
const LONG_MS = 60 * DAY_MS;

let test: TestApp;
let cast: Cast;

beforeAll(async () => {
  test = await startTestApp();
  cast = await signInCast(test);
  await publishRule(cast, 'ZY-02', hourlyTerms({ caps: { perDay: 5, perMonth: null, perYear: null } }));
});
afterAll(() => test.close());

it('what is decided long after its day loses nothing, and all of the day stay below its cap', async () => {
  const day = '2026-11-22';
  const { personId, accountId } = await test.enterResident();
  const file = (description: string, minutes = 90) =>
    fileClaim(cast, personId, { ruleCode: 'ZY-02', occurredOn: day, minutes, description });
  const entryOf = (claimId: string) => test.context.ledger.entryByKey(accountId, ledgerKeyOf('claim', claimId));
  const early = await file('当天报的');
  await decide(cast.secretary, 'claim', early).expect(200);
  const whole = (await entryOf(early))?.points ?? 0;
  expect(whole).toBeGreaterThan(0);
  expect(whole).toBeLessThan(5);
  const slow = await file('当天报、审得慢');
  cast = later(test, cast, LONG_MS);
  const late = await file('两个月后才报');
  const left = 5 - whole;

  const body = { code: 'ZY-02', minutes: 90, provenance: 'claimed', personId, date: day };
  const preview = (await cast.secretary.call(rules.preview, { body }).expect(200)).body;
  expect(preview).toMatchObject({ granted: Math.min(whole, left), caps: [{ used: whole, left }] });
  const facts = (await cast.secretary.call(reviews.get, { params: { kind: 'claim', id: slow } }).expect(200)).body;
  expect(facts.checks).toContainEqual({ code: 'cap_reduces', ok: false, detail: { points: whole, granted: left } });

  // At once: the ledger itself counts them.
  await Promise.all([slow, late].map((claimId) => decide(cast.secretary, 'claim', claimId).expect(200)));
  const entries = await Promise.all([slow, late].map(entryOf));
  expect(entries.map((entry) => entry?.points ?? -1).sort()).toEqual([0, left].sort());
  for (const entry of entries) expect(entry).toMatchObject({ minutes: 90 });
  expect((await test.context.ledger.view(accountId)).state.balance).toBe(5);
  const after = (await cast.secretary.call(rules.preview, { body }).expect(200)).body;
  expect(after).toMatchObject({ granted: 0, caps: [{ used: 5, left: 0 }] });
  await expectLedgerVerified(test);
});

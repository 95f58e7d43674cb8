import { certificates, people, service, spotChecks, transactions } from '@red-points/shared/contracts';
import { expect } from 'vitest';
import { MONTH_DAYS, type Town } from './town.ts';

/** The jobs that a night runs, as their timers would. */
const NIGHTLY = ['ledger.digest', 'spot-checks.draw'];

async function night({ test }: Town): Promise<void> {
  for (const name of NIGHTLY) await test.context.jobs.runNow(name);
}

/**
 * The street's sample of the month: what it may be drawn from is fixed first, the next day's digest draws it. All but one of
 * it is in order; that one is reversed. Gives how many were looked at.
 */
export async function spotCheck(town: Town): Promise<number> {
  const { inspector, book } = town;
  await night(town);
  town.at(MONTH_DAYS + 11, 0);
  await night(town);
  const { items: draws } = await inspector.call(spotChecks.draws, { query: { unitId: 'qihe' } });
  const draw = draws.find(({ month }) => month === '2026-11');
  expect(draw).toMatchObject({ state: 'drawn' });
  const params = { drawId: draw?.drawId ?? '' };
  const { items } = await inspector.call(spotChecks.items, { params });
  const found = items.find(({ creditId }) => book.has(creditId));
  for (const { creditId, entryId } of items) {
    const isFinding = creditId === found?.creditId;
    const body = { result: isFinding ? 'finding' : 'in_order', note: '已与当事人核实' };
    await inspector.call(spotChecks.check, { params: { ...params, creditId }, body });
    if (!isFinding) continue;
    town.at(MONTH_DAYS + 11, 1);
    // The office may have had a hand in it: the secretary's second word stands on the larger ones.
    await inspector.call(transactions.reverse, {
      params: { entryId: entryId ?? '' },
      body: { reason: '抽查发现未参加' },
    });
    book.strike(creditId);
  }
  await night(town);
  const after = await inspector.call(spotChecks.draw, { params });
  expect(after.statistics).toMatchObject({ waiting: 0, findings: 1, corrected: 1 });
  return items.length;
}

/** Hours by the person's own page, and on paper that a stranger checks: what the book says. */
export async function certify(town: Town, count: number): Promise<void> {
  const served = town.withPhone().filter(({ personId }) => town.book.of(personId).minutes > 0);
  for (const { personId, phone, name } of town.random.sample(served, count)) {
    const { minutes } = town.book.of(personId);
    expect((await phone.call(service.own)).minutes, name).toBe(minutes);
    const { code } = await phone.call(certificates.issueOwn, { body: { from: '2026-11-01', until: '2026-11-30' } });
    expect(await town.auditor.call(certificates.check, { params: { code } })).toMatchObject({ minutes, now: null });
    const { stars } = (await town.officer.call(people.get, { params: { personId } })).account;
    expect(stars).toBe(0);
  }
}

import { reports, settlements } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { addOffer, type Office, openOffice, openShop, residentWith } from '../support/redeeming.ts';
import { draftFor, enterLines, redeem, type Settlers, settlersOf } from '../support/settling.ts';

const TODAY = '2026-11-23';

let t: TestApp;
let office: Office;
let settlers: Settlers;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  settlers = await settlersOf(t);
});
afterAll(() => t.close());

/** How many statements the home page says wait for somebody. */
async function waitingFor(user: SignedInUser): Promise<number> {
  const { items } = (await user.call(reports.tasks).expect(200)).body;
  return items.find(({ code }: { code: string }) => code === 'settlements_waiting')?.count ?? 0;
}

it('whoever may take the next step of a statement is told, until it is paid, and nobody else', async () => {
  const shop = await openShop(t, office);
  const offer = await addOffer(office, shop.shop);
  await redeem(await residentWith(t, 500), shop, offer);
  t.clock.advance(1_000);
  await enterLines(t);
  const { handler, witness, approver } = settlers;
  const everybody = async () => [await waitingFor(handler), await waitingFor(witness), await waitingFor(approver)];
  expect(await everybody()).toEqual([0, 0, 0]);

  const { settlementId, version } = await draftFor(settlers, shop, TODAY);
  const params = { settlementId };
  const sign = (user: SignedInUser, part: string) =>
    user.call(settlements.sign, { params, body: { part, version } }).expect(200);
  expect(await everybody()).toEqual([1, 1, 1]);
  await sign(handler, 'handler');
  expect(await everybody()).toEqual([0, 1, 1]);
  await sign(witness, 'witness');
  // The third part is not a grid officer's, and who has signed does not sign again.
  expect(await everybody()).toEqual([0, 0, 1]);
  await sign(approver, 'approver');
  // All have signed: closing is proposed by anybody who handles statements, and done by another who approves them.
  expect(await everybody()).toEqual([1, 1, 1]);
  await handler.call(settlements.proposeClosing, { params, body: { version } }).expect(200);
  expect(await everybody()).toEqual([0, 1, 1]);
  await approver.call(settlements.close, { params, body: { version } }).expect(200);
  expect(await everybody()).toEqual([1, 1, 1]);
});

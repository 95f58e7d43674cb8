import { SETTLEMENT_LINES_JOB } from '@red-points/server/settlements/index';
import { redemptions, type Settlement, type SettlementLine, settlements } from '@red-points/shared/contracts';
import { expect } from 'vitest';
import type { SignedInUser, TestApp } from './app.ts';
import { type Resident, startAtPoster, type TestShop } from './redeeming.ts';

/** Who signs, closes and pays in a community. */
export interface Settlers {
  readonly handler: SignedInUser;
  readonly witness: SignedInUser;
  readonly approver: SignedInUser;
}

export async function settlersOf(t: TestApp, unitId = 'jinxiu'): Promise<Settlers> {
  return {
    handler: await t.signIn('grid_officer', unitId),
    witness: await t.signIn('community_admin', unitId),
    approver: await t.signIn('community_admin', unitId),
  };
}

/** A redemption from its start to the shop's word. */
export async function redeem(
  resident: Pick<Resident, 'call'>,
  shop: TestShop,
  offer: Parameters<typeof startAtPoster>[2],
  quantity = 1,
): Promise<string> {
  const { redemptionId } = await startAtPoster(resident, shop, offer, quantity);
  await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
  return redemptionId;
}

export async function giveBack(shop: TestShop, redemptionId: string, points: number): Promise<void> {
  const input = { params: { redemptionId }, body: { points, reason: '质量不好' } };
  const refunded = await shop.owner.call(redemptions.refund, input);
  expect(refunded.status, JSON.stringify(refunded.body)).toBe(201);
}

/** Enters what was captured and refunded so far. */
export async function enterLines(t: TestApp): Promise<void> {
  expect(await t.context.jobs.runNow(SETTLEMENT_LINES_JOB)).toBe('done');
}

export async function draftFor(
  { handler }: Pick<Settlers, 'handler'>,
  { shop }: Pick<TestShop, 'shop'>,
  until: string,
  unitId = 'jinxiu',
): Promise<Settlement> {
  const body = { shopId: shop.shopId, payer: { kind: 'community', unitId }, until };
  const drafted = await handler.call(settlements.draft, { body });
  expect(drafted.status, JSON.stringify(drafted.body)).toBe(201);
  return drafted.body as Settlement;
}

export async function readAgain(user: SignedInUser, { settlementId }: Settlement): Promise<Settlement> {
  return (await user.call(settlements.get, { params: { settlementId } }).expect(200)).body as Settlement;
}

export async function linesOf(user: SignedInUser, { settlementId }: Settlement): Promise<SettlementLine[]> {
  const lines: SettlementLine[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { limit: 3, cursor };
    const { body } = await user.call(settlements.lines, { params: { settlementId }, query }).expect(200);
    lines.push(...body.items);
    if (body.nextCursor === null) return lines;
    cursor = body.nextCursor;
  }
}

/** All three sign, in their order. */
export async function signAll(settlers: Settlers, { settlementId, version }: Settlement): Promise<void> {
  for (const part of ['handler', 'witness', 'approver'] as const) {
    const signed = await settlers[part].call(settlements.sign, { params: { settlementId }, body: { part, version } });
    expect(signed.status, JSON.stringify(signed.body)).toBe(200);
  }
}

/** One proposes to close it, another does. */
export async function closeIt(settlers: Settlers, { settlementId, version }: Settlement): Promise<Settlement> {
  const input = { params: { settlementId }, body: { version } };
  const proposed = await settlers.handler.call(settlements.proposeClosing, input);
  expect(proposed.status, JSON.stringify(proposed.body)).toBe(200);
  const closed = await settlers.approver.call(settlements.close, input);
  expect(closed.status, JSON.stringify(closed.body)).toBe(200);
  return closed.body as Settlement;
}

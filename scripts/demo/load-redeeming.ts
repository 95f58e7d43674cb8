import { settlementEvidence } from '@red-points/shared/contracts';
import { staffOf } from './load-basics.ts';
import { loadBookings } from './load-bookings.ts';
import { loadMarket } from './load-market.ts';
import { loadPartners } from './load-partners.ts';
import { loadSettlements } from './load-settlements.ts';
import { loadSpending } from './load-spending.ts';
import { type Operations, withOperations } from './operations.ts';
import { at, type DemoWorld } from './world.ts';

/** A step of redeeming: what it makes is noted, so that a load that was cut off goes on with the next. */
export type Redeeming = (world: DemoWorld, operations: Operations, nowMs: number) => Promise<void>;

const STEPS: readonly Redeeming[] = [loadPartners, loadMarket, loadSpending, loadBookings, loadSettlements];

/**
 * What an office, a shop and a resident meet of redeeming beside the daily scans: shops that apply, serve by agreement and
 * are suspended, the community's own market, refunds, cards, limits, bookings, and statements in yuan.
 */
export async function loadRedeeming(world: DemoWorld, nowMs: number): Promise<void> {
  await withOperations(world, async (operations) => {
    for (const step of STEPS) {
      if (world.signal.aborted) return;
      await step(world, operations, nowMs);
    }
  });
}

/** The auditor has looked at a sample of the statement that was paid: it is drawn by the digest of its closing day. */
export async function lookAtSample(world: DemoWorld): Promise<void> {
  at(world, 0, 0);
  const params = { settlementId: world.notes.need('settlement:canteen') };
  await withOperations(world, ({ done }) =>
    world.notes.once('sample:canteen', async () => {
      const { sample } = await done(staffOf(world, 'auditor'), settlementEvidence.get, { params });
      return sample.seed;
    }),
  );
}

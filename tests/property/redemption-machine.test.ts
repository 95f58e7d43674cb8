import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLong } from '../support/long-form.ts';
import { propertySettings, replayPath } from './support/ledger-commands.ts';
import { redemptionSteps } from './support/redemption-steps.ts';
import { Town, World } from './support/redemption-world.ts';

const STEPS_MAX = 30;
let town: Town;

beforeAll(async () => {
  town = await Town.open();
});
afterAll(() => town.close());

/** What a long run has to have met: a history that never gets there proves nothing of it. */
const TO_BE_MET = [
  'redemptions.startByPoster awaiting_confirm',
  'redemptions.startByScan success',
  'redemptions.startByScan awaiting_resident',
  'redemptions.startForPerson awaiting_confirm',
  'redemptions.confirm success',
  'redemptions.confirm redemption_timed_out',
  'redemptions.confirm redemption_of_other_shop',
  'redemptions.approve success',
  'redemptions.decline closed',
  'redemptions.revoke revoked',
  'redemptions.refund partially_refunded',
  'redemptions.refund success',
  'redemptions.confirmRefund partially_refunded',
  'redemptions.confirmRefund refunded',
  'redemptions.confirmRefund refund_own_proposal',
  'redemptions.withdrawRefund success',
  'redemptions.startByPoster offer_price_changed',
  'redemptions.startByPoster redemption_day_cap_reached',
  'redemptions.startByScan card_pin_needed',
  'redemptions.startByPoster shop_closed',
  'redemptions.startByPoster shop_day_points_reached',
  'shopClosings.confirm done',
  'shopClosings.confirm shop_closing_proposed_by_you',
];

test('whatever two shops, three residents and an office do, and whatever dies: nothing impossible, nothing lost, all ends', async () => {
  const steps = fc.commands(redemptionSteps, { maxCommands: STEPS_MAX, size: 'max', replayPath });
  const met = new Map<string, number>();
  const holds = fc.asyncProperty(steps, async (history) => {
    const world = await World.begin(town);
    await fc.asyncModelRun(() => ({ model: {}, real: world }), history);
    await world.end();
    for (const [name, count] of world.met) met.set(name, (met.get(name) ?? 0) + count);
  });
  await fc.assert(holds, propertySettings(isLong ? 300 : 8));
  const tally = [...met].sort().map(([name, count]) => `${name} ${count}`);
  process.stderr.write(`answers: ${tally.join(', ')}\n`);
  if (isLong && process.env.FC_RUNS === undefined) expect([...met.keys()]).toEqual(expect.arrayContaining(TO_BE_MET));
}, 7_200_000);

import { SPOT_CHECK_JOB } from '@red-points/server/spot-checks/index';
import { WATCH_JOB } from '@red-points/server/watch/index';
import { newestClosedMonth } from '@red-points/shared/domain/spot-checks';
import { staffOf } from './load-basics.ts';
import { MAIN_STREET } from './places.ts';
import { type DemoWorld, granted } from './world.ts';

const HOUR_MS = 3_600_000;
/** Days before the first start on which the month is fixed: its digest is among those that the load publishes. */
const FIXED_DAYS_AGO = 4;

/** What whoever checks wrote about the first ones drawn. */
const CHECKED = [
  { result: 'in_order', note: '对照签到表与现场照片，时间、地点一致。' },
  { result: 'in_order', note: '电话回访本人，确认参加。' },
  { result: 'finding', note: '当天值班表显示本人在岗领薪，不应计分，请社区冲正。' },
] as const;

/** Fixes the month before for the streets, while its seed cannot be known yet. Before the digests. Safe to repeat. */
export async function fixSpotChecks(world: DemoWorld): Promise<void> {
  await world.notes.once('spot-checks:fixed', async () => {
    world.clock.set(world.midnightMs - FIXED_DAYS_AGO * 24 * HOUR_MS + 2 * HOUR_MS);
    const month = newestClosedMonth(world.clock.now());
    await world.context.jobs.runNow(SPOT_CHECK_JOB);
    return month;
  });
}

/** Draws by the digest of that day, and the street looks at the first three. After the digests. Safe to repeat. */
export async function drawSpotChecks(world: DemoWorld, nowMs: number): Promise<void> {
  world.clock.set(nowMs - HOUR_MS);
  await world.context.jobs.runNow(SPOT_CHECK_JOB);
  const drawId = `${MAIN_STREET}.${world.notes.need('spot-checks:fixed')}`;
  const drawn = await world.context.db
    .collection<{ creditId: string; position: number }>('spot_check_items')
    .find({ drawId })
    .sort({ position: 1 })
    .limit(CHECKED.length)
    .toArray();
  for (const { creditId, position } of drawn) {
    const checked = CHECKED[position];
    if (checked === undefined) continue;
    await world.notes.once(`spot-check:${creditId}`, async () => {
      const item = { drawId, creditId };
      return granted(await world.context.spotChecks.check(staffOf(world, 'street'), item, checked), creditId)._id;
    });
  }
}

/** Looks at what was approved, as the job does soon after the start: whoever opens the console at once finds its reports. */
export async function watchApprovals(world: DemoWorld, nowMs: number): Promise<void> {
  world.clock.set(nowMs);
  await world.context.jobs.runNow(WATCH_JOB);
}

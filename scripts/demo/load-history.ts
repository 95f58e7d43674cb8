import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { runActivities } from './load-activities.ts';
import { staffOf } from './load-basics.ts';
import { redeemSome } from './load-redemptions.ts';
import { fileDemoCase, visitDue } from './mediations.ts';
import { MAIN_COMMUNITY } from './places.ts';
import type { DayPlan, HistoryPlan } from './plan.ts';
import { UNPAID } from './rules.ts';
import { type DemoWorld, demoId, granted, inParallel, sentOnce } from './world.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const FILING_MINUTE = 21 * 60;
const REVIEW_MINUTE = 21 * 60 + 30;
const REDEEM_MINUTE = 21 * 60 + 45;

/**
 * Communities that live through their history side by side, each group with a clock of its own: nobody of one takes part in
 * another, so the product sees three towns at three times of the same past, and the database is never left waiting.
 */
export const LANES: readonly (readonly string[])[] = [
  [MAIN_COMMUNITY, 'hechi'],
  ['wangjiang', 'wutong', 'liuting', 'yuyin', 'qingquan'],
  ['songtao', 'yunshui', 'xinglin', 'haiyan', 'shiqiao', 'guanlan', 'taoyuan'],
];

/** Lives through the days before the first start, one after the other. A day that was cut off is gone through again. */
export async function loadHistory(world: DemoWorld, plan: HistoryPlan, lane: readonly string[]): Promise<void> {
  const ours = ({ communityId }: { readonly communityId: string }) => lane.includes(communityId);
  for (const day of plan.days) {
    if (world.signal.aborted) return;
    const name = `day:${lane[0]}:${day.daysAgo}`;
    if (world.notes.get(name) !== undefined) continue;
    const part: DayPlan = { ...day, activities: day.activities.filter(ours), claims: day.claims.filter(ours) };
    await liveThrough(world, part, lane);
    await world.notes.set(name, 'done');
    if (lane.includes(MAIN_COMMUNITY) && day.daysAgo % 28 === 0) world.report(`demo: ${day.daysAgo} days before today`);
  }
}

async function liveThrough(world: DemoWorld, day: DayPlan, lane: readonly string[]): Promise<void> {
  const at = (minute: number) => world.clock.set(world.midnightMs - day.daysAgo * DAY_MS + minute * MINUTE_MS);
  await runActivities(world, day, at);
  at(FILING_MINUTE);
  await fileClaims(world, day);
  await inParallel(lane, 4, (id) => visitDue(world, staffOf(world, `${id}-officer`), id));
  at(REVIEW_MINUTE);
  // Two of an office take turns: nearly everything approved by one would be worth a look.
  const reviewer = day.daysAgo % 2 === 0 ? 'admin' : 'admin2';
  await inParallel(lane, 14, (id) => approveWaiting(world, staffOf(world, `${id}-${reviewer}`), id));
  if (!lane.includes(MAIN_COMMUNITY)) return;
  at(REDEEM_MINUTE);
  await redeemSome(world, day);
}

async function fileClaims(world: DemoWorld, day: DayPlan): Promise<void> {
  const occurredOn = businessDate(world.clock.now());
  await inParallel(day.claims, 16, async (claim) => {
    const officer = staffOf(world, `${claim.communityId}-officer`);
    const { ref, subject, sharedWith, ruleCode, minutes, description } = claim;
    if (sharedWith !== null) {
      const mediators = [subject, ...sharedWith];
      const parties = ['当事人甲', '当事人乙'];
      await fileDemoCase(world, officer, { name: `case-${ref}`, mediators, ruleCode, minutes, description, parties });
      return;
    }
    const fields = {
      ruleCode,
      occurredOn,
      minutes,
      description,
      evidenceIds: [],
      activityId: null,
      startTime: null,
      draftId: null,
      declarations: UNPAID,
    };
    const name = `claim-${ref}`;
    granted(
      await world.context.claims.file(officer, demoId(`person-${subject}`), fields, sentOnce(officer, name)),
      name,
    );
  });
}

/** An office clears its desk in the evening, by somebody who neither filed nor organised: approves all that waits in a unit. */
export async function approveWaiting(world: DemoWorld, reviewer: Principal, unitId: string): Promise<void> {
  const items = await waitingItems(world, unitId);
  if (items.length === 0) return;
  const outcomes = await world.context.reviews.decide(reviewer, items, { decision: 'approve' });
  const refused = outcomes.find((outcome) => !outcome.done && outcome.code !== 'already_decided');
  if (refused !== undefined) throw new Error(`a review in ${unitId}: ${refused.code}`);
}

async function waitingItems({ context }: DemoWorld, unitId: string) {
  const waiting = { unitPath: unitId, state: 'waiting', waitingSince: { $ne: null } };
  const kinds = [
    ['claim', 'claims'],
    ['attendance', 'attendances'],
  ] as const;
  const found = await Promise.all(
    kinds.map(async ([kind, collection]) => {
      const records = await context.db
        .collection<{ _id: string }>(collection)
        .find(waiting, { projection: { _id: 1 } })
        .toArray();
      return records.map(({ _id }) => ({ kind, id: _id }));
    }),
  );
  return found.flat();
}

import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import { CREDITED_BEFORE_MINUTES_MAX, type CreditedBefore } from '@red-points/shared/domain/watch';
import { insertMissing } from '../platform/database.ts';
import type { JobRun } from '../platform/jobs.ts';
import { togetherOrEach } from '../platform/one-by-one.ts';
import type { RedemptionRecord } from '../redemptions/index.ts';
import type { WatchDeps } from './deps.ts';
import { makeDue } from './months.ts';
import type { WatchRedemptionRecord } from './store.ts';

const BATCH = 500;
const BATCHES_MAX = 100;
const CREDITED_BEFORE_MS = CREDITED_BEFORE_MINUTES_MAX * 60_000;

type Captured = RedemptionRecord & { readonly capturedAt: Date };
const isCaptured = (record: RedemptionRecord): record is Captured => record.capturedAt !== null;

/**
 * Notes down the redemptions that ended since the last run; those that came to nothing only lose their mark. A line is its
 * redemption's, and the mark goes last, so that a run that broke off, or two at once, note nothing twice and lose none.
 */
export async function noteRedemptions(deps: WatchDeps, run: JobRun): Promise<void> {
  const way = { what: 'redemption', idOf: ({ _id }: RedemptionRecord) => _id, logger: deps.logger, signal: run.signal };
  for (let batch = 0; batch < BATCHES_MAX && !run.signal.aborted; batch += 1) {
    const ended = await deps.redemptions.toWatch(BATCH);
    if (ended.length === 0) return;
    await togetherOrEach(ended, way, async (some) => {
      await noteDown(deps, some.filter(isCaptured));
      await deps.redemptions.watched(some.map(({ _id }) => _id));
    });
    if (ended.length < BATCH) return;
  }
}

async function noteDown(deps: WatchDeps, captured: readonly Captured[]): Promise<void> {
  if (captured.length === 0) return;
  const credited = await creditedBefore(deps, captured);
  const lines = captured.map(
    ({ _id, unitId, shopId, personId, capturedAt, deviceTag }): WatchRedemptionRecord => ({
      _id,
      unitId,
      month: monthOf(businessDate(capturedAt.getTime())),
      at: capturedAt,
      shopId,
      personId,
      deviceTag: deviceTag ?? null,
      credited: credited.get(_id) ?? null,
    }),
  );
  // Due first: a line whose month nobody looks at would be lost.
  await makeDue(
    deps,
    'redemptions',
    lines.map(({ unitId, month }, index) => ({ unitId, month, unitPath: captured[index]?.unitPath ?? [] })),
  );
  await insertMissing(deps.store.redemptions, lines);
}

/** For each redemption the newest approval shortly before it whose reviewer belongs to the shop. */
async function creditedBefore(
  deps: WatchDeps,
  captured: readonly Captured[],
): Promise<ReadonlyMap<string, CreditedBefore>> {
  const times = captured.map(({ capturedAt }) => capturedAt.getTime());
  const approved = await deps.store.lines
    .find({
      personId: { $in: [...new Set(captured.map(({ personId }) => personId))] },
      approvedAt: { $gte: new Date(Math.min(...times) - CREDITED_BEFORE_MS), $lte: new Date(Math.max(...times)) },
    })
    .project<{ _id: string; personId: string; reviewer: string | null; approvedAt: Date }>({
      ...{ personId: 1, reviewer: 1, approvedAt: 1 },
    })
    .sort({ approvedAt: -1 })
    .toArray();
  if (approved.length === 0) return new Map();
  const belongsTo = await shopsOfReviewers(deps, captured, approved);
  return new Map(
    captured.flatMap(({ _id, personId, shopId, capturedAt }) => {
      const atMs = capturedAt.getTime();
      const before = approved.find((line) => {
        const beforeMs = atMs - line.approvedAt.getTime();
        const isNear = line.personId === personId && beforeMs >= 0 && beforeMs <= CREDITED_BEFORE_MS;
        return isNear && line.reviewer !== null && belongsTo(line.reviewer, shopId);
      });
      if (before === undefined || before.reviewer === null) return [];
      const beforeMs = atMs - before.approvedAt.getTime();
      return [[_id, { creditId: before._id, reviewer: before.reviewer, beforeMs }] as const];
    }),
  );
}

/** Whether a reviewer works at a shop, by that sign-in or by another of the same person. */
async function shopsOfReviewers(
  { users }: WatchDeps,
  captured: readonly Captured[],
  approved: readonly { readonly reviewer: string | null }[],
): Promise<(reviewer: string, shopId: string) => boolean> {
  const reviewers = await users.byIds([...new Set(approved.flatMap(({ reviewer }) => reviewer ?? []))]);
  const byId = new Map(reviewers.map((user) => [user.userId, user]));
  const shopIds = [...new Set(captured.map(({ shopId }) => shopId))];
  const staff = new Map<string, ReadonlySet<string>>();
  for (const shopId of shopIds) staff.set(shopId, new Set(await users.personIdsOfShop(shopId)));
  return (reviewer, shopId) => {
    const user = byId.get(reviewer);
    if (user === undefined) return false;
    const isStaff = user.grants.some((grant) => grant.shopId === shopId);
    return isStaff || (user.personId !== null && (staff.get(shopId)?.has(user.personId) ?? false));
  };
}

import type { ReleaseCause } from '@red-points/shared/domain/redemptions';
import type { RedemptionDeps } from './deps.ts';
import { followCapture, followRelease } from './follow.ts';
import { captureCommand, captureKey, type HoldEnder, releaseCommand, releaseKey } from './ledger-commands.ts';
import { release, settle } from './pieces.ts';
import type { RedemptionRecord } from './store.ts';

/**
 * Asks the ledger to spend the hold, and follows what it did: whoever asked the ledger first to end the hold has
 * decided, so the redemption that comes back may as well be closed.
 */
export async function captureHold(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  by: HoldEnder,
): Promise<RedemptionRecord> {
  const outcome = await deps.ledger.post(captureCommand(redemption, by, deps.platform.clock.now()));
  if (outcome.status === 'refused') return followEndedHold(deps, redemption);
  await settle(deps, redemption);
  return followCapture(deps, redemption, outcome.entry);
}

/** Asks the ledger to give the hold back, and follows what it did: the redemption that comes back may be a success. */
export async function releaseHold(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  by: HoldEnder,
): Promise<RedemptionRecord> {
  const outcome = await deps.ledger.post(releaseCommand(redemption, by, deps.platform.clock.now()));
  if (outcome.status === 'refused') return followEndedHold(deps, redemption);
  await release(deps, redemption);
  return followRelease(deps, redemption, outcome.entry);
}

/** Follows a hold that somebody has ended already. Throws where the ledger knows of no end: then it never was. */
export async function followEndedHold(deps: RedemptionDeps, redemption: RedemptionRecord): Promise<RedemptionRecord> {
  const { _id, accountId } = redemption;
  const [captured, released] = await Promise.all([
    deps.ledger.entryByKey(accountId, captureKey(_id)),
    deps.ledger.entryByKey(accountId, releaseKey(_id)),
  ]);
  if (captured !== null) {
    await settle(deps, redemption);
    return followCapture(deps, redemption, captured);
  }
  if (released === null) throw new Error('the hold of a redemption is gone, and no entry says how it ended');
  await release(deps, redemption);
  return followRelease(deps, redemption, released);
}

/** Who ends a hold for a cause. */
export function enderOf(
  { via, requestedBy }: Pick<RedemptionRecord, 'via' | 'requestedBy'>,
  cause: ReleaseCause,
  userId: string | null,
): HoldEnder {
  if (cause === 'timed_out' || userId === null) return { part: 'job' };
  if (cause === 'declined') return { part: 'cashier', userId };
  if (cause === 'shop_closed') return { part: 'closer', userId };
  return { part: via === 'officer' && userId === requestedBy ? 'officer' : 'resident', userId };
}

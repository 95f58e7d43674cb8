import type { RedemptionDeps } from './deps.ts';
import { LATE_STEP_MS, update } from './follow.ts';
import { holdKey, releaseCommand } from './ledger-commands.ts';
import { release } from './pieces.ts';
import type { RedemptionRecord } from './store.ts';

const SUCCESSFUL = new Set<RedemptionRecord['state']>(['success', 'partially_refunded', 'refunded']);

/**
 * Leaves nothing of an ended redemption behind: no hold of one that did not succeed, no pieces still reserved. Where
 * another process may yet take a late step, it is looked at once more after a minute.
 */
export async function cleanUp(deps: RedemptionDeps, redemption: RedemptionRecord): Promise<RedemptionRecord> {
  if (!SUCCESSFUL.has(redemption.state)) await releaseLeftHold(deps, redemption);
  // The pieces of a success were settled before its document said so: what is reserved now was reserved a second time.
  await release(deps, redemption);
  const nowMs = deps.platform.clock.now();
  return update(deps, redemption, (current) => {
    // A refund asked for meanwhile has its own time to be looked at.
    if (current.refunds.some(({ state }) => state === 'asked')) return null;
    const lateAtMs = current.contested ? (current.finishedAt?.getTime() ?? nowMs) + LATE_STEP_MS : 0;
    const nextCheckAt = nowMs < lateAtMs ? new Date(lateAtMs) : null;
    return current.nextCheckAt?.getTime() === nextCheckAt?.getTime() ? null : { nextCheckAt };
  });
}

async function releaseLeftHold(deps: RedemptionDeps, redemption: RedemptionRecord): Promise<void> {
  const hold = await deps.ledger.entryByKey(redemption.accountId, holdKey(redemption._id));
  if (hold === null) return;
  const outcome = await deps.ledger.post(releaseCommand(redemption, { part: 'job' }, deps.platform.clock.now()));
  if (outcome.status === 'refused') {
    throw new Error(`the hold of a redemption in state ${redemption.state} was not released: ${outcome.refusal.code}`);
  }
}

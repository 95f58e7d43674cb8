import type { Refusal } from '@red-points/shared/contracts';
import { applyFact } from '@red-points/shared/domain/redemptions';
import type { Spent } from '../ledger/index.ts';
import { takeAllowanceAtOnce } from './allowances.ts';
import type { RedemptionDeps } from './deps.ts';
import { captureFields, endFields } from './follow.ts';
import { captureCommand, holdCommand } from './ledger-commands.ts';
import { piecesOf, type RedemptionRecord, standingOf } from './store.ts';

/**
 * A redemption that waits for nobody's word, done in one transaction: the record, its pieces, the room below the caps and both entries of the
 * ledger are there together or not at all, so that there is nothing to take up after a death. Null where anything was in the way; then nothing
 * is written, and the steps one by one find out what it was. Throws OutcomeUnknownError: the same request asked again tells.
 * @param admitted whether it may begin at all, which is asked meanwhile: nothing is committed before it is known, nor where it may not
 */
export async function spendAtOnce(
  deps: RedemptionDeps,
  draft: RedemptionRecord,
  admitted: Promise<Refusal | null>,
): Promise<RedemptionRecord | null> {
  if (draft.asked !== 'nobody') return null;
  const nowMs = deps.platform.clock.now();
  let done: RedemptionRecord | null = null;
  const spent = await deps.ledger.spendAtOnce(
    {
      hold: holdCommand(draft, nowMs),
      capture: captureCommand(draft, { part: 'cashier', userId: draft.requestedBy }, nowMs),
    },
    {
      before: (session) => takeAllowanceAtOnce(deps, session, draft),
      after: async (session, entries) => {
        done = spentRecord(draft, entries);
        await deps.redemptions.insertOne(done, { session });
        if ((await admitted) !== null) return false;
        return deps.offers.takeAtOnce(session, piecesOf(draft), nowMs);
      },
    },
  );
  return spent === null ? null : done;
}

/** The record as the steps one by one would have left it. */
function spentRecord(draft: RedemptionRecord, { captured }: Spent): RedemptionRecord {
  const asked = applyFact(standingOf(draft), { kind: 'held', asked: 'shop' });
  const { state } = applyFact(asked, { kind: 'captured' });
  return {
    ...draft,
    ...captureFields(draft, captured),
    state,
    ...endFields(captured),
    nextCheckAt: null,
  };
}

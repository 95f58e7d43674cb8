import { type Refusal, refuse } from '@red-points/shared/contracts';
import { actorsOf } from '@red-points/shared/domain/adjustments';
import {
  type AdjustCommand,
  accountOfEntryId,
  type ExpiryPolicy,
  seqOfEntryId,
} from '@red-points/shared/domain/ledger';
import { isReversed, LedgerBusyError } from '../ledger/index.ts';
import type { AdjustmentsDeps } from './deps.ts';
import { closeReserved, giveBackTaken } from './issuing.ts';
import { landingOf } from './landing.ts';
import { type AdjustmentRecord, adjustmentKey } from './store.ts';

/** When the job takes up a correction whose process ended. */
export const TAKE_UP_MS = 10_000;

/** Points that come late are to be of use: they live as long as points earned on the day of the correction. */
const EXPIRY: ExpiryPolicy = { kind: 'end_of_next_year', from: 'recorded' };

/** Posts a confirmed correction, from wherever it stands. Whoever finds it interrupted asks again, also two at once. */
export async function carryOn(deps: AdjustmentsDeps, adjustment: AdjustmentRecord): Promise<AdjustmentRecord> {
  for (let current = adjustment; current.state === 'confirmed'; ) {
    const posted = await deps.ledger.post(commandOf(current));
    if (posted.status === 'posted') {
      await giveBackTaken(deps, current, posted.entry);
      return end(deps, current, { state: 'posted', entrySeq: posted.entry.seq, refusal: null });
    }
    const { code, detail } = posted.refusal;
    if (code !== 'account_closed') return refused(deps, current, refuse(`ledger_${code}`, detail));
    // A closed account takes nothing ever: what was joined away since the proposal is put right where it went.
    const moved = await moveOn(deps, current);
    if (moved === null) return refused(deps, current, refuse('adjustment_account_closed'));
    // Nothing is reversed in an account that is closed: what was before is all there will be.
    if (await isReversed(deps.ledger, moved.entryId)) return refused(deps, moved, refuse('ledger_already_reversed'));
    current = moved;
  }
  return newest(deps, adjustment);
}

function commandOf(adjustment: AdjustmentRecord): AdjustCommand {
  const { _id, accountId, points, minutes, issuerUnit, homeUnit, effectiveAt, proposedBy, decidedBy } = adjustment;
  const correctsOwn = accountOfEntryId(adjustment.entryId) === accountId;
  return {
    kind: 'adjust',
    account: accountId,
    key: adjustmentKey(_id),
    points,
    minutes,
    ...(correctsOwn ? { originalSeq: seqOfEntryId(adjustment.entryId) } : {}),
    expiry: EXPIRY,
    counterparty: { kind: 'issuance', id: issuerUnit },
    source: { kind: 'correction', id: _id },
    actors: actorsOf(adjustment.correctedActors, proposedBy, decidedBy ?? proposedBy),
    issuerUnit,
    homeUnit,
    // As a reversal: what it corrects is of that day, and reports of that day say so once it is known.
    effectiveAtMs: effectiveAt.getTime(),
  };
}

/** The correction with the account into which its own was joined; null where there is none. */
async function moveOn(deps: AdjustmentsDeps, adjustment: AdjustmentRecord): Promise<AdjustmentRecord | null> {
  const owner = await deps.people.byAccount(adjustment.accountId);
  const landing = owner === null ? null : await landingOf(deps, owner);
  if (landing === null) return null;
  // The ledger has closed it a moment ago, and the record does not say yet where it leads.
  if (landing.accountId === adjustment.accountId) throw new LedgerBusyError('an account is being closed or joined');
  const { personId, accountId, unitId: homeUnit, unitPath } = landing;
  await deps.adjustments.updateOne(
    { _id: adjustment._id, state: 'confirmed', accountId: adjustment.accountId },
    { $set: { personId, accountId, homeUnit, unitPath: [...unitPath] } },
  );
  return newest(deps, adjustment);
}

function refused(deps: AdjustmentsDeps, adjustment: AdjustmentRecord, refusal: Refusal): Promise<AdjustmentRecord> {
  return end(deps, adjustment, { state: 'refused', refusal });
}

async function end(
  deps: AdjustmentsDeps,
  { _id }: AdjustmentRecord,
  ending: Partial<AdjustmentRecord>,
): Promise<AdjustmentRecord> {
  const finished = { open: false, finishedAt: new Date(deps.clock.now()), nextCheckAt: null };
  const ended = await deps.adjustments.findOneAndUpdate(
    { _id, state: 'confirmed' },
    { $set: { ...finished, ...ending } },
    { returnDocument: 'after' },
  );
  if (ended === null) return newest(deps, { _id });
  await closeReserved(deps, ended);
  return ended;
}

async function newest(deps: AdjustmentsDeps, { _id }: Pick<AdjustmentRecord, '_id'>): Promise<AdjustmentRecord> {
  const found = await deps.adjustments.findOne({ _id });
  if (found === null) throw new Error('a correction vanished');
  return found;
}

import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { LedgerRefusal } from '@red-points/shared/domain/ledger';
import { type CloseReason, isOpenState } from '@red-points/shared/domain/redemptions';
import { cleanUp } from './clean-up.ts';
import type { RedemptionDeps } from './deps.ts';
import { carryBookingOn } from './end-booking.ts';
import { captureHold, followEndedHold, releaseHold } from './end-hold.ts';
import { followHold, followRefusal, update } from './follow.ts';
import { holdCommand, holdKey } from './ledger-commands.ts';
import { reserve } from './pieces.ts';
import { finishRefunds } from './refund.ts';
import type { RedemptionRecord } from './store.ts';

/** Whether a redemption can still end in success. */
export function isOpen(redemption: Pick<RedemptionRecord, 'state'>): boolean {
  return isOpenState(redemption.state);
}

/**
 * The steps of a new redemption, each idempotent by its id, so that whoever finds it interrupted takes them again:
 * pieces off the shelf → points set aside → the other side is asked, or points spent where nobody has to be.
 * @param andSpend false where somebody gives it up just now
 */
export async function takeFirstSteps(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  andSpend = true,
): Promise<RedemptionRecord> {
  const nowMs = deps.platform.clock.now();
  const notTaken = await reserve(deps, redemption, nowMs);
  if (notTaken !== null) return close(deps, redemption, closeReasonOf(notTaken), notTaken);
  const held = await deps.ledger.post(holdCommand(redemption, nowMs));
  if (held.status === 'refused') {
    const reason = held.refusal.code === 'insufficient_points' ? 'insufficient_points' : 'failed';
    return close(deps, redemption, reason, wordsOf(held.refusal, redemption));
  }
  const next = await followHold(deps, redemption, held.entry);
  // Points are spent only after the document says that they are held: from then on no refusal can close it.
  if (andSpend && next.state === 'awaiting_confirm' && next.asked === 'nobody') return captureForShop(deps, next);
  // Somebody else ended it while these steps were taken: nothing of them may stay behind.
  return isOpen(next) ? next : cleanUp(deps, next);
}

/** The shop that scanned the code has agreed by scanning. */
function captureForShop(deps: RedemptionDeps, redemption: RedemptionRecord): Promise<RedemptionRecord> {
  return captureHold(deps, redemption, { part: 'cashier', userId: redemption.requestedBy });
}

async function close(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  reason: CloseReason,
  refusal: Refusal | null,
): Promise<RedemptionRecord> {
  // The document first: only who closes it may give its pieces back.
  const closed = await followRefusal(deps, redemption, reason, refusal);
  return isOpen(closed) ? closed : cleanUp(deps, closed);
}

function closeReasonOf(refusal: Refusal): CloseReason {
  switch (refusal.refused) {
    case 'offer_out_of_stock':
    case 'slot_full':
      return 'out_of_stock';
    case 'offer_limit_reached':
      return 'limit_reached';
    case 'offer_ended':
    case 'slot_closed':
    case 'slot_over':
      return 'offer_ended';
    case 'redemption_day_cap_reached':
    case 'redemption_month_cap_reached':
    case 'shop_day_points_reached':
    case 'shop_day_count_reached':
    case 'shop_month_points_reached':
    case 'shop_month_count_reached':
      return 'cap_reached';
    default:
      return 'failed';
  }
}

/** A shop does not learn how many points a resident has. */
function wordsOf(refusal: LedgerRefusal, redemption: RedemptionRecord): Refusal {
  const startedByShop = redemption.via === 'resident_code' || redemption.via === 'card';
  if (refusal.code === 'insufficient_points' && startedByShop) {
    return refuse('resident_points_insufficient');
  }
  return refuse(`ledger_${refusal.code}`, refusal.detail);
}

/**
 * Moves a redemption on from wherever it was left: interrupted first steps, an end that the ledger has decided and the
 * document does not show yet, a time-out, a refund under way, something left over. Can be repeated at any time.
 * @param holdIsOpen what the ledger's newest state says of the hold, where the caller has read it already
 */
export async function carryOn(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  holdIsOpen?: boolean,
): Promise<RedemptionRecord> {
  switch (redemption.state) {
    case 'created': {
      const moved = await carryFirstStepsOn(deps, redemption, true);
      // Held meanwhile by whoever began it: what waits for nobody's word is spent, and not told of halfway.
      return moved.state === 'awaiting_confirm' && moved.asked === 'nobody' ? carryOn(deps, moved) : moved;
    }
    case 'awaiting_resident':
    case 'awaiting_confirm': {
      const open = holdIsOpen ?? (await hasOpenHold(deps, redemption));
      if (!open) return followEndedHold(deps, redemption);
      if (deps.platform.clock.now() < redemption.expiresAt.getTime()) {
        return redemption.asked === 'nobody' ? captureForShop(deps, redemption) : redemption;
      }
      return releaseHold(deps, redemption, { part: 'job' });
    }
    case 'booked':
      return carryBookingOn(deps, redemption);
    case 'success':
    case 'partially_refunded':
    case 'refunded':
      return cleanUp(deps, await finishRefunds(deps, redemption));
    case 'closed':
    case 'revoked':
      return cleanUp(deps, redemption);
    default:
      return redemption.state satisfies never;
  }
}

/** A new redemption that was left halfway, brought to where it is answered; points are spent only where `andSpend`. */
export async function carryFirstStepsOn(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  andSpend: boolean,
): Promise<RedemptionRecord> {
  const contested = await update(deps, redemption, (current) => (current.contested ? null : { contested: true }));
  if (contested.state !== 'created') return contested;
  if (deps.platform.clock.now() < contested.expiresAt.getTime()) return takeFirstSteps(deps, contested, andSpend);
  const hold = await deps.ledger.entryByKey(contested.accountId, holdKey(contested._id));
  if (hold === null) return close(deps, contested, 'timed_out', null);
  return releaseHold(deps, contested, { part: 'job' });
}

async function hasOpenHold(deps: RedemptionDeps, redemption: RedemptionRecord): Promise<boolean> {
  const { state } = await deps.ledger.view(redemption.accountId);
  return state.holds.some(({ id }) => id === redemption._id);
}

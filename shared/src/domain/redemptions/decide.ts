import type {
  RedemptionCommand,
  RedemptionDecision,
  RedemptionRefusalCode,
  RedemptionStanding,
  ReleaseCause,
} from './types.ts';

const UNCHANGED: RedemptionDecision = { kind: 'unchanged' };

/**
 * Decides what a command comes to on a redemption as it stands. Pure: the clock is an argument.
 *
 * A decision to capture or release is only what to ask of the ledger: of several decided at the same moment the ledger
 * carries out the first, by the hold's id, and the redemption follows what the ledger did (`applyFact`).
 * @param nowMs milliseconds since the epoch
 */
export function decide(standing: RedemptionStanding, command: RedemptionCommand, nowMs: number): RedemptionDecision {
  switch (command.kind) {
    case 'confirm':
      return decideAgreement(standing, 'awaiting_confirm', nowMs);
    case 'approve':
      return decideAgreement(standing, 'awaiting_resident', nowMs);
    case 'decline':
      return decideGivingUp(standing, 'declined');
    case 'revoke':
      return decideGivingUp(standing, standing.state === 'awaiting_resident' ? 'resident_refused' : 'revoked');
    case 'close_shop':
      return decideGivingUp(standing, 'shop_closed');
    case 'time_out':
      return decideTimeOut(standing, nowMs);
    case 'refund':
      return decideRefund(standing, command.points);
    default:
      return command satisfies never;
  }
}

/** The last word that was missing: it completes the redemption, once, and only in time. */
function decideAgreement(
  standing: RedemptionStanding,
  awaited: 'awaiting_confirm' | 'awaiting_resident',
  nowMs: number,
): RedemptionDecision {
  switch (standing.state) {
    case 'created':
      return refused('redemption_not_ready');
    case 'awaiting_resident':
    case 'awaiting_confirm':
      if (nowMs >= standing.expiresAtMs) return { kind: 'release', cause: 'timed_out' };
      if (standing.state === awaited) return { kind: 'capture' };
      return refused(awaited === 'awaiting_confirm' ? 'redemption_awaits_resident' : 'redemption_awaits_shop');
    case 'booked':
      return refused('redemption_is_booking');
    case 'success':
    case 'partially_refunded':
    case 'refunded':
      return UNCHANGED;
    case 'closed':
    case 'revoked':
      return refused(whyOver(standing));
    default:
      return standing.state satisfies never;
  }
}

/** Points go back. Who asks for that when they are back already gets the redemption as it stands. */
function decideGivingUp(standing: RedemptionStanding, cause: ReleaseCause): RedemptionDecision {
  switch (standing.state) {
    case 'created':
      return refused('redemption_not_ready');
    case 'awaiting_resident':
    case 'awaiting_confirm':
      return { kind: 'release', cause };
    case 'booked':
      return refused('redemption_is_booking');
    case 'closed':
    case 'revoked':
      return UNCHANGED;
    case 'success':
    case 'partially_refunded':
    case 'refunded':
      return refused('redemption_already_done');
    default:
      return standing.state satisfies never;
  }
}

function decideTimeOut(standing: RedemptionStanding, nowMs: number): RedemptionDecision {
  switch (standing.state) {
    case 'awaiting_resident':
    case 'awaiting_confirm':
      return nowMs >= standing.expiresAtMs ? { kind: 'release', cause: 'timed_out' } : UNCHANGED;
    // What both sides said of it decides, not the clock alone: see domain/bookings.
    case 'booked':
    case 'created':
    case 'success':
    case 'partially_refunded':
    case 'refunded':
    case 'closed':
    case 'revoked':
      return UNCHANGED;
    default:
      return standing.state satisfies never;
  }
}

function decideRefund(standing: RedemptionStanding, points: number): RedemptionDecision {
  switch (standing.state) {
    case 'success':
    case 'partially_refunded': {
      const left = standing.points - standing.refundedPoints;
      return points >= 1 && points <= left
        ? { kind: 'refund', points }
        : refused('refund_exceeds_redemption', { left, asked: points });
    }
    case 'refunded':
      return refused('refund_exceeds_redemption', { left: 0, asked: points });
    case 'created':
    case 'awaiting_resident':
    case 'awaiting_confirm':
    case 'booked':
    case 'closed':
    case 'revoked':
      return refused('redemption_not_refundable');
    default:
      return standing.state satisfies never;
  }
}

/** What to tell somebody who agrees to a redemption that is over. */
export function whyOver(standing: Pick<RedemptionStanding, 'state' | 'closeReason'>): RedemptionRefusalCode {
  if (standing.state === 'revoked') return 'redemption_revoked';
  switch (standing.closeReason) {
    case 'timed_out':
      return 'redemption_timed_out';
    case 'declined':
      return 'redemption_declined';
    case 'resident_refused':
      return 'redemption_revoked';
    case 'shop_closed':
      return 'shop_closed';
    case 'insufficient_points':
    case 'out_of_stock':
    case 'limit_reached':
    case 'offer_ended':
    case 'cap_reached':
    case 'failed':
    case null:
      return 'redemption_closed';
    default:
      return standing.closeReason satisfies never;
  }
}

function refused(code: RedemptionRefusalCode, detail?: Readonly<Record<string, number>>): RedemptionDecision {
  return detail === undefined ? { kind: 'refused', code } : { kind: 'refused', code, detail };
}

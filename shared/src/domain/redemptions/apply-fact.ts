import type { CloseReason, RedemptionFact, RedemptionStanding, RedemptionState, ReleaseCause } from './types.ts';

/** A fact that cannot have happened to a redemption in this state: a bug or a damaged database, never a user's mistake. */
export class ImpossibleFactError extends Error {
  override name = 'ImpossibleFactError';

  constructor(state: RedemptionState, fact: RedemptionFact) {
    super(`a redemption in state ${state} cannot have been ${fact.kind}`);
  }
}

type Ending = Pick<RedemptionStanding, 'state' | 'closeReason'>;

/** The state in which a released redemption ends, by who gave it up. */
export function endingOf(cause: ReleaseCause): Ending {
  switch (cause) {
    case 'revoked':
      return { state: 'revoked', closeReason: null };
    case 'resident_refused':
      return { state: 'revoked', closeReason: 'resident_refused' };
    case 'timed_out':
    case 'declined':
    case 'shop_closed':
      return { state: 'closed', closeReason: cause satisfies CloseReason };
    default:
      return cause satisfies never;
  }
}

/**
 * Follows what happened. A fact that is known already changes nothing, so that an interrupted step can be followed again.
 * @throws ImpossibleFactError where state and fact contradict each other
 */
export function applyFact(standing: RedemptionStanding, fact: RedemptionFact): RedemptionStanding {
  switch (fact.kind) {
    case 'held':
      return applyHeld(standing, fact);
    case 'refused':
      if (standing.state === 'created') return { ...standing, state: 'closed', closeReason: fact.reason };
      if (standing.state === 'closed' && standing.closeReason === fact.reason) return standing;
      throw new ImpossibleFactError(standing.state, fact);
    case 'captured':
      return applyCaptured(standing, fact);
    case 'released':
      return applyReleased(standing, fact);
    case 'refunded':
      return applyRefunded(standing, fact);
    default:
      return fact satisfies never;
  }
}

type Of<Kind extends RedemptionFact['kind']> = Extract<RedemptionFact, { kind: Kind }>;

const ASKED_STATES = { resident: 'awaiting_resident', shop: 'awaiting_confirm', both: 'booked' } as const;

/** A late word of the hold changes nothing: an end that was reached meanwhile stands, and gives the hold back. */
function applyHeld(standing: RedemptionStanding, fact: Of<'held'>): RedemptionStanding {
  if (standing.state !== 'created') return standing;
  return { ...standing, state: ASKED_STATES[fact.asked] };
}

function applyCaptured(standing: RedemptionStanding, fact: Of<'captured'>): RedemptionStanding {
  switch (standing.state) {
    case 'awaiting_resident':
    case 'awaiting_confirm':
    case 'booked':
      return { ...standing, state: 'success' };
    case 'success':
    case 'partially_refunded':
    case 'refunded':
      return standing;
    case 'created':
    case 'closed':
    case 'revoked':
      throw new ImpossibleFactError(standing.state, fact);
    default:
      return standing.state satisfies never;
  }
}

function applyReleased(standing: RedemptionStanding, fact: Of<'released'>): RedemptionStanding {
  const ending = endingOf(fact.cause);
  switch (standing.state) {
    case 'created':
    case 'awaiting_resident':
    case 'awaiting_confirm':
    case 'booked':
      return { ...standing, ...ending };
    case 'closed':
    case 'revoked':
      if (standing.state === ending.state && standing.closeReason === ending.closeReason) return standing;
      throw new ImpossibleFactError(standing.state, fact);
    case 'success':
    case 'partially_refunded':
    case 'refunded':
      throw new ImpossibleFactError(standing.state, fact);
    default:
      return standing.state satisfies never;
  }
}

function applyRefunded(standing: RedemptionStanding, fact: Of<'refunded'>): RedemptionStanding {
  const refundedPoints = standing.refundedPoints + fact.points;
  const refundable = standing.state === 'success' || standing.state === 'partially_refunded';
  if (!refundable || fact.points < 1 || refundedPoints > standing.points) {
    throw new ImpossibleFactError(standing.state, fact);
  }
  const state = refundedPoints === standing.points ? 'refunded' : 'partially_refunded';
  return { ...standing, state, refundedPoints };
}

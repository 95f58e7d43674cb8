import type {
  CLOSE_REASONS,
  OFFER_KINDS,
  REDEMPTION_STATES,
  REDEMPTION_VIAS,
  SHOP_STATES,
} from '../../contracts/index.ts';

export type RedemptionState = (typeof REDEMPTION_STATES)[number];
export type CloseReason = (typeof CLOSE_REASONS)[number];
export type OfferKind = (typeof OFFER_KINDS)[number];
export type ShopState = (typeof SHOP_STATES)[number];

/**
 * Who started it: the shop by scanning the resident's code or their printed card, the resident by scanning the shop's
 * poster or by booking a service, or an officer for somebody who has no phone.
 */
export type RedemptionVia = (typeof REDEMPTION_VIAS)[number];

/** States in which somebody's word is still awaited, or the programme has not finished its own steps. */
export const OPEN_STATES = ['created', 'awaiting_resident', 'awaiting_confirm', 'booked'] as const;
export type OpenState = (typeof OPEN_STATES)[number];

export function isOpenState(state: RedemptionState): state is OpenState {
  return (OPEN_STATES as readonly string[]).includes(state);
}

/** Open states in which somebody at the counter is waiting: a booked service waits for days. */
export const ASKING_STATES = [
  'created',
  'awaiting_resident',
  'awaiting_confirm',
] as const satisfies readonly OpenState[];

/** How long points are set aside for an answer: 3 minutes. */
export const ANSWER_TIME_MS = 180_000;

/** What the machine knows of one redemption. */
export interface RedemptionStanding {
  readonly state: RedemptionState;
  readonly closeReason: CloseReason | null;
  /** Points of the whole redemption, all pieces together. */
  readonly points: number;
  /** Points that refunds have given back. */
  readonly refundedPoints: number;
  /** The first instant at which an open one is released. */
  readonly expiresAtMs: number;
}

/** What somebody asks for. */
export type RedemptionCommand =
  /** 确认核销 by the shop. */
  | { readonly kind: 'confirm' }
  /** The resident agrees on their own phone to what the shop started. */
  | { readonly kind: 'approve' }
  /** 暂不接单 by the shop. */
  | { readonly kind: 'decline' }
  /** The resident takes it back. */
  | { readonly kind: 'revoke' }
  /** The office closes the shop for good. */
  | { readonly kind: 'close_shop' }
  /** The clock, by the repair job or whoever looks first. */
  | { readonly kind: 'time_out' }
  | { readonly kind: 'refund'; readonly points: number };

/** Why a hold is released; the ledger's release entry tells it by its actor's part. */
export type ReleaseCause = 'timed_out' | 'declined' | 'revoked' | 'resident_refused' | 'shop_closed';

export type RedemptionRefusalCode =
  | 'redemption_not_ready'
  | 'redemption_awaits_resident'
  | 'redemption_awaits_shop'
  | 'redemption_timed_out'
  | 'redemption_declined'
  | 'redemption_revoked'
  | 'redemption_closed'
  | 'shop_closed'
  | 'redemption_is_booking'
  | 'redemption_already_done'
  | 'redemption_not_refundable'
  | 'refund_exceeds_redemption';

export type RedemptionDecision =
  /** Ask the ledger to spend the hold. */
  | { readonly kind: 'capture' }
  /** Ask the ledger to give the hold back. */
  | { readonly kind: 'release'; readonly cause: ReleaseCause }
  /** Ask the ledger to give points back. */
  | { readonly kind: 'refund'; readonly points: number }
  /** It is already as asked: answer with the redemption as it stands. */
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'refused';
      readonly code: RedemptionRefusalCode;
      readonly detail?: Readonly<Record<string, number>>;
    };

/** What has happened, as the ledger and the stock tell it. */
export type RedemptionFact =
  /** Points are set aside; now the named side is asked. */
  | { readonly kind: 'held'; readonly asked: 'resident' | 'shop' | 'both' }
  /** It was refused before any points were set aside, or could not be carried out. */
  | { readonly kind: 'refused'; readonly reason: CloseReason }
  | { readonly kind: 'captured' }
  | { readonly kind: 'released'; readonly cause: ReleaseCause }
  | { readonly kind: 'refunded'; readonly points: number };

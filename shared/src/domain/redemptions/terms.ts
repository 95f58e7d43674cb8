import { ASSURANCE_CAPS_DEFAULT, type Assurance, type AssuranceCaps } from './assurance.ts';
import { SHOP_CAPS_DEFAULT, type ShopCaps } from './shop-caps.ts';
import type { OfferKind, RedemptionVia } from './types.ts';

/** What a unit can set about redeeming at its shops. */
export interface RedemptionSettings {
  /** Up to this many points a scan of the resident's code is enough; above it the resident confirms on their phone. */
  readonly smallAmountPoints: number;
  /** Up to this many points of a redemption one person's word gives back; above it a second one confirms. */
  readonly refundAlonePoints: number;
  /** Working days that a proposed refund waits for the second word. */
  readonly refundAnswerDays: number;
  readonly caps: AssuranceCaps;
  /** How much may be redeemed at each shop; missing in what was set before there was a choice. */
  readonly shopCaps?: ShopCaps;
}

export const REDEMPTION_SETTINGS_DEFAULT: RedemptionSettings = {
  smallAmountPoints: 30,
  refundAlonePoints: 200,
  refundAnswerDays: 7,
  caps: ASSURANCE_CAPS_DEFAULT,
  shopCaps: SHOP_CAPS_DEFAULT,
};

/** The most points that one redemption can take: what one ledger entry may move. */
export const REDEMPTION_POINTS_MAX = 1_000_000;

/** Points of all pieces together, or null where they are more than one redemption can take. */
export function totalPoints(pointsEach: number, quantity: number): number | null {
  const total = pointsEach * quantity;
  return Number.isSafeInteger(total) && total >= 1 && total <= REDEMPTION_POINTS_MAX ? total : null;
}

/**
 * Whose word is awaited once the points are set aside. The side that started has given its own; the resident who only
 * showed a code has agreed to a small amount, not to a large one nor to a service, which both sides confirm.
 */
export function askedSide(
  via: RedemptionVia,
  kind: OfferKind,
  points: number,
  settings: Pick<RedemptionSettings, 'smallAmountPoints'>,
): 'shop' | 'resident' | 'nobody' | 'both' {
  switch (via) {
    case 'shop_poster':
    case 'officer':
      return 'shop';
    case 'booking':
      // When it took place both say so.
      return 'both';
    case 'card':
      // The PIN was typed for this offer and these points: that is the holder's word.
      return 'nobody';
    case 'resident_code':
      return kind === 'service' || points > settings.smallAmountPoints ? 'resident' : 'nobody';
    default:
      return via satisfies never;
  }
}

/** How sure one is of who spends. @param withPin whether the person typed their PIN for it */
export function assuranceOf(via: RedemptionVia, withPin: boolean): Assurance {
  switch (via) {
    case 'card':
    case 'officer':
      return 'card';
    case 'shop_poster':
    case 'booking':
      return withPin ? 'pin' : 'poster';
    case 'resident_code':
      return withPin ? 'pin' : 'code';
    default:
      return via satisfies never;
  }
}

/**
 * Whether a refund needs a second person's word. What was given back before counts, so that nobody gives a large one back
 * in small parts.
 */
export function needsSecondWord(
  refundedBefore: number,
  points: number,
  settings: Pick<RedemptionSettings, 'refundAlonePoints'>,
): boolean {
  return refundedBefore + points > settings.refundAlonePoints;
}

/**
 * Fen that a community owes the shop for one redemption: the price fixed on it for every piece, less the share of the
 * points that were given back, that share rounded half up.
 */
export function owedFen(settlementFenEach: number, quantity: number, points: number, refundedPoints: number): number {
  const whole = settlementFenEach * quantity;
  if (refundedPoints === 0) return whole;
  if (refundedPoints === points) return 0;
  return whole - Math.floor((2 * whole * refundedPoints + points) / (2 * points));
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The four digits that both sides see, so that the shop serves the right customer. Not secret.
 * @param attempt counts up where another open order of the shop has these digits already
 */
export function shortCodeOf(redemptionId: string, attempt: number): string {
  let hash = FNV_OFFSET;
  for (const character of `${redemptionId}/${attempt}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), FNV_PRIME) >>> 0;
  }
  return String(hash % 10_000).padStart(4, '0');
}

/** How long a resident's code can be scanned: 60 s. */
export const CODE_LIFE_MS = 60_000;
/** A code is refreshed by itself at 80 % of its life. */
export const CODE_REFRESH_MS = 48_000;
/** How long a scan may start a redemption: 3 minutes. */
export const SCAN_LIFE_MS = 180_000;

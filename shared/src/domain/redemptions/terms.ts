import type { OfferKind, RedemptionVia } from './types.ts';

/** What an installation can set about redeeming. */
export interface RedemptionSettings {
  /** Up to this many points a scan of the resident's code is enough; above it the resident confirms on their phone. */
  readonly smallAmountPoints: number;
}

export const REDEMPTION_SETTINGS_DEFAULT: RedemptionSettings = { smallAmountPoints: 30 };

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
  settings: RedemptionSettings,
): 'shop' | 'resident' | 'nobody' {
  if (via === 'shop_poster') return 'shop';
  return kind === 'service' || points > settings.smallAmountPoints ? 'resident' : 'nobody';
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

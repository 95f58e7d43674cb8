import { type BodyOf, type Refusal, type redemptionCodes, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { totalPoints } from '@red-points/shared/domain/redemptions';
import { whyNotCardHere } from './card-hands.ts';
import type { RedemptionDeps } from './deps.ts';
import type { RedemptionCodeRecord } from './store.ts';

/**
 * The holder of a scanned card types the PIN at the shop, for one offer and the points that the screen shows: from then
 * on the scan can start that and nothing else. A PIN is never part of a request whose content is kept for repeats.
 */
export async function agreeByPin(
  deps: RedemptionDeps,
  principal: Principal,
  scanId: string,
  { pin, offerId, quantity, points }: BodyOf<typeof redemptionCodes.agree>,
): Promise<undefined | Refusal> {
  const code = await deps.codes.findOne({ 'scan.id': scanId });
  if (code === null || code.scan === null || code.by !== 'card') return refuse('scan_not_found');
  const { shopId, expiresAt } = code.scan;
  if (!permits(principal, 'redemptions.serve', { shopId })) return refuse('redemption_of_other_shop');
  if (deps.platform.clock.now() >= expiresAt.getTime()) return refuse('scan_expired');
  const replaced = await whyNotByCard(deps, principal, code);
  if (replaced !== null) return replaced;
  const offer = await deps.offers.find(offerId);
  if (offer === null) return refuse('offer_not_found');
  if (offer.shopId !== shopId) return refuse('offer_of_other_shop');
  const total = totalPoints(offer.points, quantity);
  if (total === null) return refuse('redemption_too_large');
  if (total !== points) return refuse('offer_price_changed', { points: total });
  // Whoever holds many cards gets no more tries than a counter needs.
  const limited = await deps.pinAttempts.take(shopId);
  if (limited !== null) return limited;
  const wrong = await deps.pins.check(code.personId, pin);
  if (wrong !== null) return wrong;
  await deps.pinAttempts.giveBack(shopId);
  await deps.codes.updateOne({ _id: code._id }, { $set: { agreed: { offerId, quantity, points } } });
  return undefined;
}

/**
 * Why a scan of a card counts no more: the card was replaced or taken back since, which is when it may be in wrong hands, or
 * it counts for nothing at this shop. Asked at each step, because a PIN may be set, and staff may change, in between.
 */
export async function whyNotByCard(
  deps: RedemptionDeps,
  principal: Principal,
  { cardId, personId, scan }: RedemptionCodeRecord,
): Promise<Refusal | null> {
  if (cardId === undefined || scan === null) return null;
  return (
    (await deps.cards.whyNotGood(cardId)) ?? whyNotCardHere(deps, principal, { cardId, personId, shopId: scan.shopId })
  );
}

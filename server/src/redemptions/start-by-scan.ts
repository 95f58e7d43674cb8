import { type BodyOf, type Refusal, type redemptions, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { RedemptionDeps } from './deps.ts';
import { repeatOf, start } from './start.ts';
import type { RedemptionRecord } from './store.ts';

/**
 * The shop picks an offer for a resident whose code it scanned. A small amount is spent at once; above it, and for
 * services, the resident confirms on their own phone. One scan starts one redemption.
 */
export async function startByScan(
  deps: RedemptionDeps,
  principal: Principal,
  input: BodyOf<typeof redemptions.startByScan>,
  request: RequestIdentity,
): Promise<RedemptionRecord | Refusal> {
  const { scanId, offerId, quantity, expectedPoints } = input;
  // Asked for at the same moment: the counter waits.
  const [repeat, code] = await Promise.all([repeatOf(deps, request), deps.codes.findOne({ 'scan.id': scanId })]);
  if (repeat !== null) return repeat;
  if (code === null || code.scan === null) return refuse('scan_not_found');
  const { shopId, expiresAt } = code.scan;
  if (!permits(principal, 'redemptions.serve', { shopId })) return refuse('redemption_of_other_shop');
  if (deps.platform.clock.now() >= expiresAt.getTime()) return refuse('scan_expired');
  const { agreed } = code;
  const byCard = code.by === 'card';
  if (byCard && (agreed?.offerId !== offerId || agreed.quantity !== quantity)) return refuse('card_pin_needed');
  return start(deps, {
    request,
    via: byCard ? 'card' : 'resident_code',
    withPin: code.by === 'pin',
    deviceTag: code.deviceTag ?? null,
    scanId,
    shopId,
    personId: code.personId,
    offerId,
    quantity,
    // What the holder of a card typed the PIN for is what may be taken, whatever the shop says it expects.
    expectedPoints: agreed?.points ?? expectedPoints,
    userId: principal.userId,
  });
}

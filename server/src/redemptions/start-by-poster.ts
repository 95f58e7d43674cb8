import { type BodyOf, isRefusal, type Refusal, type redemptions, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { RedemptionDeps } from './deps.ts';
import { deviceTagFor } from './device-tag.ts';
import { repeatOf, start } from './start.ts';
import type { RedemptionRecord } from './store.ts';

/** The resident scans a shop's poster and picks an offer: points are set aside, and the shop is asked to confirm. */
export async function startByPoster(
  deps: RedemptionDeps,
  principal: Principal,
  input: BodyOf<typeof redemptions.startByPoster>,
  request: RequestIdentity,
): Promise<RedemptionRecord | Refusal> {
  const personId = principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  const repeat = await repeatOf(deps, request);
  if (repeat !== null) return repeat;
  const shop = await deps.merchants.findByPoster(input.code);
  if (isRefusal(shop)) return shop;
  const { offerId, quantity, expectedPoints, pinCheckId } = input;
  const notChecked =
    pinCheckId === undefined ? null : await deps.pins.wasChecked(personId, principal.userId, pinCheckId);
  if (notChecked !== null) return notChecked;
  return start(deps, {
    request,
    via: 'shop_poster',
    withPin: pinCheckId !== undefined,
    deviceTag: deviceTagFor(deps, principal, input.device),
    scanId: null,
    shopId: shop._id,
    personId,
    offerId,
    quantity,
    expectedPoints,
    userId: principal.userId,
    phone: principal,
  });
}

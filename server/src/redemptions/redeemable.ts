import { isRefusal, type PublicOffer, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { takesPart } from '@red-points/shared/domain/redemptions';
import { personToAssist } from './assist.ts';
import type { RedemptionDeps } from './deps.ts';

type Redeemable = Promise<{ items: PublicOffer[] } | Refusal>;

/** What the resident of a scan may redeem at the shop that scanned them, while the scan counts: on now, and for somebody like them. */
export async function redeemableForScan(deps: RedemptionDeps, principal: Principal, scanId: string): Redeemable {
  const code = await deps.codes.findOne({ 'scan.id': scanId });
  if (code === null || code.scan === null) return refuse('scan_not_found');
  const { shopId, expiresAt } = code.scan;
  if (!permits(principal, 'redemptions.serve', { shopId })) return refuse('redemption_of_other_shop');
  if (deps.platform.clock.now() >= expiresAt.getTime()) return refuse('scan_expired');
  return redeemableAt(deps, shopId, code.personId);
}

/** What somebody whom an officer helps may redeem at a shop now. */
export async function redeemableForPerson(
  deps: RedemptionDeps,
  principal: Principal,
  { personId, shopId }: { readonly personId: string; readonly shopId: string },
): Redeemable {
  const person = await personToAssist(deps, principal, personId);
  return isRefusal(person) ? person : redeemableAt(deps, shopId, personId);
}

async function redeemableAt(deps: RedemptionDeps, shopId: string, personId: string): Redeemable {
  const shop = await deps.merchants.find(shopId);
  if (shop === null) return refuse('shop_not_found');
  if (!takesPart(shop, deps.platform.clock.now())) return { items: [] };
  return { items: (await deps.offers.onSale([shop], personId)).get(shopId) ?? [] };
}

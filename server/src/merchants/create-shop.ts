import { type BodyOf, type Refusal, refuse, type Shop, type shops } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { QR_ID_BYTES } from '@red-points/shared/domain/qr';
import type { MerchantDeps } from './deps.ts';
import { type ShopRecord, shopView } from './store.ts';

/** Enters a shop of a unit. It serves once somebody else has approved it. */
export async function createShop(
  deps: MerchantDeps,
  principal: Principal,
  input: BodyOf<typeof shops.create>,
): Promise<Shop | Refusal> {
  const unit = await deps.orgUnits.get(input.unitId);
  if (unit === null) return refuse('unit_unknown');
  if (!permits(principal, 'shops.manage', { unitPath: unit.ancestorIds })) return refuse('out_of_scope');
  const { clock, ids } = deps.platform;
  const now = new Date(clock.now());
  const shop: ShopRecord = {
    _id: ids.next(),
    name: input.name,
    kind: input.kind,
    unitId: unit.id,
    unitPath: [...unit.ancestorIds],
    address: input.address,
    state: 'applied',
    accepting: true,
    qrId: Buffer.from(ids.next(), 'base64url').subarray(0, QR_ID_BYTES).toString('hex'),
    posterSerial: 1,
    posterIssuedAt: now,
    enteredBy: principal.userId,
    approvedBy: null,
    suspendedBy: null,
    suspensionReason: null,
    createdAt: now,
    version: 1,
  };
  await deps.model.create([shop]);
  const subject = { kind: 'shop', id: shop._id };
  await deps.audit.record({ principal, action: 'shops.create', subject, unitId: unit.id });
  return shopView(shop, unit.name);
}

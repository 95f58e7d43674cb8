import { type BodyOf, type Refusal, refuse, type Shop, type shops } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { QR_ID_BYTES } from '@red-points/shared/domain/qr';
import { shopNameKey } from '@red-points/shared/domain/shops';
import type { ClientSession } from 'mongodb';
import { approval } from './approve-shop.ts';
import { whyNotBranchOf } from './branches.ts';
import type { MerchantDeps } from './deps.ts';
import { findShop } from './find-shop.ts';
import { SHOPS, type ShopRecord, shopView } from './store.ts';

/** A shop as it begins, however it came: entered by staff, or applied for. It serves once somebody else approved it. */
export function newShop(
  { platform: { clock, ids } }: Pick<MerchantDeps, 'platform'>,
  shopId: string,
  unit: { readonly id: string; readonly ancestorIds: readonly string[] },
  input: Pick<BodyOf<typeof shops.create>, 'name' | 'kind' | 'address' | 'parentId'>,
  enteredBy: string,
): ShopRecord {
  const now = new Date(clock.now());
  return {
    _id: shopId,
    name: input.name,
    nameKey: shopNameKey(input.name),
    kind: input.kind,
    unitId: unit.id,
    unitPath: [...unit.ancestorIds],
    address: input.address,
    state: 'applied',
    accepting: true,
    qrId: Buffer.from(ids.next(), 'base64url').subarray(0, QR_ID_BYTES).toString('hex'),
    posterSerial: 1,
    posterIssuedAt: now,
    enteredBy,
    approvedBy: null,
    suspendedBy: null,
    suspensionReason: null,
    ...(input.parentId === null ? {} : { parentId: input.parentId }),
    createdAt: now,
    version: 1,
  };
}

/** Enters a shop of a unit, or a branch of one. It serves once somebody else has approved it. */
export async function createShop(
  deps: MerchantDeps,
  principal: Principal,
  input: BodyOf<typeof shops.create>,
): Promise<Shop | Refusal> {
  const unit = await deps.orgUnits.get(input.unitId);
  if (unit === null) return refuse('unit_unknown');
  if (!permits(principal, 'shops.manage', { unitPath: unit.ancestorIds })) return refuse('out_of_scope');
  const noBranch = input.parentId === null ? null : await whyNotBranchOf(deps, principal, input.parentId);
  if (noBranch !== null) return noBranch;
  const shop = newShop(deps, deps.platform.ids.next(), unit, input, principal.userId);
  await deps.model.create([shop]);
  const subject = { kind: 'shop', id: shop._id };
  await deps.audit.record({ principal, action: 'shops.create', subject, unitId: unit.id });
  return shopView((await findShop(deps, shop._id)) ?? shop, unit.name);
}

/** What a shop that was applied for is made of. */
export interface AppliedShop {
  /** Fixed with the application, so that approving twice makes it once. */
  readonly shopId: string;
  readonly input: BodyOf<typeof shops.create>;
  /** The sign-in of the owner who applied. */
  readonly enteredBy: string;
  readonly approvedBy: string;
}

/** Enters a shop that was applied for and approves it, within the transaction of that decision. */
export async function enterApproved(
  deps: MerchantDeps,
  session: ClientSession,
  { shopId, input, enteredBy, approvedBy }: AppliedShop,
): Promise<void> {
  const unit = await deps.orgUnits.get(input.unitId);
  if (unit === null) throw new Error('a shop was applied for in a unit that is gone');
  const collection = deps.platform.db.collection<ShopRecord>(SHOPS);
  await collection.insertOne(newShop(deps, shopId, unit, input, enteredBy), { session });
  await collection.updateOne({ _id: shopId }, approval(approvedBy), { session });
}

import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession, Collection } from 'mongodb';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import type { OneselfIds } from '../memberships/index.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import type { MerchantDeps } from './deps.ts';
import { shopFor } from './find-shop.ts';
import { type ClosingRecord, SHOPS, type ShopRecord } from './store.ts';

/** When the job takes up what a process that ended has left of a closing. */
export const CLOSING_TAKE_UP_MS = 10_000;

/** Which closing somebody means: another one may have been proposed since they read it. */
interface WhichClosing {
  readonly shopId: string;
  readonly closingId: string;
}

/** The second word, as it is written. */
interface SecondWord extends WhichClosing {
  readonly userId: string;
  /** Whether a sign-in is one of whoever gives it: somebody with two sign-ins is one person. */
  readonly isOwn: (userId: string) => boolean;
  readonly request: RequestIdentity;
}

/** What the closing of shops writes to shops themselves; the noun of closings does the rest. */
export interface ShopClosingPort {
  /** Shops by their records, for the job that goes on with closings. */
  readonly collection: Collection<ShopRecord>;
  /** A shop with what of its merchant would be closed with it: itself and, of a main shop, its branches. */
  withBranches(shop: ShopRecord): Promise<ShopRecord[]>;
  propose(principal: Principal, shopId: string, reason: string): Promise<ShopRecord | Refusal>;
  withdraw(principal: Principal, which: WhichClosing): Promise<Refusal | undefined>;
  /** Writes that it is closed. @returns the shops that this closes, or that the same request has closed before */
  close(session: ClientSession, word: SecondWord): Promise<readonly string[] | Refusal>;
  /** Closings that wait for this person's word: another one proposed them. */
  waiting(unitId: string, oneself: Pick<OneselfIds, 'signIns'>): Promise<Waiting>;
}

export function shopClosingPort(deps: MerchantDeps): ShopClosingPort {
  const { db } = deps.platform;
  const collection = db.collection<ShopRecord>(SHOPS);
  return {
    collection,
    withBranches: async (shop) => [shop, ...(await collection.find({ parentId: shop._id }).toArray())],
    propose: (principal, shopId, reason) => propose(deps, principal, shopId, reason),
    withdraw: (principal, which) => withdraw(deps, principal, which),
    close: (session, word) => close(collection, session, word, new Date(deps.platform.clock.now())),
    waiting: (unitId, { signIns }) =>
      waitingIn(
        collection,
        { unitPath: unitId, closingProposedAt: { $type: 'date' }, 'closing.proposedBy': { $nin: signIns } },
        'closingProposedAt',
        { index: 'closing_proposed' },
      ),
  };
}

/** Proposes it, in place of what somebody proposed before. The same person with the same reason has said it already. */
async function propose(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
  reason: string,
): Promise<ShopRecord | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.close', shopId);
  if (isRefusal(shop)) return shop;
  if (shop.state === 'closed') return refuse('shop_closed');
  const { closing = null } = shop;
  if (closing?.proposedBy === principal.userId && closing.reason === reason) return shop;
  const proposedAt = new Date(deps.platform.clock.now());
  const proposed: ClosingRecord = {
    id: deps.platform.ids.next(),
    reason,
    proposedBy: principal.userId,
    proposedAt,
    closed: null,
  };
  const changed = await deps.model
    .findOneAndUpdate(
      { _id: shopId, version: shop.version },
      { $set: { closing: proposed, closingProposedAt: proposedAt }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean<ShopRecord>()
    .exec();
  if (changed === null) return refuse('version_conflict');
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({ principal, action: 'shops.propose_closing', subject, unitId: shop.unitId });
  return changed;
}

async function withdraw(
  deps: MerchantDeps,
  principal: Principal,
  { shopId, closingId }: WhichClosing,
): Promise<Refusal | undefined> {
  const shop = await shopFor(deps, principal, 'shops.close', shopId);
  if (isRefusal(shop)) return shop;
  if (shop.state === 'closed') return refuse('shop_closed');
  // Withdrawn before, by whomever: that is as good.
  if ((shop.closing ?? null) === null) return undefined;
  const changed = await deps.model
    .updateOne(
      { _id: shopId, state: { $ne: 'closed' }, 'closing.id': closingId },
      { $set: { closing: null, closingProposedAt: null }, $inc: { version: 1 } },
    )
    .exec();
  if (changed.matchedCount === 0) return refuse('shop_closing_not_proposed');
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({ principal, action: 'shops.withdraw_closing', subject, unitId: shop.unitId });
  return undefined;
}

/** The shops that one closing has closed. */
async function ofClosing(
  collection: Collection<ShopRecord>,
  session: ClientSession,
  closingId: string,
  shopId: string,
): Promise<string[]> {
  const found = await collection
    .find(
      { $or: [{ _id: shopId }, { parentId: shopId, 'closing.id': closingId }] },
      { session, projection: { _id: 1 } },
    )
    .toArray();
  return found.map(({ _id }) => _id);
}

async function close(
  collection: Collection<ShopRecord>,
  session: ClientSession,
  { shopId, closingId, userId, isOwn, request }: SecondWord,
  at: Date,
): Promise<readonly string[] | Refusal> {
  const shop = await collection.findOne({ _id: shopId }, { session });
  if (shop === null) return refuse('shop_not_found');
  const { closing = null } = shop;
  const again = repeats(closing?.closed?.request ?? null, request);
  if (isRefusal(again)) return again;
  if (again) return ofClosing(collection, session, closing?.id ?? '', shopId);
  if (shop.state === 'closed') return refuse('shop_closed');
  if (closing?.id !== closingId) return refuse('shop_closing_not_proposed');
  if (isOwn(closing.proposedBy)) return refuse('shop_closing_proposed_by_you');
  const branches = await collection
    .find({ parentId: shopId, state: { $ne: 'closed' } }, { session, projection: { _id: 1 } })
    .toArray();
  const shopIds = [shopId, ...branches.map(({ _id }) => _id)];
  await collection.updateMany(
    { _id: { $in: shopIds } },
    {
      $set: {
        state: 'closed',
        accepting: false,
        closing: { ...closing, closed: { by: userId, at, request } },
        closingProposedAt: null,
        proposedAgreement: null,
        nextCheckAt: new Date(at.getTime() + CLOSING_TAKE_UP_MS),
      },
      $inc: { version: 1 },
    },
    { session },
  );
  return shopIds;
}

import { type Refusal, type ResponseOf, refuse, type shops } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { posterPayload, readPosterPayload } from '@red-points/shared/domain/qr';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import type { MerchantDeps } from './deps.ts';
import { shopFor, withParents } from './find-shop.ts';
import type { ShopRecord } from './store.ts';

type Poster = ResponseOf<typeof shops.poster>;

/** A poster carries its number in two bytes. */
const SERIAL_MAX = 65_535;

function posterOf(deps: MerchantDeps, shop: ShopRecord): Poster {
  const payload = posterPayload(Buffer.from(shop.qrId, 'hex'), shop.posterSerial);
  return {
    codeUrl: deps.tokens.urlOf('shop_poster', payload),
    serial: shop.posterSerial,
    shopName: shop.name,
    issuedAt: shop.posterIssuedAt.toISOString(),
  };
}

/** The signed text of the poster that works now. */
export async function readPoster(deps: MerchantDeps, principal: Principal, shopId: string): Promise<Poster | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.read', shopId);
  if ('refused' in shop) return shop;
  return shop.state === 'closed' ? refuse('shop_closed') : posterOf(deps, shop);
}

/** Makes a poster with the next number, by the office or by the owner; the one before stops working at once. Asked again by the same request it stays that one. */
export async function replacePoster(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
  reason: string,
  request: RequestIdentity,
): Promise<Poster | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.poster', shopId);
  if ('refused' in shop) return shop;
  if (shop.state === 'closed') return refuse('shop_closed');
  const again = repeats(shop.posterReplaced?.request ?? null, request);
  if (again !== false) return again === true ? posterOf(deps, shop) : again;
  // Whoever keeps the shop and sits in its office, too, does it as the office.
  const byShop = !permits(principal, 'shops.manage', shop);
  const posterReplaced = { reason, by: principal.userId, byShop, request };
  const replaced = await deps.model
    .findOneAndUpdate(
      { _id: shopId, version: shop.version, posterSerial: { $lt: SERIAL_MAX } },
      {
        $inc: { posterSerial: 1, version: 1 },
        $set: { posterIssuedAt: new Date(deps.platform.clock.now()), posterReplaced },
      },
      { returnDocument: 'after' },
    )
    .lean<ShopRecord>()
    .exec();
  if (replaced === null) return replacedMeanwhile(deps, principal, shopId, request);
  await deps.audit.record({
    principal,
    action: 'shops.replace_poster',
    subject: { kind: 'shop', id: shopId },
    unitId: shop.unitId,
    detail: { serial: replaced.posterSerial },
    request,
  });
  return posterOf(deps, replaced);
}

/** Somebody was faster: where that was the same request, sent twice at once, theirs is the poster. */
async function replacedMeanwhile(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
  request: RequestIdentity,
): Promise<Poster | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.poster', shopId);
  if ('refused' in shop) return shop;
  const again = repeats(shop.posterReplaced?.request ?? null, request);
  if (again === false) return refuse('version_conflict');
  return again === true ? posterOf(deps, shop) : again;
}

/**
 * The shop behind a scanned poster: `code_not_recognised` for what is no poster, `poster_forged`,
 * `poster_other_installation`, `poster_replaced` for one whose number is no longer the shop's, `shop_closed`.
 */
export async function findByPoster(
  deps: Pick<MerchantDeps, 'model' | 'tokens'>,
  code: string,
): Promise<ShopRecord | Refusal> {
  const read = deps.tokens.read('shop_poster', code);
  switch (read.status) {
    case 'not_a_code':
    case 'malformed':
      return refuse('code_not_recognised');
    case 'forged':
      return refuse('poster_forged');
    case 'other_installation':
      return refuse('poster_other_installation');
    case 'ok':
      break;
    default:
      return read satisfies never;
  }
  const { qrId, serial } = readPosterPayload(read.payload);
  const shop = await deps.model
    .findOne({ qrId: Buffer.from(qrId).toString('hex') })
    .lean<ShopRecord>()
    .exec();
  if (shop === null) return refuse('shop_not_found');
  if (shop.state === 'closed') return refuse('shop_closed');
  if (shop.posterSerial !== serial) return refuse('poster_replaced');
  return (await withParents(deps, [shop]))[0] ?? shop;
}

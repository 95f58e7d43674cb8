import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Request, Response } from 'express';
import { Binary } from 'mongodb';
import { checkPicture, readUpload, sniffUpload } from '../claims/index.ts';
import type { OfferDeps } from './deps.ts';

/** The longer side of what is kept, in pixels: as wide as a phone shows it. */
const SIDE_MAX = 1024;
/** A picture that no offer names is removed after this long. */
const LOOSE_MS = 24 * 3_600_000;
const LOOSE_MAX = 20;
const YEAR_SECONDS = 31_536_000;

/**
 * Keeps a picture for the offers of a shop, with the checks of evidence: told by its content, and drawn anew from its
 * pixels, so that nothing else in the file is kept. Until an offer names it, it is kept for a day only.
 */
export async function keepPicture(
  deps: OfferDeps,
  principal: Principal,
  shopId: string,
  request: Request,
): Promise<{ pictureId: string } | Refusal> {
  const shop = await deps.merchants.findFor(principal, 'offers.manage', shopId);
  if (isRefusal(shop)) return shop;
  const upload = await readUpload(request);
  if (isRefusal(upload)) return upload;
  const type = sniffUpload(upload);
  if (type === null || type === 'pdf') return refuse('offer_picture_unsupported');
  const loose = await deps.pictures.countDocuments(
    { shopId, eraseAt: { $type: 'date' } },
    // By date alone it would look at those of every shop.
    { limit: LOOSE_MAX, hint: 'loose_in_shop' },
  );
  if (loose >= LOOSE_MAX) return refuse('offer_pictures_too_many');
  const checked = await checkPicture(type, upload, SIDE_MAX);
  if (isRefusal(checked)) return checked;
  const { clock, ids } = deps.platform;
  const pictureId = ids.next();
  const nowMs = clock.now();
  await deps.pictures.insertOne({
    _id: pictureId,
    shopId,
    bytes: new Binary(checked.bytes),
    uploadedBy: principal.userId,
    uploadedAt: new Date(nowMs),
    eraseAt: new Date(nowMs + LOOSE_MS),
  });
  return { pictureId };
}

/** Keeps a picture for good, because an offer of its shop names it; `offer_picture_not_found` where there is none. */
export async function usePicture(
  { pictures }: Pick<OfferDeps, 'pictures'>,
  shopId: string,
  pictureId: string,
): Promise<Refusal | null> {
  const used = await pictures.updateOne({ _id: pictureId, shopId }, { $set: { eraseAt: null } });
  return used.matchedCount === 1 ? null : refuse('offer_picture_not_found');
}

/** Sends a picture to be shown and nothing else; it never changes, so that browsers may keep it. */
export async function sendPicture(
  { pictures }: Pick<OfferDeps, 'pictures'>,
  pictureId: string,
  res: Response,
): Promise<Refusal | undefined> {
  const found = await pictures.findOne({ _id: pictureId }, { projection: { bytes: 1 } });
  if (found === null) return refuse('offer_picture_not_found');
  const content = Buffer.from(found.bytes.buffer);
  res
    .status(200)
    .set({
      'Content-Type': 'image/jpeg',
      'Content-Length': String(content.length),
      'Cache-Control': `public, max-age=${YEAR_SECONDS}, immutable`,
      'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
    })
    .end(content);
  return undefined;
}

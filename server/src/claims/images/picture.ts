import { type Refusal, refuse } from '@red-points/shared/contracts';
import { PICTURE_GRID_SIDE, type PictureHash, pictureHashOf } from '@red-points/shared/domain/claims';
import type sharpModule from 'sharp';
import type { UploadType } from '../sniff.ts';

/** Pixels that are decoded at most: a phone's camera has 50 million, a file that claims more is made to do harm. */
export const PICTURE_PIXELS_MAX = 80_000_000;
/** The longer side of what is kept unless said, in pixels: enough to read a sign-in sheet. */
const SIDE_MAX = 4096;
const QUALITY = 88;
/** A decoder that is still at it after this many seconds is stopped. */
const SECONDS_MAX = 60;

/** A picture as it is kept. */
export interface CheckedPicture {
  readonly kind: 'picture';
  readonly contentType: 'image/jpeg';
  readonly bytes: Buffer;
  readonly pages: 1;
  readonly hash: PictureHash;
}

type Sharp = typeof sharpModule;
let loaded: Promise<Sharp> | null = null;

/** The decoder, with every format shut off but those that are accepted: a loader that is off has no mistakes. */
function decoder(): Promise<Sharp> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    sharp.block({ operation: ['VipsForeignLoad'] });
    const accepted = ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'];
    sharp.unblock({ operation: accepted });
    return sharp;
  });
  return loaded;
}

/** The end of the queue: one picture is decoded at a time, so that memory is bounded by one and not by their number. */
let previous: Promise<unknown> = Promise.resolve();

/**
 * Draws a picture anew from its pixels, upright, as a JPEG: whatever else the file carried (place, time, camera, text,
 * another file hidden in it) is not copied and so is not there. Decoding is done by the library's own threads.
 */
export function checkPicture(
  type: Exclude<UploadType, 'pdf'>,
  bytes: Buffer,
  sideMaxPx = SIDE_MAX,
): Promise<CheckedPicture | Refusal> {
  const result = previous.then(() => redraw(type, bytes, sideMaxPx));
  previous = result.catch(() => undefined);
  return result;
}

async function redraw(type: UploadType, bytes: Buffer, sideMaxPx: number): Promise<CheckedPicture | Refusal> {
  const sharp = await decoder();
  const input = { limitInputPixels: PICTURE_PIXELS_MAX, failOn: 'error', sequentialRead: true } as const;
  try {
    const { format } = await sharp(bytes, input).metadata();
    if (format !== type) return refuse('evidence_damaged');
    const drawn = await sharp(bytes, input)
      .timeout({ seconds: SECONDS_MAX })
      .autoOrient()
      .resize({ width: sideMaxPx, height: sideMaxPx, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: QUALITY })
      .toBuffer();
    const grid = await sharp(drawn)
      .greyscale()
      .resize({ width: PICTURE_GRID_SIDE, height: PICTURE_GRID_SIDE, fit: 'fill' })
      .raw()
      .toBuffer();
    return { kind: 'picture', contentType: 'image/jpeg', bytes: drawn, pages: 1, hash: pictureHashOf(grid) };
  } catch (error) {
    // The decoder throws where a file is not what it should be; the words are the library's.
    const words = error instanceof Error ? error.message : '';
    return refuse(/pixel limit|timeout/i.test(words) ? 'evidence_too_many_pixels' : 'evidence_damaged');
  }
}

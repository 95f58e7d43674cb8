import { stripJpeg } from './jpeg.ts';
import { PNG_SIGNATURE, stripPng } from './png.ts';
import { stripWebp } from './webp.ts';

export type ImageType = 'image/jpeg' | 'image/png' | 'image/webp';

/** What an upload is by its first bytes, whatever it is called; null where it is no picture that is accepted. */
export function sniffImage(bytes: Buffer): ImageType | null {
  if (bytes.length < 12) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return 'image/png';
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  return isWebp ? 'image/webp' : null;
}

/** The picture without place, time, camera and other metadata; null where it is damaged. */
export function stripMetadata(type: ImageType, bytes: Buffer): Buffer | null {
  switch (type) {
    case 'image/jpeg':
      return stripJpeg(bytes);
    case 'image/png':
      return stripPng(bytes);
    case 'image/webp':
      return stripWebp(bytes);
    default:
      return type satisfies never;
  }
}

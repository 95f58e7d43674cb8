export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What a picture needs to be shown; text, time, EXIF and private chunks are not among it. */
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs']);
for (const animation of ['acTL', 'fcTL', 'fdAT']) KEPT.add(animation);

/** A PNG without its metadata, nor whatever follows it. Null where it is damaged. */
export function stripPng(bytes: Buffer): Buffer | null {
  const kept: Buffer[] = [PNG_SIGNATURE];
  let at = PNG_SIGNATURE.length;
  let sawData = false;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const next = at + 12 + length;
    if (next > bytes.length || (at === PNG_SIGNATURE.length) !== (type === 'IHDR')) return null;
    if (KEPT.has(type)) kept.push(bytes.subarray(at, next));
    sawData ||= type === 'IDAT';
    if (type === 'IEND') return sawData ? Buffer.concat(kept) : null;
    at = next;
  }
  return null;
}

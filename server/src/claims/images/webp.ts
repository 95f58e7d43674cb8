const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const EXIF_AND_XMP_FLAGS = 0x08 | 0x04;

/** A WebP without its EXIF, XMP and unknown chunks. Null where it is damaged. */
export function stripWebp(bytes: Buffer): Buffer | null {
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length || end < 20) return null;
  const kept: Buffer[] = [];
  let sawPicture = false;
  for (let at = 12; at + 8 <= end; ) {
    const type = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const next = at + 8 + length + (length % 2);
    if (at + 8 + length > end) return null;
    if (KEPT.has(type)) kept.push(type === 'VP8X' ? withoutFlags(bytes.subarray(at, next)) : bytes.subarray(at, next));
    sawPicture ||= type === 'VP8 ' || type === 'VP8L' || type === 'ANMF';
    at = next;
  }
  if (!sawPicture) return null;
  const body = Buffer.concat(kept);
  const header = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  header.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([header, body]);
}

function withoutFlags(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk);
  copy.writeUInt8((copy[8] ?? 0) & ~EXIF_AND_XMP_FLAGS, 8);
  return copy;
}

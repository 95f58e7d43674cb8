import { orientationOf, orientationOnly } from './orientation.ts';

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const COMMENT = 0xfe;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP14 = 0xee;
const APP15 = 0xef;

/**
 * A JPEG without its metadata: every application segment but JFIF's and Adobe's (which decoding needs) and every comment
 * goes, and whatever follows the picture. Only the orientation stays. Null where it is damaged.
 */
export function stripJpeg(bytes: Buffer): Buffer | null {
  const kept: Buffer[] = [Buffer.of(0xff, START)];
  let orientation = 1;
  let sawScan = false;
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END) {
      if (!sawScan) return null;
      kept.push(Buffer.of(0xff, END));
      return withOrientation(kept, orientation);
    }
    if (at + 4 > bytes.length) return null;
    const length = bytes.readUInt16BE(at + 2);
    const next = at + 2 + length;
    if (length < 2 || next > bytes.length) return null;
    if (marker === APP1) orientation = Math.max(orientation, orientationOf(bytes.subarray(at + 4, next)));
    if (staysIn(marker, bytes.subarray(at + 4, next))) kept.push(bytes.subarray(at, next));
    at = next;
    if (marker === SCAN) {
      sawScan = true;
      const scanEnd = endOfScan(bytes, at);
      kept.push(bytes.subarray(at, scanEnd));
      at = scanEnd;
    }
  }
  return null;
}

function staysIn(marker: number, content: Buffer): boolean {
  if (marker === COMMENT) return false;
  if (marker < APP0 || marker > APP15) return true;
  if (marker === APP0) return content.toString('latin1', 0, 4) === 'JFIF';
  return marker === APP14 && content.length === 12 && content.toString('latin1', 0, 5) === 'Adobe';
}

/** Where the compressed data of a scan ends: at the next marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7)) return at;
  }
  return bytes.length;
}

function withOrientation(kept: readonly Buffer[], orientation: number): Buffer {
  const [start, ...rest] = kept;
  if (start === undefined || orientation === 1) return Buffer.concat(kept);
  const content = orientationOnly(orientation);
  const header = Buffer.alloc(4);
  header.writeUInt16BE(0xff00 | APP1, 0);
  header.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([start, header, content, ...rest]);
}

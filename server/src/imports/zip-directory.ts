/** One file of a ZIP archive, as its central directory describes it. Sizes in bytes, as claimed, not as found. */
export interface ZipEntry {
  path: string;
  method: number;
  encrypted: boolean;
  compressedBytes: number;
  inflatedBytes: number;
  localHeaderOffset: number;
}

const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const END64_LOCATOR_SIGNATURE = 0x07064b50;
const END64_SIGNATURE = 0x06064b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_LENGTH = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_LENGTH = 30;
const COMMENT_LENGTH_MAX = 0xffff;
const IN_EXTRA_FIELD = 0xffffffff;

/**
 * Reads the central directory of a ZIP archive, ZIP64 included, without inflating anything.
 *
 * @param entriesMax reading stops one entry after so many, so that a directory of millions costs nothing.
 * @returns the entries, or null when the bytes are no readable archive.
 */
export function readZipDirectory(bytes: Buffer, entriesMax: number): ZipEntry[] | null {
  const start = findDirectory(bytes);
  if (start === null) {
    return null;
  }
  const entries: ZipEntry[] = [];
  let offset = start.offset;
  for (let index = 0; index < start.count && entries.length <= entriesMax; index += 1) {
    if (offset + CENTRAL_LENGTH > bytes.length || bytes.readUInt32LE(offset) !== CENTRAL_SIGNATURE) {
      return null;
    }
    const pathLength = bytes.readUInt16LE(offset + 28);
    const extraLength = bytes.readUInt16LE(offset + 30);
    const commentLength = bytes.readUInt16LE(offset + 32);
    const extraStart = offset + CENTRAL_LENGTH + pathLength;
    const sizes = widen(bytes.subarray(extraStart, extraStart + extraLength), [
      bytes.readUInt32LE(offset + 24),
      bytes.readUInt32LE(offset + 20),
      bytes.readUInt32LE(offset + 42),
    ]);
    if (sizes === null) {
      return null;
    }
    entries.push({
      path: bytes.toString('utf8', offset + CENTRAL_LENGTH, extraStart),
      method: bytes.readUInt16LE(offset + 10),
      encrypted: (bytes.readUInt16LE(offset + 8) & 1) === 1,
      inflatedBytes: sizes[0],
      compressedBytes: sizes[1],
      localHeaderOffset: sizes[2],
    });
    offset = extraStart + extraLength + commentLength;
  }
  return entries;
}

/** The compressed bytes of an entry, or null when its local header does not stand where the directory says. */
export function entryData(bytes: Buffer, entry: ZipEntry): Buffer | null {
  const offset = entry.localHeaderOffset;
  if (offset + LOCAL_LENGTH > bytes.length || bytes.readUInt32LE(offset) !== LOCAL_SIGNATURE) {
    return null;
  }
  const start = offset + LOCAL_LENGTH + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const end = start + entry.compressedBytes;
  return end <= bytes.length ? bytes.subarray(start, end) : null;
}

function findDirectory(bytes: Buffer): { offset: number; count: number } | null {
  const lowest = Math.max(0, bytes.length - END_LENGTH - COMMENT_LENGTH_MAX);
  for (let offset = bytes.length - END_LENGTH; offset >= lowest; offset -= 1) {
    if (bytes.readUInt32LE(offset) === END_SIGNATURE) {
      const short = { offset: bytes.readUInt32LE(offset + 16), count: bytes.readUInt16LE(offset + 10) };
      return findDirectory64(bytes, offset) ?? short;
    }
  }
  return null;
}

function findDirectory64(bytes: Buffer, endOffset: number): { offset: number; count: number } | null {
  const locator = endOffset - 20;
  if (locator < 0 || bytes.readUInt32LE(locator) !== END64_LOCATOR_SIGNATURE) {
    return null;
  }
  const end64 = Number(bytes.readBigUInt64LE(locator + 8));
  if (end64 + 56 > bytes.length || bytes.readUInt32LE(end64) !== END64_SIGNATURE) {
    return null;
  }
  return { offset: Number(bytes.readBigUInt64LE(end64 + 48)), count: Number(bytes.readBigUInt64LE(end64 + 32)) };
}

/** Replaces each 32-bit value that says "in the extra field" by its 64-bit value from there, in their fixed order. */
function widen(extra: Buffer, values: [number, number, number]): [number, number, number] | null {
  if (!values.includes(IN_EXTRA_FIELD)) {
    return values;
  }
  for (let offset = 0; offset + 4 <= extra.length; offset += 4 + extra.readUInt16LE(offset + 2)) {
    if (extra.readUInt16LE(offset) !== 1) {
      continue;
    }
    let position = offset + 4;
    const wide = values.map((value) => {
      if (value !== IN_EXTRA_FIELD || position + 8 > extra.length) {
        return value;
      }
      position += 8;
      return Number(extra.readBigUInt64LE(position - 8));
    });
    return [wide[0] ?? 0, wide[1] ?? 0, wide[2] ?? 0];
  }
  return null;
}

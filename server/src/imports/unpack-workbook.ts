import { createInflateRaw } from 'node:zlib';
import type { WorkbookLimits } from './limits.ts';
import { rowCounter } from './row-counter.ts';
import { entryData, readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** Why the bytes cannot be unpacked as a workbook. */
export type UnpackRefusal =
  | 'import_file_not_workbook'
  | 'import_file_encrypted'
  | 'import_file_broken'
  | 'import_file_too_large'
  | 'import_too_many_rows'
  | 'import_zip_bomb';

export type UnpackResult = { ok: true; files: Map<string, Buffer> } | { ok: false; code: UnpackRefusal };

const STORED = 0;
const DEFLATED = 8;
/** The first bytes of a compound file: a workbook of the old format (.xls), or one locked by a password. */
const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
/** The stream that a locked workbook keeps its content in, as the compound file spells its name. */
const LOCKED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Unpacks the XML parts of a workbook, and never more of them than the limits allow: what the archive claims of itself
 * is looked at first, then each part is inflated piece by piece and counted.
 */
export async function unpackWorkbook(bytes: Buffer, limits: WorkbookLimits): Promise<UnpackResult> {
  const inspected = inspectArchive(bytes, limits);
  if (!inspected.ok) {
    return inspected;
  }
  const files = new Map<string, Buffer>();
  let bytesLeft = limits.inflatedBytesMax;
  let rowsLeft = limits.rowsMax;
  for (const entry of inspected.entries) {
    const part = await inflateEntry(bytes, entry, bytesLeft, rowsLeft);
    if (!part.ok) {
      return part;
    }
    bytesLeft -= part.content.length;
    rowsLeft -= part.rows;
    files.set(entry.path, part.content);
  }
  return { ok: true, files };
}

export type InspectResult = { ok: true; entries: ZipEntry[] } | { ok: false; code: UnpackRefusal };

/**
 * Looks at what the archive says of itself, before a byte is inflated. Cheap: most of what is no workbook ends here.
 *
 * @returns the XML parts, or why the bytes are refused.
 */
export function inspectArchive(bytes: Buffer, limits: WorkbookLimits): InspectResult {
  if (bytes.length > limits.fileBytesMax) {
    return { ok: false, code: 'import_file_too_large' };
  }
  if (bytes.subarray(0, COMPOUND_FILE.length).equals(COMPOUND_FILE)) {
    return { ok: false, code: bytes.includes(LOCKED_STREAM) ? 'import_file_encrypted' : 'import_file_not_workbook' };
  }
  if (bytes.length < 4 || bytes.readUInt16LE(0) !== 0x4b50) {
    return { ok: false, code: 'import_file_not_workbook' };
  }
  const entries = readZipDirectory(bytes, limits.archiveEntriesMax);
  if (entries === null) {
    return { ok: false, code: 'import_file_broken' };
  }
  if (entries.length > limits.archiveEntriesMax) {
    return { ok: false, code: 'import_zip_bomb' };
  }
  if (!entries.some((entry) => entry.path === 'xl/workbook.xml')) {
    return { ok: false, code: 'import_file_not_workbook' };
  }
  if (entries.some((entry) => entry.encrypted)) {
    return { ok: false, code: 'import_file_encrypted' };
  }
  const parts = entries.filter((entry) => entry.path.endsWith('.xml') || entry.path.endsWith('.xml.rels'));
  if (new Set(parts.map((entry) => entry.path)).size !== parts.length) {
    return { ok: false, code: 'import_file_broken' };
  }
  return parts.some((entry) => claimsToBeBomb(entry, limits))
    ? { ok: false, code: 'import_zip_bomb' }
    : { ok: true, entries: parts };
}

function claimsToBeBomb(entry: ZipEntry, limits: WorkbookLimits): boolean {
  return (
    entry.inflatedBytes > limits.inflationRatioFromBytes &&
    entry.inflatedBytes > entry.compressedBytes * limits.inflationRatioMax
  );
}

type InflateResult = { ok: true; content: Buffer; rows: number } | { ok: false; code: UnpackRefusal };

/** Inflates one part, and stops at once where it becomes too much. A part can be larger than it claims. */
async function inflateEntry(bytes: Buffer, entry: ZipEntry, bytesMax: number, rowsMax: number): Promise<InflateResult> {
  const data = entryData(bytes, entry);
  if (data === null || (entry.method !== STORED && entry.method !== DEFLATED)) {
    return { ok: false, code: 'import_file_broken' };
  }
  const counter = rowCounter();
  const chunks: Buffer[] = [];
  let length = 0;
  let rows = 0;
  try {
    for await (const chunk of entry.method === STORED ? [data] : inflated(data)) {
      length += chunk.length;
      rows = counter.add(chunk);
      if (rows > rowsMax) {
        return { ok: false, code: 'import_too_many_rows' };
      }
      if (length > bytesMax) {
        return { ok: false, code: 'import_zip_bomb' };
      }
      chunks.push(chunk);
    }
  } catch {
    return { ok: false, code: 'import_file_broken' };
  }
  return { ok: true, content: Buffer.concat(chunks), rows };
}

function inflated(data: Buffer): AsyncIterable<Buffer> {
  const stream = createInflateRaw({ chunkSize: 256 * 1024 });
  stream.end(data);
  return stream;
}

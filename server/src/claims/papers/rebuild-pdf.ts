import {
  EncryptedPDFError,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFObjectStreamParser,
  PDFRawStream,
  PDFStream,
  PDFXRefStreamParser,
} from '@cantoo/pdf-lib';
import { stripJpeg } from '../images/jpeg.ts';
import { inflatedSize, ratioMaxOf } from './stream-size.ts';

export type PaperRefusal =
  | 'evidence_damaged'
  | 'evidence_locked'
  | 'evidence_too_many_pages'
  | 'evidence_too_many_pixels'
  | 'evidence_too_complex';

export type Rebuilt = { ok: true; bytes: Uint8Array; pages: number } | { ok: false; code: PaperRefusal };

export const PAPER_PAGES_MAX = 50;
/** Everything in the file unpacked, in bytes. */
const UNPACKED_BYTES_MAX = 256 * 1024 * 1024;
/** A table of objects unpacked, in bytes: the library unpacks those by itself. */
const TABLE_BYTES_MAX = 32 * 1024 * 1024;
const PIXELS_MAX = 80_000_000;
const NESTING_MAX = 200;

/** What a page needs to be shown; annotations, actions, thumbnails and private data of programs are not among it. */
const PAGE_KEYS = new Set(['Type', 'Parent', 'MediaBox', 'CropBox', 'Rotate', 'UserUnit', 'Resources', 'Contents']);
/** What acts, leads out of the file, carries another file, or tells who made it when and where. */
const DROPPED_KEYS = [
  ...['A', 'AA', 'OpenAction', 'JS', 'JavaScript', 'Launch', 'URI', 'AcroForm', 'XFA', 'Annots', 'Names', 'Dests'],
  ...['EmbeddedFile', 'EmbeddedFiles', 'EF', 'AF', 'Collection', 'RichMedia', 'Ref', 'OPI', 'FS'],
  ...['Metadata', 'PieceInfo', 'Private', 'LastModified', 'Info', 'Thumb', 'StructParents', 'StructTreeRoot'],
].map((key) => PDFName.of(key));
/** In a stream these name a file outside. */
const OUTSIDE_KEYS = ['F', 'FFilter', 'FDecodeParms'].map((key) => PDFName.of(key));

const FILTER = PDFName.of('Filter');
const FLATE = 'FlateDecode';

class TooLarge extends Error {}
class NotAccepted extends Error {}

/** Why a table was not unpacked. Kept, since the library goes on over what it cannot read; a thread reads one file. */
let refusedTable: TooLarge | NotAccepted | null = null;
guardTables();

/** The pages of a PDF as a file of their own: what can be seen, and nothing that can act. */
export async function rebuildPdf(bytes: Uint8Array): Promise<Rebuilt> {
  try {
    const source = await PDFDocument.load(bytes, { updateMetadata: false, capNumbers: true });
    if (refusedTable !== null) throw refusedTable;
    if (source.isEncrypted) return { ok: false, code: 'evidence_locked' };
    const pages = source.getPages();
    if (pages.length === 0) return { ok: false, code: 'evidence_damaged' };
    if (pages.length > PAPER_PAGES_MAX) return { ok: false, code: 'evidence_too_many_pages' };
    for (const { node } of pages) {
      for (const key of node.keys()) if (!PAGE_KEYS.has(nameOf(key))) node.delete(key);
    }
    let unpacked = 0;
    for (const [, object] of source.context.enumerateIndirectObjects()) clean(object, 0);
    const target = await PDFDocument.create({ updateMetadata: false });
    for (const page of await target.copyPages(source, source.getPageIndices())) target.addPage(page);
    for (const [, object] of target.context.enumerateIndirectObjects()) {
      if (object instanceof PDFRawStream) unpacked += checkStream(object);
      if (unpacked > UNPACKED_BYTES_MAX) throw new TooLarge();
    }
    const rebuilt = await target.save({
      useObjectStreams: false,
      addDefaultPage: false,
      updateFieldAppearances: false,
    });
    return { ok: true, bytes: rebuilt, pages: pages.length };
  } catch (error) {
    if (error instanceof EncryptedPDFError) return { ok: false, code: 'evidence_locked' };
    if (error instanceof TooLarge) return { ok: false, code: 'evidence_too_many_pixels' };
    if (error instanceof NotAccepted) return { ok: false, code: 'evidence_too_complex' };
    // The library throws in many ways where a file is not what it says.
    return { ok: false, code: 'evidence_damaged' };
  }
}

/** The library unpacks tables of objects while it reads, however large they grow: they are measured first. */
function guardTables(): void {
  const readObjects = PDFObjectStreamParser.forStream;
  PDFObjectStreamParser.forStream = (stream, shouldWait) => {
    measureTable(stream);
    return readObjects(stream, shouldWait);
  };
  const readReferences = PDFXRefStreamParser.forStream;
  PDFXRefStreamParser.forStream = (stream) => {
    measureTable(stream);
    return readReferences(stream);
  };
}

function measureTable(stream: PDFRawStream): void {
  const filters = filtersOf(stream);
  if (filters.length === 0) return;
  if (filters.length > 1 || filters[0] !== FLATE) refusedTable = new NotAccepted();
  else if (inflatedSize(stream.contents, TABLE_BYTES_MAX) === null) refusedTable = new TooLarge();
  if (refusedTable !== null) throw refusedTable;
}

/** Drops what acts or tells, at every depth of one object; references are objects of their own. */
function clean(object: PDFObject, depth: number): void {
  if (depth > NESTING_MAX) throw new NotAccepted();
  if (object instanceof PDFStream) {
    for (const key of OUTSIDE_KEYS) object.dict.delete(key);
    clean(object.dict, depth + 1);
  } else if (object instanceof PDFDict) {
    for (const key of DROPPED_KEYS) object.delete(key);
    for (const value of object.values()) clean(value, depth + 1);
  } else if (object instanceof PDFArray) {
    for (const value of object.asArray()) clean(value, depth + 1);
  }
}

/** @returns what the stream is unpacked, in bytes; photos in it lose their own metadata */
function checkStream(stream: PDFRawStream): number {
  const { dict } = stream;
  if (dict.get(PDFName.of('Subtype')) === PDFName.of('PS')) throw new NotAccepted();
  const pixels = sideOf(dict, 'Width') * sideOf(dict, 'Height');
  if (pixels > PIXELS_MAX) throw new TooLarge();
  const filters = filtersOf(stream);
  if (filters.includes('DCTDecode')) {
    if (filters.length > 1) throw new NotAccepted();
    const stripped = stripJpeg(Buffer.from(stream.contents));
    if (stripped === null) throw new NotAccepted();
    stream.updateContents(stripped);
    return pixels;
  }
  if (filters.length === 1 && filters[0] === FLATE) {
    const size = inflatedSize(stream.contents, UNPACKED_BYTES_MAX);
    if (size === null) throw new TooLarge();
    return size;
  }
  // The others are rare: reckoned by the most that they can become.
  return filters.reduce((size, filter) => size * ratioMaxOf(filter), stream.contents.length);
}

function filtersOf({ dict }: PDFRawStream): string[] {
  const filter = dict.lookup(FILTER);
  if (filter === undefined) return [];
  if (filter instanceof PDFName) return [nameOf(filter)];
  if (!(filter instanceof PDFArray)) throw new NotAccepted();
  return Array.from({ length: filter.size() }, (_, index) => nameOf(filter.lookup(index, PDFName)));
}

function sideOf(dict: PDFDict, key: string): number {
  const side = dict.lookup(PDFName.of(key));
  return side instanceof PDFNumber ? side.asNumber() : 0;
}

function nameOf(name: PDFName): string {
  return name.decodeText();
}

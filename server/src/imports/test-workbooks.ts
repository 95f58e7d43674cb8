import { deflateRawSync } from 'node:zlib';
import { storedZip } from './zip-stored.ts';

/** Workbooks and archives made for tests: real ones, and ones that lie. */

const CONTENT_TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';
const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a workbook with the given sheets, whose `<sheetData>` content is passed as XML. */
export function workbookParts(sheets: Record<string, string>, workbookProperties = ''): Map<string, Buffer> {
  const names = Object.keys(sheets);
  const parts = new Map<string, string>([
    ['[Content_Types].xml', CONTENT_TYPES],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${SPREADSHEET}" xmlns:r="${RELATIONS}">${workbookProperties}<sheets>${names
        .map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
        .map(
          (_, index) =>
            `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
        )
        .join('')}</Relationships>`,
    ],
  ]);
  for (const [index, name] of names.entries()) {
    parts.set(
      `xl/worksheets/sheet${index + 1}.xml`,
      `<worksheet xmlns="${SPREADSHEET}"><sheetData>${sheets[name]}</sheetData></worksheet>`,
    );
  }
  return new Map([...parts].map(([path, text]) => [path, Buffer.from(text, 'utf8')]));
}

/** One sheet row as XML: numbers as they are, texts inline. */
export function rowXml(row: number, cells: readonly (string | number | null)[]): string {
  const xml = cells.map((cell, index) => {
    const address = `${String.fromCharCode(65 + index)}${row}`;
    if (cell === null) {
      return '';
    }
    return typeof cell === 'number'
      ? `<c r="${address}"><v>${cell}</v></c>`
      : `<c r="${address}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  });
  return `<row r="${row}">${xml.join('')}</row>`;
}

/** Rows one below the other, from row 1. */
export function rowsXml(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((cells, index) => rowXml(index + 1, cells)).join('');
}

/** What a deflated archive says of itself may be changed per entry, to make one that lies. */
export interface Lie {
  inflatedBytes?: number;
  encrypted?: boolean;
  method?: number;
}

/** A ZIP archive with its files deflated. */
export function deflatedZip(files: ReadonlyMap<string, Buffer>, lies: Record<string, Lie> = {}, level = 6): Buffer {
  const compressed = new Map([...files].map(([path, content]) => [path, deflateRawSync(content, { level })]));
  // The stored archive has the right structure; only the descriptions of its files are to be changed.
  const archive = storedZip(compressed);
  let local = 0;
  let central = archive.readUInt32LE(archive.length - 6);
  for (const [path, content] of files) {
    const size = compressed.get(path)?.length ?? 0;
    const nameLength = Buffer.byteLength(path);
    const lie = lies[path] ?? {};
    for (const header of [local + 4, central + 6]) {
      archive.writeUInt16LE(lie.encrypted ? 0x0801 : 0x0800, header + 2);
      archive.writeUInt16LE(lie.method ?? 8, header + 4);
      archive.writeUInt32LE(lie.inflatedBytes ?? content.length, header + 18);
    }
    local += 30 + nameLength + size;
    central += 46 + nameLength;
  }
  return archive;
}

/** A workbook file with the given sheets. */
export function workbookFile(sheets: Record<string, string>, workbookProperties = ''): Buffer {
  // Large sheets are made often here: little compression is quick.
  return deflatedZip(workbookParts(sheets, workbookProperties), {}, 1);
}

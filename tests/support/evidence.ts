import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFString, StandardFonts } from '@cantoo/pdf-lib';
import { API_BASE, claims } from '@red-points/shared/contracts';
import sharp from 'sharp';
import type { SignedInUser, TestApp } from './app.ts';

/** Sends a file as evidence. */
export function upload(test: TestApp, who: SignedInUser, bytes: Buffer, type = 'image/jpeg') {
  return test.http
    .post(`${API_BASE}${claims.uploadEvidence.path}`)
    .set('Authorization', `Bearer ${who.token}`)
    .set('Content-Type', type)
    .send(bytes);
}

/** Uploads and gives the id. */
export async function evidenceOf(test: TestApp, who: SignedInUser, bytes: Buffer): Promise<string> {
  return (await upload(test, who, bytes).expect(201)).body.evidenceId;
}

/** What a photo must never be served with. */
export const SECRET_PLACE = 'GPS 30.6586,104.0648';

/** Pixels of a scene that differs from seed to seed, light and dark in large shapes as a photo has them. */
export function scene(seed: number, width = 640, height = 480): ReturnType<typeof sharp> {
  // Waves of one to four lengths a side; the numbers only have to be unlike each other.
  const waves = [1, 2, 3, 4, 5].map((index) => {
    const chance = (salt: number) =>
      ((Math.sin(seed * 127.1 + index * 311.7 + salt * 74.7) * 43758.5453) % 1) * Math.PI;
    return { across: chance(1) * 4, down: chance(2) * 4, phase: chance(3) * 2 };
  });
  const pixels = Buffer.alloc(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const light = waves.reduce(
        (sum, { across, down, phase }) => sum + Math.sin((column / width) * across + (row / height) * down + phase),
        0,
      );
      const at = (row * width + column) * 3;
      pixels.fill(Math.round(128 + light * 24), at, at + 3);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A phone's photo, lying on its side, with where it was taken. */
export function photo(seed: number): Promise<Buffer> {
  return scene(seed)
    .withExif({ IFD0: { Copyright: SECRET_PLACE } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** A PNG that claims these sides, with one line of pixels. */
export function pngClaiming(width: number, height: number): Buffer {
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(content.length, 0);
    frame.writeUInt32BE(crcOf(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(Math.ceil(width / 8) + 1))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crcOf(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A paper of so many pages that opens a script, carries a file, links out and tells who wrote it. */
export async function armedPdf(pages = 2): Promise<Buffer> {
  const paper = await PDFDocument.create();
  const font = await paper.embedFont(StandardFonts.Helvetica);
  const picture = await paper.embedJpg(await photo(7));
  for (let number = 1; number <= pages; number += 1) {
    const page = paper.addPage([300, 400]);
    page.drawText(`Sign-in sheet ${number}`, { font, size: 18, x: 20, y: 360 });
    page.drawImage(picture, { x: 20, y: 100, width: 200, height: 150 });
    const link = paper.context.obj({
      Type: 'Annot',
      Subtype: 'Link',
      Rect: [0, 0, 300, 400],
      A: { S: 'URI', URI: PDFString.of('https://evil.example/') },
    });
    page.node.set(PDFName.of('Annots'), paper.context.obj([paper.context.register(link)]));
    page.node.set(PDFName.of('AA'), paper.context.obj({ O: { S: 'Launch', F: PDFString.of('cmd.exe') } }));
  }
  paper.addJavaScript('open', 'app.alert("armed")');
  await paper.attach(Buffer.from('MZ armed'), 'tool.exe', { mimeType: 'application/octet-stream' });
  paper.setAuthor('Chen Xiuying');
  return Buffer.from(await paper.save({ useObjectStreams: true }));
}

/** A one-page PDF written by hand around a stream, to be given other filters and lengths. */
export function pdfWith(stream: { readonly dict: string; readonly content: Buffer }, extra = ''): Buffer {
  const parts = [
    Buffer.from('%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n'),
    Buffer.from('2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n'),
    Buffer.from('3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>\nendobj\n'),
    Buffer.from(`4 0 obj\n<< ${stream.dict} /Length ${stream.content.length} >>\nstream\n`),
    stream.content,
    Buffer.from(`\nendstream\nendobj\n${extra}trailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF\n`),
  ];
  return Buffer.concat(parts);
}

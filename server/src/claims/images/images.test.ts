import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sniffImage, stripMetadata } from './index.ts';
import { orientationOf, orientationOnly } from './orientation.ts';

const SECRET = 'GPS 30.6586,104.0648 by Chen';

function segment(marker: number, content: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(0xff00 | marker, 0);
  header.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([header, content]);
}

function jpeg(orientation: number): Buffer {
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xe1, Buffer.concat([orientationOnly(orientation), Buffer.from(SECRET)])),
    segment(0xed, Buffer.from(SECRET)),
    segment(0xfe, Buffer.from(SECRET)),
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xda, Buffer.of(1, 1, 0, 0, 63, 0)),
    Buffer.of(0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56),
    segment(0xfe, Buffer.from(SECRET)),
    segment(0xda, Buffer.of(1, 1, 0, 1, 63, 0)),
    Buffer.of(0x78, 0xff, 0xd9),
    Buffer.from(SECRET),
  ]);
}

function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  pngChunk('IHDR', Buffer.alloc(13, 1)),
  pngChunk('tEXt', Buffer.from(SECRET)),
  pngChunk('eXIf', Buffer.from(SECRET)),
  pngChunk('IDAT', Buffer.alloc(5, 2)),
  pngChunk('IEND', Buffer.alloc(0)),
  Buffer.from(SECRET),
]);

function riffChunk(type: string, content: Buffer): Buffer {
  const header = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
}

function webp(): Buffer {
  const body = Buffer.concat([
    riffChunk('VP8X', Buffer.of(0x0c, 0, 0, 0, 9, 0, 0, 9, 0, 0)),
    riffChunk('VP8 ', Buffer.alloc(7, 3)),
    riffChunk('EXIF', Buffer.from(SECRET)),
    riffChunk('XMP ', Buffer.from(SECRET)),
  ]);
  const header = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  header.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([header, body]);
}

const stripped = (bytes: Buffer): Buffer => {
  const type = sniffImage(bytes);
  const result = type === null ? null : stripMetadata(type, bytes);
  if (result === null) throw new Error('not a picture');
  return result;
};

describe('metadata of evidence', () => {
  it('leaves a JPEG with its picture, all of its scans and its orientation', () => {
    const result = stripped(jpeg(6));
    expect(result.includes(SECRET.slice(0, 8))).toBe(false);
    expect(result.includes(Buffer.of(0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56))).toBe(true);
    expect(result.subarray(-3)).toEqual(Buffer.of(0x78, 0xff, 0xd9));
    const exif = result.indexOf('Exif');
    expect(orientationOf(result.subarray(exif, exif + 32))).toBe(6);
    expect(stripped(jpeg(1)).includes('Exif')).toBe(false);
    expect(stripped(result)).toEqual(result);
  });
  it('leaves a PNG with its picture', () => {
    const result = stripped(png);
    expect(result.includes(SECRET.slice(0, 8))).toBe(false);
    expect(result.length).toBe(8 + 25 + 17 + 12);
  });
  it('leaves a WebP with its picture, flags and size made right', () => {
    const result = stripped(webp());
    expect(result.includes(SECRET.slice(0, 8))).toBe(false);
    expect(result.readUInt32LE(4)).toBe(result.length - 8);
    expect(result[20]).toBe(0);
  });
  it('is refused whole where the picture is cut off or no picture', () => {
    for (const whole of [jpeg(6), png, webp()]) {
      const type = sniffImage(whole);
      if (type === null) throw new Error('not sniffed');
      for (let length = 12; length < whole.length - SECRET.length - 10; length += 7) {
        expect(stripMetadata(type, whole.subarray(0, length))).toBeNull();
      }
    }
    expect(sniffImage(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull();
    expect(sniffImage(Buffer.from('%PDF-1.7 and more'))).toBeNull();
  });
});

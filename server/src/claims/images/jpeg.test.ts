import { describe, expect, it } from 'vitest';
import { stripJpeg } from './jpeg.ts';
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

const stripped = (bytes: Buffer): Buffer => {
  const result = stripJpeg(bytes);
  if (result === null) throw new Error('not a picture');
  return result;
};

describe('metadata of a photo in a paper', () => {
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
  it('is refused whole where the picture is cut off', () => {
    const whole = jpeg(6);
    for (let length = 12; length < whole.length - SECRET.length - 10; length += 7) {
      expect(stripJpeg(whole.subarray(0, length))).toBeNull();
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkInPayload,
  fromBase32,
  openToken,
  peekToken,
  posterPayload,
  qrUrl,
  readCheckInPayload,
  readPosterPayload,
  readScannedText,
  sealToken,
  toBase32,
  tokenOf,
} from './index.ts';

/** A toy keyed hash (FNV-1a, six rounds): every byte counts. */
const macWith = (key: number) => (data: Uint8Array) =>
  Uint8Array.from({ length: 6 }, (_unused, round) => {
    let hash = 2_166_136_261 ^ (key * 7919 + round * 104_729);
    for (const byte of data) hash = Math.imul(hash ^ byte, 16_777_619);
    return (hash ^ (hash >>> 13)) & 255;
  });
const tag = Uint8Array.from([7, 9]);
const codeId = Uint8Array.from([1, 2, 3, 4, 5, 255]);
const displayNumber = Uint8Array.from([9, 0, 128, 255]);

describe('base32', () => {
  it('gives every byte string back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(fromBase32(toBase32(bytes))).toEqual(bytes);
      }),
    );
  });
  it('forgives case and look-alikes, refuses other characters', () => {
    expect(fromBase32('oIl0')).toEqual(fromBase32('0110'));
    expect(fromBase32('AB U')).toBeNull();
  });
});

describe('a signed token', () => {
  it('opens with the key that sealed it', () => {
    const token = sealToken('resident_code', tag, codeId, macWith(3));
    expect(token).toHaveLength(23);
    expect(openToken('resident_code', token, tag, macWith(3))).toEqual({ status: 'ok', payload: codeId });
  });
  it('is forged when any character is changed, and never opens as another token', () => {
    const token = sealToken('resident_code', tag, codeId, macWith(3));
    for (let index = 4; index < token.length - 1; index += 1) {
      const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1);
      expect(openToken('resident_code', changed, tag, macWith(3)).status).not.toBe('ok');
    }
  });
  it('of another installation is told apart from a forged one', () => {
    const token = sealToken('resident_code', Uint8Array.from([1, 1]), codeId, macWith(4));
    expect(openToken('resident_code', token, tag, macWith(3)).status).toBe('other_installation');
    const forged = sealToken('resident_code', tag, codeId, macWith(4));
    expect(openToken('resident_code', forged, tag, macWith(3)).status).toBe('forged');
  });
  it('of another kind is malformed', () => {
    const token = sealToken('check_in', tag, checkInPayload({ qrId: codeId, displayNumber, step: 5 }), macWith(3));
    expect(openToken('resident_code', token, tag, macWith(3)).status).toBe('malformed');
  });
  it('shows what it says before it is proven, to whoever has to find the key', () => {
    const token = sealToken('resident_card', tag, codeId, macWith(3));
    expect(peekToken('resident_card', token)).toEqual(codeId);
    expect(peekToken('check_in', token)).toBeNull();
  });
  it('carries step and serial', () => {
    const code = { qrId: codeId, displayNumber, step: 179_000_123 };
    expect(readCheckInPayload(checkInPayload(code))).toEqual(code);
    expect(readPosterPayload(posterPayload(codeId, 513))).toEqual({ qrId: codeId, serial: 513 });
  });
});

describe('a QR text', () => {
  const url = qrUrl('http://127.0.0.1:3000/', 'resident_code', 'ABCDEFGHJK12345678901AB');
  it('is an upper-case URL short enough for 25 × 25 modules', () => {
    expect(url).toBe('HTTP://127.0.0.1:3000/C/ABCDEFGHJK12345678901AB');
    expect(url.length).toBeLessThanOrEqual(47);
  });
  it('is recognised in either case', () => {
    expect(readScannedText(url.toLowerCase())).toEqual({
      kind: 'resident_code',
      token: 'ABCDEFGHJK12345678901AB',
      origin: 'http://127.0.0.1:3000',
    });
  });
  it('of somebody else is foreign', () => {
    expect(readScannedText('https://example.org/pay?x=1').kind).toBe('foreign');
    expect(readScannedText('wxp://f2f0abc').kind).toBe('foreign');
    expect(tokenOf('resident_code', qrUrl('http://a', 'shop_poster', 'ABCDEFGHJK1234'))).toBeNull();
  });
  it('may be eight typed digits', () => {
    expect(readScannedText('1234 5678')).toEqual({ kind: 'digits', digits: '12345678' });
  });
});

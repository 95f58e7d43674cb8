import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkAddress, receiptInAddress, receiptText } from './handing-on.ts';
import { sha256 } from './sha256.ts';

const receipt = { receipt: 1, code: 'D8K2-5TQ6-09', content: '[1,"a",1,"earn"]' } as never;

it('packs a receipt into an address and reads it back', () => {
  const address = checkAddress(receipt);
  expect(address).toMatch(/^\/receipt#[A-Za-z0-9_-]+$/);
  expect(receiptInAddress(address.slice('/receipt'.length))).toBe(JSON.stringify(receipt));
});

it('reads no receipt where there is none, and what is broken as nothing', () => {
  expect(receiptInAddress('')).toBeNull();
  expect(receiptInAddress('#')).toBeNull();
  expect(receiptInAddress('#%%%')).toBe('');
});

it('writes a file that people can read', () => {
  expect(receiptText(receipt)).toContain('\n  "code": "D8K2-5TQ6-09"');
});

it('hashes as every other programme does', () => {
  for (const text of ['', 'abc', '积分', 'x'.repeat(1_000)]) {
    expect(Buffer.from(sha256(text)).toString('hex')).toBe(createHash('sha256').update(text).digest('hex'));
    expect(Buffer.from(sha256(Buffer.from(text))).toString('hex')).toBe(
      createHash('sha256').update(text).digest('hex'),
    );
  }
});

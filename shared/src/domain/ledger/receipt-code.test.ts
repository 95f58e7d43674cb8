import { expect, it } from 'vitest';
import { receiptCodeOf } from './receipt-code.ts';

it('makes a code of ten letters and digits of the first 50 bits of a hash', () => {
  expect(receiptCodeOf('00'.repeat(32))).toBe('0000-0000-00');
  expect(receiptCodeOf(`ffffffffffffc0${'0'.repeat(50)}`)).toBe('ZZZZ-ZZZZ-ZZ');
  expect(receiptCodeOf(`ffffffffffff${'1'.repeat(52)}`)).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/);
});

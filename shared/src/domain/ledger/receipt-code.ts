import { toBase32 } from '../qr/index.ts';

const CODE_LENGTH = 10;

/**
 * The short code of an entry that people can read to each other, made of the first 50 bits of its hash: `D8K2-5TQ6-09`.
 * @param hash the entry's hash in hex
 */
export function receiptCodeOf(hash: string): string {
  const bytes = Uint8Array.from(hash.slice(0, 14).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const text = toBase32(bytes).slice(0, CODE_LENGTH);
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

/** Crockford's letters: none that are mistaken for each other when read aloud or written down. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 10;

/**
 * The short code of an entry, `D8K2-5TQ6-09`: the first fifty bits of its hash, for people to compare.
 * @param hash hexadecimal, 64 characters
 */
export function receiptCode(hash: string): string {
  let bits = BigInt(`0x${hash.slice(0, 13)}`) >> 2n;
  let code = '';
  for (let index = 0; index < CHARACTERS; index++) {
    code = (LETTERS[Number(bits & 31n)] ?? '') + code;
    bits >>= 5n;
  }
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

/** Crockford's alphabet: no I, L, O, U; every character is in QR's compact alphanumeric set. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const VALUES = new Map<string, number>([...ALPHABET].map((character, value) => [character, value]));
for (const [alias, value] of [
  ['O', 0],
  ['I', 1],
  ['L', 1],
] as const) {
  VALUES.set(alias, value);
}

/** Bytes as upper-case base32, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >>> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((buffer << (5 - bits)) & 31) : text;
}

/** The bytes of a base32 text, or null where it is none. Forgives case and the look-alikes O, I and L. */
export function fromBase32(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const character of text.toUpperCase()) {
    const value = VALUES.get(character);
    if (value === undefined) return null;
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >>> bits) & 255);
      buffer &= (1 << bits) - 1;
    }
  }
  // Left-over bits must be padding, else two texts would stand for one token.
  return bits < 5 && buffer === 0 ? Uint8Array.from(bytes) : null;
}

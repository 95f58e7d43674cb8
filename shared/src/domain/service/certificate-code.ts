/** Crockford's letters: none that are mistaken for each other when read aloud or written down. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 16;

/**
 * The code of a certificate, `7Q2M-5TQ6-09KD-XW3H`: eighty bits that nobody can guess.
 * @param random at least ten bytes of a secret generator, or of a hash of one
 */
export function certificateCode(random: Uint8Array): string {
  const code = Array.from({ length: CHARACTERS }, (_, at) => LETTERS[bitsAt(random, at * 5)] ?? '').join('');
  return code.replace(/(.{4})(?=.)/g, '$1-');
}

/** Five bits from the bit given on. */
function bitsAt(bytes: Uint8Array, bit: number): number {
  const first = bytes[bit >> 3] ?? 0;
  const second = bytes[(bit >> 3) + 1] ?? 0;
  return (((first << 8) | second) >> (11 - (bit & 7))) & 31;
}

/** A code as somebody typed it, in its one form; null where it can be none. */
export function readCertificateCode(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (plain.length !== CHARACTERS || [...plain].some((letter) => !LETTERS.includes(letter))) return null;
  return plain.replace(/(.{4})(?=.)/g, '$1-');
}

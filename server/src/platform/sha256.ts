import { hash } from 'node:crypto';
import type { Sha256 } from '@red-points/shared/domain/ledger';

/**
 * SHA-256 of the runtime, as the shared domain wants it. By way of a text: bytes that the runtime gives lie outside of
 * the heap, and two small such pieces per entry cost more than hashing it.
 */
export const sha256: Sha256 = (data) => {
  const text = hash('sha256', data, 'binary');
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
};

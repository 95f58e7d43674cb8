import { sha256 as hashBytes } from '@noble/hashes/sha2.js';
import type { Sha256 } from '@red-points/shared/domain/ledger';

const encoder = new TextEncoder();

/**
 * SHA-256 in plain script: the browser's own answers later and only on secure pages, and a receipt is checked on
 * whatever page somebody opened.
 */
export const sha256: Sha256 = (data) => hashBytes(typeof data === 'string' ? encoder.encode(data) : data);

import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What a key is for. Keys of different purposes are independent: knowing one tells nothing about another. */
export const KEY_PURPOSES = [
  'session',
  'refresh',
  'one-time-code',
  'resident-code',
  'check-in-code',
  'check-in-ticket',
  'check-in-poster',
  'display-secret',
  'resident-card',
  'redemption-pin',
  'device',
  'calendar-feed',
  'poster',
  'phone-index',
  'licence-index',
  'claim-duplicate',
  'import-row',
  'key-encryption',
] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

export interface Keys {
  /** 256-bit key of a purpose, made once: a key given as a string would be parsed at every use. */
  of(purpose: KeyPurpose): KeyObject;
  /** HMAC-SHA256 under the key of a purpose. */
  mac(purpose: KeyPurpose, text: string): Buffer;
  /** Names this installation in tokens and codes, so that another installation's are told apart. Not secret. */
  readonly installationId: string;
}

export const MASTER_SECRET_BYTES_MIN = 32;

/**
 * Derives every key of an installation from one secret (HKDF-SHA256, RFC 5869).
 * @param masterSecret at least 32 bytes that nobody can guess
 */
export function deriveKeys(masterSecret: string): Keys {
  if (Buffer.byteLength(masterSecret) < MASTER_SECRET_BYTES_MIN) {
    throw new Error(`the master secret must have at least ${MASTER_SECRET_BYTES_MIN} bytes`);
  }
  const derive = (label: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', masterSecret, 'red-points', `red-points/v1/${label}`, bytes));
  const keys = new Map(KEY_PURPOSES.map((purpose) => [purpose, createSecretKey(derive(purpose, 32))]));
  const of = (purpose: KeyPurpose): KeyObject => {
    const key = keys.get(purpose);
    if (key === undefined) throw new Error(`no key for ${purpose}`);
    return key;
  };
  return {
    of,
    mac: (purpose, text) => createHmac('sha256', of(purpose)).update(text).digest(),
    installationId: derive('installation-id', 9).toString('base64url'),
  };
}

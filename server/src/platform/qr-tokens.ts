import { createHmac } from 'node:crypto';
import {
  type OpenedToken,
  openToken,
  peekToken,
  type QrKind,
  qrUrl,
  readScannedText,
  sealToken,
  tokenOf,
} from '@red-points/shared/domain/qr';
import type { KeyPurpose, Keys } from './keys.ts';

const KEY_OF: Record<QrKind, KeyPurpose> = {
  resident_code: 'resident-code',
  check_in: 'check-in-code',
  shop_poster: 'poster',
  activity_poster: 'check-in-poster',
  resident_card: 'resident-card',
};

/** What a scanned text turned out to be: `not_a_code` is a code of somebody else, or of another kind than asked for. */
export type ReadCode = OpenedToken | { readonly status: 'not_a_code' };

/** Makes and checks the signed QR codes of this installation; each kind has a key of its own. */
export interface QrTokens {
  /**
   * The text of a QR code: an upper-case URL below PUBLIC_URL.
   * @param secret of whoever issues it, where issuers of one kind have a key each
   */
  urlOf(kind: QrKind, payload: Uint8Array, secret?: string): string;
  /** Opens a scanned URL, or the token alone. */
  read(kind: QrKind, scanned: string, secret?: string): ReadCode;
  /** What a code says before it is proven: to find whose secret `read` needs. Null where it is no such code. */
  peek(kind: QrKind, scanned: string): Uint8Array | null;
}

/** @param publicUrl where people reach this installation */
export function createQrTokens(keys: Keys, publicUrl: string): QrTokens {
  const tag = Buffer.from(keys.installationId, 'base64url').subarray(0, 2);
  const macOf = (kind: QrKind, secret: string | undefined) => {
    // An issuer's key is made of the installation's and its own secret: neither the database nor a screen alone can sign.
    const key = secret === undefined ? keys.of(KEY_OF[kind]) : keys.mac(KEY_OF[kind], `issuer:${secret}`);
    return (data: Uint8Array) => createHmac('sha256', key).update(data).digest();
  };
  return {
    urlOf: (kind, payload, secret) => qrUrl(publicUrl, kind, sealToken(kind, tag, payload, macOf(kind, secret))),
    read: (kind, scanned, secret) => {
      const token = tokenOf(kind, scanned);
      if (token === null) return { status: 'not_a_code' };
      const opened = openToken(kind, token, tag, macOf(kind, secret));
      // A URL of ours that holds no whole token was tampered with; any other text was never one of ours.
      if (opened.status !== 'malformed') return opened;
      return readScannedText(scanned).kind === kind ? { status: 'forged' } : { status: 'not_a_code' };
    },
    peek: (kind, scanned) => {
      const token = tokenOf(kind, scanned);
      return token === null ? null : peekToken(kind, token);
    },
  };
}

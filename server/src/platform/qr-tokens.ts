import { createHmac } from 'node:crypto';
import {
  type OpenedToken,
  openToken,
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
};

/** What a scanned text turned out to be: `not_a_code` is a code of somebody else, or of another kind than asked for. */
export type ReadCode = OpenedToken | { readonly status: 'not_a_code' };

/** Makes and checks the signed QR codes of this installation; each kind has a key of its own. */
export interface QrTokens {
  /** The text of a QR code: an upper-case URL below PUBLIC_URL. */
  urlOf(kind: QrKind, payload: Uint8Array): string;
  /** Opens a scanned URL, or the token alone. */
  read(kind: QrKind, scanned: string): ReadCode;
}

/** @param publicUrl where people reach this installation */
export function createQrTokens(keys: Keys, publicUrl: string): QrTokens {
  const tag = Buffer.from(keys.installationId, 'base64url').subarray(0, 2);
  const macOf = (kind: QrKind) => (data: Uint8Array) =>
    createHmac('sha256', keys.of(KEY_OF[kind])).update(data).digest();
  return {
    urlOf: (kind, payload) => qrUrl(publicUrl, kind, sealToken(kind, tag, payload, macOf(kind))),
    read: (kind, scanned) => {
      const token = tokenOf(kind, scanned);
      if (token === null) return { status: 'not_a_code' };
      const opened = openToken(kind, token, tag, macOf(kind));
      // A URL of ours that holds no whole token was tampered with; any other text was never one of ours.
      if (opened.status !== 'malformed') return opened;
      return readScannedText(scanned).kind === kind ? { status: 'forged' } : { status: 'not_a_code' };
    },
  };
}

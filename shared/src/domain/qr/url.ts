import type { QrKind } from './token.ts';

const LETTERS: Record<QrKind, string> = {
  resident_code: 'C',
  check_in: 'K',
  shop_poster: 'S',
  activity_poster: 'P',
  resident_card: 'M',
};
const KINDS = new Map<string, QrKind>(
  (Object.entries(LETTERS) as [QrKind, string][]).map(([kind, letter]) => [letter, kind]),
);

/** What a scanned or typed text is. `foreign` is a code of somebody else: a web address, a payment code. */
export type ScannedText =
  | { readonly kind: QrKind; readonly token: string; readonly origin: string | null }
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'foreign' };

/**
 * The text of a QR code: an upper-case URL, because QR packs upper-case letters tighter.
 * Scheme and host do not care for case, and the server takes these paths in either.
 */
export function qrUrl(publicUrl: string, kind: QrKind, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/${LETTERS[kind]}/${token}`.toUpperCase();
}

/** Tells what a scanned text is. Whether it is genuine is the server's to say. */
export function readScannedText(text: string): ScannedText {
  const trimmed = text.trim();
  const digits = trimmed.replace(/[\s-]/g, '');
  if (/^\d{8}$/.test(digits)) return { kind: 'digits', digits };
  const match = /^(https?:\/\/[^/?#\s]+)\/([CKSPM])\/([0-9A-Z]{10,60})\/?$/i.exec(trimmed);
  if (match) {
    const kind = KINDS.get((match[2] ?? '').toUpperCase());
    if (kind) return { kind, token: (match[3] ?? '').toUpperCase(), origin: (match[1] ?? '').toLowerCase() };
  }
  return { kind: 'foreign' };
}

/** The token in a scanned URL of this kind, or the text itself where only the token was given; null for anything else. */
export function tokenOf(kind: QrKind, text: string): string | null {
  const scanned = readScannedText(text);
  if (scanned.kind === kind) return scanned.token;
  return scanned.kind === 'foreign' && /^[0-9A-Z]{10,60}$/i.test(text.trim()) ? text.trim().toUpperCase() : null;
}

import { fromBase32, toBase32 } from './base32.ts';

/** What a code of this product can be: each has its own letter in the URL and its own key. */
export type QrKind = 'resident_code' | 'check_in' | 'shop_poster' | 'activity_poster' | 'resident_card';

const TAG_BYTES = 2;
const MAC_BYTES = 6;
/** Id part of every token: a resident code, an activity's or a shop's `qrId`. */
export const QR_ID_BYTES = 6;
/** A check-in code names the screen that showed it. */
export const DISPLAY_NUMBER_BYTES = 4;

const PAYLOAD_BYTES: Record<QrKind, number> = {
  resident_code: QR_ID_BYTES,
  check_in: QR_ID_BYTES + DISPLAY_NUMBER_BYTES + 4,
  shop_poster: QR_ID_BYTES + 2,
  activity_poster: QR_ID_BYTES + 2,
  resident_card: QR_ID_BYTES,
};

/** The first bytes of a keyed hash over `data`; at least six are used. Each kind has a key of its own. */
export type MacOf = (data: Uint8Array) => Uint8Array;

export type OpenedToken =
  | { readonly status: 'ok'; readonly payload: Uint8Array }
  | { readonly status: 'malformed' | 'other_installation' | 'forged' };

/**
 * A signed token as upper-case base32: installation tag ‖ payload ‖ 48 bits of MAC.
 *
 * Short on purpose: a resident's code must fit 25 × 25 modules, and a JWT is seven times as long. 48 bits suffice
 * because a guess is an online request that is limited, and a resident's code lives 60 seconds.
 * @param tag two bytes that tell one installation from another
 */
export function sealToken(kind: QrKind, tag: Uint8Array, payload: Uint8Array, macOf: MacOf): string {
  if (tag.length !== TAG_BYTES || payload.length !== PAYLOAD_BYTES[kind])
    throw new RangeError(`wrong size of a ${kind} token`);
  const signed = Uint8Array.from([...tag, ...payload]);
  return toBase32(Uint8Array.from([...signed, ...macOf(signed).subarray(0, MAC_BYTES)]));
}

/** Checks and opens a token. Another installation's code is told apart from a forged one by the tag. */
export function openToken(kind: QrKind, text: string, tag: Uint8Array, macOf: MacOf): OpenedToken {
  const bytes = fromBase32(text);
  const signedBytes = TAG_BYTES + PAYLOAD_BYTES[kind];
  if (bytes === null || bytes.length !== signedBytes + MAC_BYTES) return { status: 'malformed' };
  const signed = bytes.subarray(0, signedBytes);
  if (!sameBytes(bytes.subarray(signedBytes), macOf(signed).subarray(0, MAC_BYTES))) {
    return { status: sameBytes(signed.subarray(0, TAG_BYTES), tag) ? 'forged' : 'other_installation' };
  }
  return { status: 'ok', payload: signed.slice(TAG_BYTES) };
}

/** The payload of a token, unproven: to find the key that its signature is checked with. Null where it is no such token. */
export function peekToken(kind: QrKind, text: string): Uint8Array | null {
  const bytes = fromBase32(text);
  const signedBytes = TAG_BYTES + PAYLOAD_BYTES[kind];
  return bytes?.length === signedBytes + MAC_BYTES ? bytes.slice(TAG_BYTES, signedBytes) : null;
}

/** Compares in constant time. */
function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < left.length; index += 1) difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  return difference === 0;
}

/** What a rotating check-in code says. */
export interface CheckInCode {
  /** The activity's. */
  readonly qrId: Uint8Array;
  /** Of the screen that shows it. */
  readonly displayNumber: Uint8Array;
  readonly step: number;
}

/** The payload of a rotating check-in code: the activity's `qrId`, the screen's number and the time step. */
export function checkInPayload({ qrId, displayNumber, step }: CheckInCode): Uint8Array {
  const payload = new Uint8Array(PAYLOAD_BYTES.check_in);
  payload.set(qrId);
  payload.set(displayNumber, QR_ID_BYTES);
  new DataView(payload.buffer).setUint32(QR_ID_BYTES + DISPLAY_NUMBER_BYTES, step);
  return payload;
}

/** Reads what `checkInPayload` wrote. */
export function readCheckInPayload(payload: Uint8Array): CheckInCode {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const stepAt = QR_ID_BYTES + DISPLAY_NUMBER_BYTES;
  return {
    qrId: payload.slice(0, QR_ID_BYTES),
    displayNumber: payload.slice(QR_ID_BYTES, stepAt),
    step: view.getUint32(stepAt),
  };
}

/** The payload of a poster: the shop's or activity's `qrId` and the poster's serial, so that a stolen one can be replaced. */
export function posterPayload(qrId: Uint8Array, serial: number): Uint8Array {
  const payload = new Uint8Array(QR_ID_BYTES + 2);
  payload.set(qrId);
  new DataView(payload.buffer).setUint16(QR_ID_BYTES, serial);
  return payload;
}

/** Reads what `posterPayload` wrote. */
export function readPosterPayload(payload: Uint8Array): { qrId: Uint8Array; serial: number } {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return { qrId: payload.slice(0, QR_ID_BYTES), serial: view.getUint16(QR_ID_BYTES) };
}

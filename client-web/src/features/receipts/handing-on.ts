import type { Receipt } from '@red-points/shared/domain/digests';

/** A receipt as a file keeps it: readable for people too. */
export function receiptText(receipt: Receipt): string {
  return `${JSON.stringify(receipt, null, 2)}\n`;
}

/** Hands a receipt to the browser's download. */
export function saveReceipt(receipt: Receipt): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([receiptText(receipt)], { type: 'application/json' }));
  link.download = `receipt-${receipt.code}.json`;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * The address of the page that checks a receipt, with the receipt behind its `#`: browsers send that to no server. Works as a
 * link to keep or to hand on where files cannot be saved.
 */
export function checkAddress(receipt: Receipt): string {
  const bytes = new TextEncoder().encode(JSON.stringify(receipt));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `/receipt#${btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** The text of the receipt behind the `#` of an address; null where there is none. */
export function receiptInAddress(hash: string): string | null {
  const packed = hash.replace(/^#/, '');
  if (packed === '') return null;
  try {
    const letters = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)));
  } catch {
    return '';
  }
}

import { textOf } from './cells.ts';
import type { CellValue } from './types.ts';

const MOBILE = /^1[3-9]\d{9}$/;

/**
 * Reads a mobile number of mainland China as its 11 digits. Full-width digits, spaces, dashes, a leading `+86`, `0086`
 * or `86`, and a number cell are understood.
 *
 * @returns the 11 digits, or null when it is none.
 */
export function parsePhone(cell: CellValue | undefined): string | null {
  const digits = textOf(cell)
    .replace(/[\s\-‐‑‒–—―()]/g, '')
    .replace(/^(?:\+86|0086|86(?=1\d{10}$))/, '')
    .replace(/^(\d+)\.0+$/, '$1');
  return MOBILE.test(digits) ? digits : null;
}

import { businessDateOf, startOfBusinessDate } from './business-time.ts';
import type { ExpiryPolicy } from './types.ts';

/** The longest that a policy of months can last. */
export const EXPIRY_MONTHS_MAX = 120;

/**
 * The first instant at which points of a credit are gone, in milliseconds; null when they never are.
 *
 * - `end_of_next_year`: until the end of the calendar year after the one it counts from
 * - `at`: an instant that is known, for points that come back with the expiry they had
 * - `months`: N months on, until the end of that month, so that an account never has more than N + 1 lots of a policy
 *
 * Years and months are those of Asia/Shanghai. Where they would be over before the credit is recorded, because it was
 * claimed, examined and published for so long, they count from then: nobody is given points that are gone already.
 */
export function expiryOf(policy: ExpiryPolicy, effectiveAtMs: number, recordedAtMs: number): number | null {
  const expiresAtMs = expiryFrom(policy, policy.from === 'effective' ? effectiveAtMs : recordedAtMs);
  const isOver = expiresAtMs !== null && expiresAtMs <= recordedAtMs && policy.kind !== 'at';
  return isOver ? expiryFrom(policy, recordedAtMs) : expiresAtMs;
}

function expiryFrom(policy: ExpiryPolicy, fromMs: number): number | null {
  const from = businessDateOf(fromMs);
  switch (policy.kind) {
    case 'never':
      return null;
    case 'end_of_next_year':
      return startOfBusinessDate(from.year + 2, 1, 1);
    case 'months':
      return startOfBusinessDate(from.year, from.month + monthsOf(policy) + 1, 1);
    case 'at':
      return instantOf(policy);
    default:
      return unknownPolicy(policy.kind);
  }
}

function monthsOf(policy: ExpiryPolicy): number {
  const months = policy.months ?? Number.NaN;
  if (!Number.isInteger(months) || months < 1 || months > EXPIRY_MONTHS_MAX) {
    throw new RangeError(`an expiry policy of months needs 1 to ${EXPIRY_MONTHS_MAX} whole months`);
  }
  return months;
}

function instantOf({ atMs = Number.NaN }: ExpiryPolicy): number {
  if (!Number.isSafeInteger(atMs)) throw new RangeError('an expiry at an instant needs whole milliseconds');
  return atMs;
}

function unknownPolicy(kind: never): never {
  throw new TypeError(`unknown expiry policy ${String(kind)}`);
}

const BUSINESS_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/**
 * The instant at which the publicity window of something approved now closes: the end of the last of `days` whole
 * business days (Asia/Shanghai, which keeps UTC+8 all year) after the day of approval; with 0 days at once.
 */
export function publicityEndsAt(approvedAtMs: number, days: number): number {
  if (!Number.isInteger(days) || days < 0) throw new RangeError('publicity lasts a whole number of days from 0 up');
  if (days === 0) return approvedAtMs;
  const businessDay = Math.floor((approvedAtMs + BUSINESS_OFFSET_MS) / DAY_MS);
  return (businessDay + 1 + days) * DAY_MS - BUSINESS_OFFSET_MS;
}

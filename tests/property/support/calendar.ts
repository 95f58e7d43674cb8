import type { ExpiryPolicy } from '@red-points/shared/domain/ledger';

/**
 * The business calendar once more, from the runtime's time-zone data instead of arithmetic: what the ledger's own is
 * compared with.
 */
const shanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const known = new Map<number, string>();

/** The date in Shanghai of an instant, as `2026-01-15`. */
export function dateOf(instantMs: number): string {
  const date = known.get(instantMs) ?? shanghai.format(instantMs);
  known.set(instantMs, date);
  return date;
}

/** The first instant in Shanghai of the month that is `months` after the one of `date`, or of `date`'s January. */
function startOfMonth(date: string, months: number): number {
  const [year = 0, month = 0] = date.split('-').map(Number);
  const index = year * 12 + month - 1 + months;
  return startOfDate(`${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`);
}

function startOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00+08:00`);
}

/** When points of a policy are gone, never before they are recorded; null when they never are. */
export function goneAt(policy: ExpiryPolicy, effectiveAtMs: number, recordedAtMs: number): number | null {
  const ends = goneFrom(policy, dateOf(policy.from === 'effective' ? effectiveAtMs : recordedAtMs));
  return ends !== null && ends <= recordedAtMs ? goneFrom(policy, dateOf(recordedAtMs)) : ends;
}

function goneFrom(policy: ExpiryPolicy, date: string): number | null {
  if (policy.kind === 'never') return null;
  if (policy.kind === 'months') return startOfMonth(date, (policy.months ?? 0) + 1);
  return startOfDate(`${Number(date.slice(0, 4)) + 2}-01-01`);
}

/** The caps' names for a date: its day, its month, its year. */
export function capNames(effectiveAtMs: number): { day: string; month: string; year: string } {
  const digits = dateOf(effectiveAtMs).replaceAll('-', '');
  return { day: `ZY-01:d:${digits}`, month: `ZY-01:m:${digits.slice(0, 6)}`, year: `ZY-01:y:${digits.slice(0, 4)}` };
}

/** From when a cap of such a name takes no more credits: 45 days, 14 months or 3 years after its period. */
export function capClosesAt(name: string): number {
  const [, period, digits = ''] = name.split(':');
  const year = digits.slice(0, 4);
  if (period === 'y') return startOfDate(`${Number(year) + 4}-01-01`);
  if (period === 'm') return startOfMonth(`${year}-${digits.slice(4, 6)}-01`, 15);
  return startOfDate(`${year}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`) + 46 * 86_400_000;
}

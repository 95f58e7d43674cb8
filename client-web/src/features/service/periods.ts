import { businessDate } from '../../components/formatters.ts';

/** The periods that a certificate is mostly asked for. */
export const CERTIFICATE_PERIODS = ['all', 'thisYear', 'lastYear', 'own'] as const;
export type CertificatePeriod = (typeof CERTIFICATE_PERIODS)[number];

/** First and last day of a chosen period; null for all hours. */
export function daysOf(
  period: Exclude<CertificatePeriod, 'own'>,
  today = businessDate(),
): { from: string | null; until: string | null } {
  const year = Number(today.slice(0, 4));
  if (period === 'all') return { from: null, until: null };
  return period === 'thisYear'
    ? { from: `${year}-01-01`, until: today }
    : { from: `${year - 1}-01-01`, until: `${year - 1}-12-31` };
}

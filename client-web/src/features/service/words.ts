import type { CertificateCheck, CertificateLine } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useCategories } from '../../components/categories.ts';
import { businessDate, formatFullDate } from '../../components/formatters.ts';

/** How hours, periods, categories and levels are said wherever service is shown. */
export function useServiceWords() {
  const { t } = useTranslation('service');
  const { nameOf } = useCategories();
  return {
    /** Whole hours and minutes: a certificate rounds nothing. */
    exactHours: (minutes: number): string => {
      const size = Math.abs(minutes);
      const sign = minutes < 0 ? '−' : '';
      const hours = `${sign}${Math.floor(size / 60)}`;
      return size % 60 === 0 ? t('exactHours', { hours }) : t('exact', { hours, minutes: size % 60 });
    },
    category: (code: string): string => (code === 'none' ? t('noCategory') : nameOf(code)),
    level: (stars: number): string => t(`levelNames.s${stars as 1 | 2 | 3 | 4 | 5}`),
    period: ({
      from,
      until,
      issuedAt,
    }: Pick<CertificateCheck | CertificateLine, 'from' | 'until' | 'issuedAt'>): string => {
      const issued = formatFullDate(businessDate(issuedAt));
      if (from === null) return t('certificate.allUntil', { date: until === null ? issued : formatFullDate(until) });
      return t('span', { from: formatFullDate(from), until: until === null ? issued : formatFullDate(until) });
    },
  };
}

import type { OpeningNow } from '@red-points/shared/contracts';
import { weekday } from '@red-points/shared/domain/calendar';
import { useTranslation } from 'react-i18next';
import { businessDate } from '../../components/formatters.ts';
import { WEEK } from './opening-edits.ts';

/** When a shop redeems and is open today, a line each: `兑换日：每周六，每月 15 号`, `今天 08:00–18:00`. Nothing where it always is. */
export function useOpeningFacts(): (
  opening: Pick<OpeningNow, 'hours' | 'redemptionDays' | 'redeemsToday'>,
) => string[] {
  const { t } = useTranslation('shopWork');
  return ({ hours, redemptionDays, redeemsToday }) => {
    const lines: string[] = [];
    if (redemptionDays !== null) {
      const { weekdays, monthDays } = redemptionDays;
      const names = weekdays.map((day) => t(`opening.week.${WEEK[day - 1] ?? 'd1'}`));
      const days = [
        ...(names.length === 0 ? [] : [t('opening.weekly', { days: names.join(t('opening.and')) })]),
        ...(monthDays.length === 0 ? [] : [t('opening.monthly', { days: monthDays.join(t('opening.and')) })]),
      ];
      lines.push(t('opening.days', { days: days.join(t('opening.also')) }));
    }
    const today = businessDate();
    const spans = hours?.closedDays.includes(today) ? [] : hours?.weekdays[weekday(today) - 1];
    if (redeemsToday && spans !== undefined && spans.length > 0) {
      const words = spans.map(({ from, until }) => `${from}–${until}`);
      lines.push(t('opening.today', { hours: words.join(t('opening.and')) }));
    }
    return lines;
  };
}
